"""The limit: pgbench replaying exactly the statements that PostgreSQL saw for one intake.

Two intakes of two tenants are taken from the server's log with their parameters. What is the same in both becomes a
literal; what belongs to the tenant is drawn from an array by the tenant's number; every other value is made afresh
for each transaction, by identity: what was the same id in two statements stays the same id. Names (thread, reference,
idempotency key, look-up hashes) get new values of the old length; sealed texts keep their bytes.
"""

import collections
import re
from datetime import datetime

ENTRY = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ UTC \[(\d+)\] (?:(\S+?)@\S+ )?(\w+):  (.*)", re.DOTALL)
EXECUTE = re.compile(r"duration: [\d.]+ ms  (?:execute \S+|statement): (.*)", re.DOTALL)
PARAMETER = re.compile(r"\$(\d+) = (NULL|'((?:[^']|'')*)')", re.DOTALL)
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00")
# Look-up hashes are 32 bytes; anything longer is sealed text, whose bytes do not matter to the database.
HASH_BYTES_MAX = 32
# Every transaction has a number of its own: run, client and count.
RUN_SHIFT, CLIENT_SHIFT = 34, 26


class Statement:
    def __init__(self, text, parameters, session):
        self.text, self.parameters, self.session = text, parameters, session


class ReplayFailed(Exception):
    pass


def entries(log_text):
    """Log entries; a line that begins with a tab goes on with the entry before."""
    current = []
    for line in log_text.splitlines():
        if line.startswith("\t"):
            current.append(line[1:])
            continue
        if current:
            yield "\n".join(current)
        current = [line]
    if current:
        yield "\n".join(current)


def captured(log_text, role):
    """Statements that a role executed, with their parameters, in order."""
    found, waits = [], False
    for text in entries(log_text):
        match = ENTRY.match(text)
        if not match or match.group(2) != role:
            continue
        kind, said = match.group(3), match.group(4)
        if kind == "LOG":
            executed = EXECUTE.match(said)
            waits = executed is not None
            if executed:
                found.append(Statement(executed.group(1).strip(), {}, match.group(1)))
        elif kind == "DETAIL" and waits and said.startswith("parameters: "):
            for number, whole, inner in PARAMETER.findall(said):
                found[-1].parameters[int(number)] = None if whole == "NULL" else inner.replace("''", "'")
    return found


def intakes(statements, first_words):
    """The statements of each intake: each begins with its transaction."""
    groups = []
    for statement in statements:
        if first_words in statement.text:
            groups.append([])
        if groups:
            groups[-1].append(statement)
    return groups


class Script:
    """A pgbench script out of two captured intakes. `tenant_values`: per value of the first intake that belongs to its
    tenant, the SQL that finds the same thing for tenant number :t."""

    def __init__(self, one, other, tenant_values):
        if [statement.text for statement in one] != [statement.text for statement in other]:
            raise ReplayFailed("two intakes did not send the same statements")
        self.one, self.other, self.tenant_values = one, other, tenant_values
        self.made = {}
        self.now = self._transaction_time()

    def _transaction_time(self):
        stamps = collections.Counter(
            value
            for statement in self.one
            for value in statement.parameters.values()
            if value and STAMP.fullmatch(value)
        )
        if not stamps:
            raise ReplayFailed("no statement carries the transaction's time")
        return stamps.most_common(1)[0][0]

    def statements(self):
        return [self._fill(statement, beside) for statement, beside in zip(self.one, self.other)]

    def _fill(self, statement, beside):
        def value(match):
            number = int(match.group(1))
            return self._expression(statement.parameters.get(number), beside.parameters.get(number))

        return re.sub(r"\$(\d+)", value, statement.text)

    def _expression(self, value, other):
        if value is None:
            return "NULL"
        if value in self.tenant_values:
            return self.tenant_values[value]
        if STAMP.fullmatch(value):
            return self._time(value)
        if value == other:
            return literal(value)
        if UUID.fullmatch(value):
            number = self.made.setdefault(value, len(self.made) + 1)
            return f"('{number:08x}' || lpad(to_hex(:u::bigint), 24, '0'))::uuid"
        if value.startswith("\\x"):
            size = (len(value) - 2) // 2
            if size > HASH_BYTES_MAX:
                return literal(value)
            return f"decode(lpad(to_hex(:u::bigint), {2 * size}, '0'), 'hex')"
        return f"lpad(to_hex(:u::bigint), {len(value)}, '0')"

    def _time(self, value):
        micros = round((datetime.fromisoformat(value) - datetime.fromisoformat(self.now)).total_seconds() * 1_000_000)
        return "now()" if micros == 0 else f"(now() + interval '{micros} microseconds')"

    def text(self, tenants, *, pipeline):
        lines = [
            "\\set n :n + 1",
            f"\\set t random(1, {tenants})",
            f"\\set u :run * {1 << RUN_SHIFT} + :client_id * {1 << CLIENT_SHIFT} + :n",
        ]
        lines += ["\\startpipeline"] if pipeline else []
        lines += [re.sub(r"\s+", " ", statement) + ";" for statement in self.statements()]
        lines += ["\\endpipeline"] if pipeline else []
        return "\n".join(lines) + "\n"


def literal(value):
    """An SQL literal in which pgbench finds no variable: a colon is written as its code."""
    escaped = (
        value.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a").replace("\n", "\\n").replace("\t", "\\t")
    )
    return f"E'{escaped}'"
