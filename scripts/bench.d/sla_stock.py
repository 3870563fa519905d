"""Many cases that one real case is copied to, with their clocks moved in time: what a storm is made of."""

import dataclasses
import secrets

from client import Client
from deployment import psql

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SYMBOLS = 8
ROWS_A_STATEMENT = 2_000
LEVELS = ("L1", "L2", "L3", "L4")
# Behind the wall, what a clock is derived from. The alarm comes last, when the cases shall ring.
COPIED = ("ticket", "event", "sla_cycle", "sla_span")
# Two windows a day, every day alike; one clock runs out ten minutes after the message, nothing else happens for days.
CALENDAR = {
    "tz": "UTC",
    "weekly": {
        day: [["00:00", "11:00"], ["12:00", "23:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    },
}
ALWAYS_OPEN = {"tz": "UTC", "always_open": True}
POLICY = {
    "targets": {"first_reply": 600, "resolution": 30 * 86_400},
    "warn": [],
    "repeat": {"every": 20 * 86_400, "clock": "wall", "max": 3},
    # A mail for each case: the most that a step can write.
    "digest_after": 0,
}

CASE = {"customer": {"id": "origin"}, "subject": "Late", "text": "Where is my withdrawal?", "channel": "api"}


@dataclasses.dataclass
class Exchange:
    slug: str
    id: str
    origin: str
    intake_key: str

    @property
    def path(self):
        return f"/v1/tenants/{self.id}"


def reference(number):
    """As the product makes them, from `number` in place of randomness."""
    symbols = [number >> (35 - 5 * place) & 31 for place in range(SYMBOLS)]
    check = 0
    for symbol in symbols:
        doubled = (check ^ symbol) << 1
        check = doubled if doubled < 32 else doubled ^ 0b100101
    text = "".join(ALPHABET[symbol] for symbol in [*symbols, check])
    return f"{text[:4]}-{text[4:]}"


def shared_desks(operator):
    """A team a level with an agent and a lead each: level → (team, people)."""
    desks = {}
    for level in LEVELS:
        team = operator.call("POST", "/v1/teams", {"name": f"Desk {level}"})["id"]
        people = []
        for role in ("agent", "lead"):
            email = f"{role}.{level.lower()}.{secrets.token_hex(3)}@desk.test"
            person = operator.call("POST", "/v1/people", {"name": f"{role.title()} {level}", "email": email})["id"]
            operator.call("PUT", f"/v1/teams/{team}/members/{person}", {})
            people.append((role, person))
        desks[level] = team, people
    return desks


def found(operator, desks, slug, calendar):
    """An exchange with desks, a webhook for notices, and one case: the origin of all its copies."""
    tenant = operator.call("POST", "/v1/tenants", {"slug": slug, "name": slug, "zone": "UTC", "language": "en"})["id"]
    place = f"/v1/tenants/{tenant}"
    operator.call("PUT", f"{place}/calendar", calendar)
    operator.call("PUT", f"{place}/policy", POLICY)
    operator.call("PUT", f"{place}/endpoints/notice", {"url": "https://exchange.example/notice"})
    for level, (team, people) in desks.items():
        operator.call("PUT", f"{place}/desks/{level}", {"team_id": team})
        for role, person in people:
            operator.call(
                "POST", "/v1/grants", {"person_id": person, "tenant_id": tenant, "role": role, "level": level}
            )
    key = operator.call("POST", f"{place}/keys", {"kind": "intake", "name": "intake"})["key"]
    intake = Client(operator.base_url, key)
    origin = intake.call("POST", f"{place}/tickets", CASE, headers={"Idempotency-Key": "origin"})["id"]
    return Exchange(slug, tenant, origin, key)


def prepare(url, cases_max):
    """Tables of the bench's own in a database with origins: references to give out, and the alarms of the origins, which
    themselves never ring."""
    psql(
        url,
        """
        CREATE EXTENSION pg_stat_statements;
        CREATE SCHEMA bench;
        CREATE TABLE bench.alarm AS SELECT tenant_id, ticket_id, wake_at FROM switchyard.sla_timer;
        DELETE FROM switchyard.sla_timer;
        CREATE TABLE bench.reference (number integer PRIMARY KEY, text text NOT NULL);
        CREATE TABLE bench.copy (number integer, tenant_id uuid, origin uuid, id uuid, reference text, shift interval);
        """,
    )
    rows = [f"({number}, '{reference(number)}')" for number in range(1, cases_max + 1)]
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        psql(url, f"INSERT INTO bench.reference VALUES {', '.join(rows[start:start + ROWS_A_STATEMENT])}")


def due_now(exchange):
    """How far the exchange's cases are moved so that they are due now: a step that is late by more than 15 minutes goes into
    a digest, and here each has a mail of its own."""
    return f"now() - (SELECT a.wake_at FROM bench.alarm a WHERE a.tenant_id = '{exchange.id}')"


def copy_cases(url, exchange, count, shift=None, tables=COPIED, changed=None):
    """`count` copies of the exchange's origin, with their rows of `tables`. `shift` is how far each is moved in time, an
    expression over `number`, which counts from 1; without one they are due now. `changed` has expressions over `o`, the
    origin, and `c`, the copy, for other columns."""
    shift, changed = shift or due_now(exchange), changed or {}
    psql(
        url,
        f"""
        INSERT INTO bench.copy (number, tenant_id, origin, id, reference, shift)
        SELECT number, '{exchange.id}', '{exchange.origin}', {time_ordered_id('number')}, text, {shift}
        FROM bench.reference WHERE number <= {count} ORDER BY number
        """,
    )
    for table in tables:
        names = columns(url, table)
        values = [changed.get((table, name)) or copied(table, name, kind) for name, kind in names]
        psql(
            url,
            f"INSERT INTO switchyard.{table} ({', '.join(name for name, _ in names)}) SELECT {', '.join(values)}"
            f" FROM bench.copy c, switchyard.{table} o WHERE c.tenant_id = '{exchange.id}' AND o.tenant_id = '{exchange.id}'"
            f" AND o.{'id' if table == 'ticket' else 'ticket_id'} = '{exchange.origin}' ORDER BY c.number;"
            # Or the checks of foreign keys to this table take the wrong index for each row that follows.
            f" ANALYZE switchyard.{table}",
        )


def time_ordered_id(number):
    """UUIDs of version 7, as the product's: five a millisecond, a while ago."""
    milliseconds = f"(extract(epoch FROM now()) * 1000)::bigint - 86400000 + {number} / 5"
    return (
        f"(SELECT (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-7' || substr(u, 16))::uuid FROM"
        f" (SELECT lpad(to_hex({milliseconds}), 12, '0') AS h, gen_random_uuid()::text AS u) made)"
    )


def copied(table, name, kind):
    own = {("ticket", "id"): "c.id", ("ticket", "reference"): "c.reference"}
    if (table, name) in own:
        return own[table, name]
    if name == "ticket_id":
        return "c.id"
    return f"o.{name} + c.shift" if kind == "timestamp with time zone" else f"o.{name}"


def columns(url, table, schema="switchyard"):
    """Name and type of a table's columns, in order."""
    return psql(
        url,
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
        f" WHERE attrelid = '{schema}.{table}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
    )


def ring(url, wake=True):
    """Sets the alarms of all copies, in one transaction whose commit is the storm's beginning. The server knows how many there
    are, as it does of timers that were set over days."""
    hint = "NOTIFY switchyard_wake;" if wake else ""
    psql(
        url,
        f"""
        BEGIN;
        CREATE TABLE bench.rung AS SELECT pg_current_xact_id()::xid AS xid;
        INSERT INTO switchyard.sla_timer (tenant_id, ticket_id, wake_at)
        SELECT c.tenant_id, c.id, a.wake_at + c.shift FROM bench.copy c
        JOIN bench.alarm a ON a.tenant_id = c.tenant_id AND a.ticket_id = c.origin;
        ANALYZE switchyard.sla_timer;
        {hint}
        COMMIT
        """,
    )
