"""The limit of reading: pgbench sending exactly the statements that PostgreSQL saw for some requests, one pipeline each."""

import collections
import re
import time

from deployment import program, run
from replay import captured, literal

ROLE = "switchyard_api"
# pgbench takes no more scripts than that.
SCRIPTS_MAX = 100
LOG_SECONDS = 0.2


class ReadFailed(Exception):
    pass


def capture(made, cluster, client, paths):
    """For each request a script with its statements. Sent one after the other, so that what the log gains is theirs."""
    for setting, value in (("log_min_duration_statement", "0"), ("log_parameter_max_length", "-1")):
        made.sql(f"ALTER ROLE {ROLE} IN DATABASE {made.database} SET {setting} = {value}")
    made.api.terminate()
    made.api.start()
    scripts = []
    # Twice: the first fills the caches, so that the second shows what one more asks of the database.
    for is_told, path in [(False, path) for path in paths] + [(True, path) for path in paths[:SCRIPTS_MAX]]:
        time.sleep(LOG_SECONDS if is_told else 0)
        before = cluster.log.stat().st_size
        answer = client.send("GET", path)
        if answer.status != 200:
            raise ReadFailed(f"{path} is refused: {answer}")
        if is_told:
            time.sleep(LOG_SECONDS)
            with cluster.log.open(errors="replace") as log:
                log.seek(before)
                scripts.append(script(captured(log.read(), ROLE)))
    made.sql(f"ALTER ROLE {ROLE} IN DATABASE {made.database} RESET ALL")
    made.api.terminate()
    made.api.start()
    return scripts


def script(statements):
    """With the values that they had, those of a session one after the other."""
    sessions = collections.defaultdict(list)
    for statement in statements:
        sessions[statement.session].append(filled(statement.text, statement.parameters))
    return [text for texts in sessions.values() for text in texts]


def filled(text, values):
    def value(match):
        given = values.get(int(match.group(1)))
        return "NULL" if given is None else literal(given)

    return re.sub(r"\s+", " ", re.sub(r"\$(\d+)", value, text))


class ReadLimit:
    def __init__(self, made, scripts, folder):
        self.url, self.folder = made.environment["SWITCHYARD_API_DATABASE_URL"], folder
        self.files = []
        for number, statements in enumerate(scripts):
            if not statements:
                raise ReadFailed("a request was answered without the database")
            file = folder / f"read-{number}.sql"
            file.write_text("\n".join(["\\startpipeline", *(f"{text};" for text in statements), "\\endpipeline"]) + "\n")
            self.files.append(file)
        self.statements = sum(len(statements) for statements in scripts) / len(scripts)

    def run(self, clients, seconds):
        """Transactions a second, and the 99th percentile of their latency."""
        log = self.folder / "latency"
        words = f"-n -M prepared -c {clients} -j {min(2, clients)} -T {seconds} -l --log-prefix={log}".split()
        files = [word for file in self.files for word in ("-f", file)]
        output = run([program("pgbench"), *words, *files, self.url])
        figures = dict(line.split(" = ", 1) for line in output.splitlines() if " = " in line)
        if "number of failed transactions: 0 " not in output:
            raise ReadFailed(f"pgbench failed: {output}")
        times = []
        for file in self.folder.glob("latency.*"):
            times += [int(line.split()[2]) for line in file.read_text().splitlines()]
            file.unlink()
        times.sort()
        return {"rate": float(figures["tps"].split()[0]), "p99_ms": times[int(len(times) * 0.99)] / 1000}
