"""The storm's limit: a SQL script that writes the very same rows.

A run of the worker is taken apart first: what it added and what it changed is kept, in batches of cases in the order of
their alarms, in the schema `storm`. The script then locks a batch's cases and writes those rows, table by table, set by
set, as the worker's role behind the same wall. Afterwards both databases hold the same rows, and that is checked."""

import os
import subprocess

from deployment import Failed, program, psql, run
from sla_stock import columns

BATCH = 500
# Nothing but look-ups by key is wanted, whatever the planner thinks of fresh tables.
PLANS = "-c enable_hashjoin=off -c enable_mergejoin=off -c enable_seqscan=off"
# What the worker changes, with the keys, and what it adds. A table that is not here and changes all the same ends the bench.
CHANGED = {"ticket": ("tenant_id", "id"), "sla_cycle": ("tenant_id", "ticket_id", "metric", "cycle_key")}
ALARM = ("sla_timer", ("tenant_id", "ticket_id"))
ADDED = ("event", "fact_stale", "sla_step", "delivery", "job", "notice")
# Given by the server.
UNTOLD = {"event": ("transaction_id",)}
CLIENT_SECONDS_MAX = 300


def names(url, table):
    return [name for name, _ in columns(url, table) if name not in UNTOLD.get(table, ())]


def counts(url):
    """Rows of every table behind the wall."""
    tables = [
        name
        for (name,) in psql(
            url,
            "SELECT relname FROM pg_class WHERE relnamespace = 'switchyard'::regnamespace AND relkind IN ('r', 'p')",
        )
    ]
    words = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM switchyard.{name}" for name in tables)
    return {name: int(count) for name, count in psql(url, words)}


def capture(done_url, base_url):
    """Keeps in the base what a worker's run made of a copy of it."""
    before, after = counts(base_url), counts(done_url)
    foreign = [name for name in after if after[name] != before[name] and name not in (*ADDED, ALARM[0])]
    if foreign:
        raise Failed(f"the worker writes to tables that the script leaves out: {', '.join(foreign)}")
    psql(base_url, "CREATE SCHEMA storm; GRANT USAGE ON SCHEMA storm TO switchyard_worker")
    for table in (*CHANGED, ALARM[0], *ADDED):
        fetch(done_url, base_url, table)
    psql(
        base_url,
        f"""
        CREATE TABLE storm.member AS
        SELECT m.tenant_id, m.ticket_id, (dense_rank() OVER (ORDER BY m.tenant_id, m.part) - 1)::int AS batch
        FROM (SELECT tenant_id, id AS ticket_id,
                  (row_number() OVER (PARTITION BY tenant_id ORDER BY number) - 1) / {BATCH} AS part
              FROM bench.copy) m;
        CREATE TABLE storm.batch AS SELECT DISTINCT batch, tenant_id FROM storm.member;
        CREATE UNIQUE INDEX ON storm.batch (batch);
        CREATE INDEX ON storm.member (batch);
        """,
    )
    changed = {table: keep_changes(base_url, table, key) for table, key in CHANGED.items()}
    for table in (*CHANGED, ALARM[0], *ADDED):
        made, owner = f"storm.new_{table} r", "r.id" if table == "ticket" else "r.ticket_id"
        if table == "job":
            # It is its delivery's, which is kept by then.
            made, owner = f"{made} JOIN storm.delivery d ON d.id = r.subject_id", "d.ticket_id"
        psql(
            base_url,
            f"""
            CREATE TABLE storm.{table} AS SELECT m.batch, r.* FROM {made}
            JOIN storm.member m ON m.tenant_id = r.tenant_id AND m.ticket_id = {owner} ORDER BY m.batch;
            DROP TABLE storm.new_{table};
            CREATE INDEX ON storm.{table} (batch);
            """,
        )
    psql(base_url, "GRANT SELECT ON ALL TABLES IN SCHEMA storm TO switchyard_worker")
    psql(base_url, "VACUUM (ANALYZE)")
    return changed


