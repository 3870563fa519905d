"""What the long forms of the tests of faults and schedules count, as lines of the bench: the same programs, a server of their own."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

from deployment import REPOSITORY, Failed
from sla_storm import say
from table import Line

# G9 of the goals.
RECOVERED_SECONDS_BAR = 20.0
CELLS_SECONDS_MAX, CRON_SECONDS_MAX = 3_600, 900
OUTPUT_LINES_SHOWN = 20


def cell_lines(binaries):
    """Every fault three times. The test itself counts at the receiver and in the tables, and fails for a single effect that is
    lost or there twice; then there is no line at all."""
    runs = figures("test_cells.py", binaries, CELLS_SECONDS_MAX)
    for cell in dict.fromkeys(run["cell"] for run in runs):
        same = [run for run in runs if run["cell"] == cell]
        slowest = max(run["recovered_s"] for run in same)
        name = f"{cell}, {len(same)} times: as fast again"
        yield Line(name, slowest, "s", "bar", RECOVERED_SECONDS_BAR, "<=", 1.0, {"runs": same})


def cron_line(binaries):
    (run,) = figures("test_schedules.py", binaries, CRON_SECONDS_MAX)
    wrong = run["missed"] + run["doubled"]
    return Line("fires missed or doubled", wrong, "", f"fires, {run['kills']} kills", run["fires"], "<=", 0.0, run)


def figures(test, binaries, seconds):
    """What a test's long form told; Failed with the end of its output when it is red."""
    with tempfile.TemporaryDirectory(prefix="switchyard-figures-") as folder:
        told = pathlib.Path(folder) / "figures"
        wanted = {
            "SWITCHYARD_E2E_FULL": "1",
            "SWITCHYARD_FIGURES": str(told),
            "SWITCHYARD_BIN": str(pathlib.Path(binaries).resolve()),
            "SWITCHYARD_CLUSTER_SCRIPT": str(REPOSITORY / "scripts" / "cluster"),
        }
        command = [python(), "-m", "pytest", "-q", "-p", "no:cacheprovider", str(REPOSITORY / "Tests" / "EndToEnd" / test)]
        say(f"{test}, the long form")
        try:
            done = subprocess.run(
                command, env=os.environ | wanted, cwd=REPOSITORY, capture_output=True, text=True, timeout=seconds
            )
        except subprocess.TimeoutExpired as late:
            raise Failed(f"{test} is not through after {seconds} s") from late
        if done.returncode != 0:
            raise Failed(f"{test} is red:\n" + "\n".join(done.stdout.splitlines()[-OUTPUT_LINES_SHOWN:]))
        return [json.loads(line) for line in told.read_text().splitlines()]


def python():
    """The one that has the tests' packages."""
    own = REPOSITORY / ".venv" / "bin" / "python"
    return str(own) if own.exists() else sys.executable
