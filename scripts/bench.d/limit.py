"""pgbench in place of the API: the same statements, as steps and as one pipeline."""

import re
import sys

from deployment import program, run
from replay import ReplayFailed, Script, captured, intakes

JUDGED = (8, 32)
CAPTURED_INTAKES = 3
FIRST_STATEMENT = "BEGIN"
ROLE = "switchyard_api"
UNCOUNTED = ("BEGIN", "COMMIT")


def say(words):
    print(f"bench: {words}", file=sys.stderr, flush=True)


def array_function(made, name, kind, values):
    """Row number → value, as an array inside an inlined function: nothing is read for it."""
    items = ",".join(values)
    made.sql(
        f"CREATE FUNCTION bench.{name}(integer) RETURNS {kind} LANGUAGE sql IMMUTABLE AS"
        f" $$ SELECT ('{{{items}}}'::{kind}[])[$1] $$"
    )


def capture(made, cluster, signer, sources):
    """The statements of one intake with their parameters, from the server's log; and what pg_stat_statements counts."""
    made.sql("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
    for setting, value in (("log_min_duration_statement", "0"), ("log_parameter_max_length", "-1")):
        made.sql(f"ALTER ROLE {ROLE} IN DATABASE {made.database} SET {setting} = {value}")
    made.api.terminate()
    made.api.start()
    for source in sources[:2]:
        for _ in range(CAPTURED_INTAKES):
            signer.send_one(made.base_url, source)
    made.api.terminate()
    made.sql(f"ALTER ROLE {ROLE} IN DATABASE {made.database} RESET ALL")
    made.api.start()
    groups = intakes(captured(cluster.log.read_text(errors="replace"), ROLE), FIRST_STATEMENT)
    if len(groups) != 2 * CAPTURED_INTAKES:
        raise ReplayFailed(f"{len(groups)} intakes in the log, not {2 * CAPTURED_INTAKES}")
    # Not the last of the first source: behind it the second source is looked up, which happens once a process.
    one, other = groups[CAPTURED_INTAKES - 2], groups[-1]
    made.sql("CREATE SCHEMA bench")
    made.sql(f"GRANT USAGE ON SCHEMA bench TO {ROLE}")
    array_function(made, "tenant", "uuid", [source["tenant"] for source in sources])
    array_function(made, "source", "uuid", [source["id"] for source in sources])
    array_function(made, "address", "text", [source["address"] for source in sources])
    first = sources[0]
    return Script(
        one,
        other,
        {first["tenant"]: "bench.tenant(:t)", first["id"]: "bench.source(:t)", first["address"]: "bench.address(:t)"},
    )


def counted(made, intakes_done):
    """Statements per intake as pg_stat_statements has them since its reset."""
    rows = made.sql(
        "SELECT s.calls, regexp_replace(s.query, '\\s+', ' ', 'g') FROM pg_stat_statements s"
        f" JOIN pg_roles r ON r.oid = s.userid JOIN pg_database d ON d.oid = s.dbid"
        f" WHERE r.rolname = '{ROLE}' AND d.datname = '{made.database}' AND s.toplevel ORDER BY s.calls DESC LIMIT 100"
    )
    return [(int(calls) / intakes_done, query) for calls, query in rows]


def shape(text):
    """A statement without its constants: the server counts one under numbers of its own where it has analysed it anew."""
    return re.sub(r"\$?\b\d+\b", "?", " ".join(text.split()))


def check_replay(script, per_intake):
    """The replay sends what was counted: the same statements, each as often. BEGIN and COMMIT are left out of it: of a
    prepared utility statement the server counts the first execution only."""
    replayed = {}
    for statement in script.one:
        text = shape(statement.text)
        replayed[text] = replayed.get(text, 0) + 1
    seen = {shape(query): calls for calls, query in per_intake if calls >= 0.05}
    odd = [
        f"{query} ({calls:.2f} an intake)"
        for query, calls in seen.items()
        if query not in UNCOUNTED and abs(replayed.get(query, 0) - calls) > 0.05
    ]
    odd += [f"{text} (not counted)" for text in replayed if text not in seen and text not in UNCOUNTED]
    if odd:
        raise ReplayFailed(f"statements that the replay does not repeat as the API sends them: {odd}")


class Limit:
    """pgbench with the two scripts."""

    def __init__(self, made, script, tenants, folder):
        self.made, self.url = made, made.environment["SWITCHYARD_API_DATABASE_URL"]
        self.runs = 0
        self.files = {}
        for name, pipeline in (("steps", False), ("pipeline", True)):
            self.files[name] = folder / f"{name}.sql"
            self.files[name].write_text(script.text(tenants, pipeline=pipeline))

    def rate(self, name, clients, seconds):
        self.runs += 1
        before = stored_cases(self.made)
        threads = min(2, clients)
        words = f"-n -M prepared -c {clients} -j {threads} -T {seconds} -D n=0 -D run={self.runs}".split()
        output = run([program("pgbench"), *words, "-f", self.files[name], self.url])
        figures = dict(line.split(" = ", 1) for line in output.splitlines() if " = " in line)
        done = next(
            line for line in output.splitlines() if line.startswith("number of transactions actually processed: ")
        )
        stored = stored_cases(self.made) - before
        if "number of failed transactions: 0 " not in output or stored != int(done.rpartition(" ")[2]):
            raise ReplayFailed(f"pgbench stored {stored} cases: {output}")
        rate = float(figures["tps"].split()[0])
        say(f"pgbench {name} with {clients:>2} clients: {rate:.0f}/s")
        return rate


def stored_cases(made):
    return int(made.sql("SELECT count(*) FROM switchyard.receipt WHERE status = 202")[0][0])