def fetch(done_url, base_url, table):
    """The rows of a table that are not in the base as they are."""
    told = ", ".join(names(done_url, table))
    psql(base_url, f"CREATE TABLE storm.new_{table} AS SELECT {told} FROM switchyard.{table} LIMIT 0")
    reader = subprocess.Popen(
        ["psql", done_url, "-XAtqc", f"COPY (SELECT {told} FROM switchyard.{table}) TO STDOUT"], stdout=subprocess.PIPE
    )
    with reader:
        subprocess.run(
            ["psql", base_url, "-XAtqc", f"COPY storm.new_{table} FROM STDIN"],
            stdin=reader.stdout,
            check=True,
            timeout=CLIENT_SECONDS_MAX,
        )
    if reader.returncode != 0:
        raise Failed(f"{table} could not be read")
    if table in ADDED:
        # By their ids: an order and a hash of rows would cost minutes.
        key = {"event": ("ticket_id", "case_seq")}.get(table)
        if key:
            on = " AND ".join(f"o.{name} = n.{name}" for name in key)
            psql(
                base_url,
                f"DELETE FROM storm.new_{table} n USING switchyard.{table} o WHERE o.tenant_id = n.tenant_id AND {on}",
            )


def keep_changes(base_url, table, key):
    """Leaves only rows that differ, and answers the columns that do anywhere."""
    told = names(base_url, table)
    on = " AND ".join(f"o.{name} = n.{name}" for name in key)
    same = " AND ".join(f"o.{name} IS NOT DISTINCT FROM n.{name}" for name in told)
    psql(base_url, f"DELETE FROM storm.new_{table} n USING switchyard.{table} o WHERE {on} AND {same}")
    differs = ", ".join(f"count(*) FILTER (WHERE o.{name} IS DISTINCT FROM n.{name})" for name in told)
    (found,) = psql(base_url, f"SELECT {differs} FROM storm.new_{table} n JOIN switchyard.{table} o ON {on}")
    return [name for name, count in zip(told, found) if int(count)]


def script(url, changed):
    """One transaction a batch; `n` counts a client's transactions from 0."""
    lines = [
        r"\set n :n + 1",
        r"\set batch :n * :clients + :client_id",
        "BEGIN;",
        "SELECT e.settings_revision FROM storm.batch b,"
        " switchyard.enter_tenant(b.tenant_id, NULL, NULL, NULL, NULL, NULL) e WHERE b.batch = :batch;",
        "SELECT count(*) FROM (SELECT k.id FROM storm.member m JOIN switchyard.sla_timer t ON t.tenant_id = m.tenant_id"
        " AND t.ticket_id = m.ticket_id JOIN switchyard.ticket k ON k.tenant_id = m.tenant_id AND k.id = m.ticket_id"
        " WHERE m.batch = :batch AND t.wake_at <= now() FOR UPDATE OF k SKIP LOCKED) locked;",
    ]
    for table, key in (*CHANGED.items(), ALARM):
        sets = ", ".join(f"{name} = n.{name}" for name in changed.get(table, ["wake_at"]))
        on = " AND ".join(f"o.{name} = n.{name}" for name in key)
        lines.append(f"UPDATE switchyard.{table} o SET {sets} FROM storm.{table} n WHERE n.batch = :batch AND {on};")
    for table in ADDED:
        told = ", ".join(names(url, table))
        lines.append(f"INSERT INTO switchyard.{table} ({told}) SELECT {told} FROM storm.{table} WHERE batch = :batch;")
    return "\n".join([*lines, "COMMIT;", ""])


def batches(url):
    return int(psql(url, "SELECT count(*) FROM storm.batch")[0][0])


def play(role_url, file, batch_count, clients):
    """Plays the whole script; seconds it took."""
    rounds = -(-batch_count // clients)
    words = f"-n -M prepared -c {clients} -j {min(2, clients)} -t {rounds} -D n=-1 -D clients={clients}".split()
    output = run(
        [program("pgbench"), *words, "-f", file, role_url], env=dict(os.environ, PGOPTIONS=PLANS), seconds=CLIENT_SECONDS_MAX
    )
    figures = dict(line.split(" = ", 1) for line in output.splitlines() if " = " in line)
    if "number of failed transactions: 0 " not in output:
        raise Failed(f"pgbench: {output}")
    return rounds * clients / float(figures["tps"].split()[0])


def written(url):
    """Rows and a sum over their contents, table by table, to compare what two runs left."""
    found = {}
    for table in (*CHANGED, ALARM[0], *ADDED):
        told = ", ".join(f"t.{name}" for name in names(url, table))
        ((count, mark),) = psql(
            url,
            f"SELECT count(*), coalesce(sum(hashtextextended(ROW({told})::text, 0)::numeric), 0)"
            f" FROM switchyard.{table} t",
        )
        found[table] = int(count), mark
    return found
