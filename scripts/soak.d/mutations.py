"""scripts/soak mutations [RULE…]: breaks every rule of the clocks in one line, and shows a test that notices.

All breaks of mutations.txt are built at once into a scratch copy, each behind a switch, so that one build is enough: with
none switched on the tests must pass, and with each one alone its tests must turn red. The copy and what was built of it stay
for the next run; the repository itself is never touched. RULE limits the run to some rules, say "T5 K4".

Ends with 1 when a break is not noticed, 2 when there is nothing to try or the table is not of this source.
"""

import argparse
import dataclasses
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
TABLE = pathlib.Path(__file__).with_name("mutations.txt")
COPIED = ("Package.swift", "Package.resolved", "Sources", "Tests", "sql", "scripts")
BUILD_SECONDS_MAX = 2 * 3600
TEST_SECONDS_MAX = 600
# Of each random test: enough to notice, and quick.
SEEDS = 300
WIDTH = 64
PURPOSE = "Breaks every rule of the clocks in one line, and shows a test that notices."

SWITCH = """import Foundation

private let chosen = ProcessInfo.processInfo.environment["SWITCHYARD_MUTATION"].flatMap { Int($0) }

func isBroken(_ number: Int) -> Bool { chosen == number }
"""


class Wrong(Exception):
    """Nothing that can be tried; told without a traceback."""


@dataclasses.dataclass(frozen=True)
class Mutation:
    number: int
    rule: str
    file: str
    before: str
    expression: str
    after: str
    replacement: str
    tests: str

    @property
    def text(self):
        return self.before + self.expression + self.after

    def place(self, source):
        """First and last character of the expression in its file."""
        if source.count(self.text) != 1:
            raise Wrong(f"{self.rule}: {self.file} has this {source.count(self.text)} times: {self.text}")
        start = source.index(self.text) + len(self.before)
        return start, start + len(self.expression)

    def switched(self):
        return f"(isBroken({self.number}) ? ({self.replacement}) : ({self.expression}))"


def read_table(text):
    """The mutations, and the rules that the product does not have yet with the reason."""
    mutations, awaited = [], {}
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for block in "\n".join(lines).split("\n\n"):
        rows = [row for row in block.splitlines() if row.strip()]
        if not rows:
            continue
        if len(rows) == 1 and rows[0].startswith("~ "):
            rule, reason = rows[0][2:].split(" ", 1)
            awaited[rule] = reason
        elif [row[:2] for row in rows[1:]] == ["- ", "+ ", "? "]:
            rule, file = rows[0].split()
            before, expression, after = re.fullmatch(r"(?:(.*)«)?(.*?)(?:»(.*))?", rows[1][2:]).groups(default="")
            replacement, tests = (row[2:] for row in rows[2:])
            mutations.append(
                Mutation(len(mutations) + 1, rule, file, before, expression, after, replacement, tests)
            )
        else:
            raise Wrong("neither a mutation nor an awaited rule: " + " / ".join(rows))
    return mutations, awaited


def with_switches(source, mutations):
    places = sorted((mutation.place(source), mutation) for mutation in mutations)
    for ((_, end), one), ((start, _), other) in zip(places, places[1:]):
        if start < end:
            raise Wrong(f"{one.rule} and {other.rule} break the same expression of {one.file}")
    for (start, end), mutation in reversed(places):
        source = source[:start] + mutation.switched() + source[end:]
    return source


def files_below(root):
    for name in COPIED:
        top = root / name
        found = top.rglob("*") if top.is_dir() else [top]
        yield from (path.relative_to(root) for path in found if path.is_file() and "__pycache__" not in path.parts)


def scratch_files(mutations):
    """Path → content and mode of every file of the scratch copy."""
    contents = {path: (REPOSITORY / path).read_bytes() for path in files_below(REPOSITORY)}
    modes = {path: (REPOSITORY / path).stat().st_mode for path in contents}
    for file in {mutation.file for mutation in mutations}:
        path = pathlib.Path(file)
        if path not in contents:
            raise Wrong(f"there is no {file}")
        chosen = [mutation for mutation in mutations if mutation.file == file]
        contents[path] = with_switches(contents[path].decode(), chosen).encode()
        switch = pathlib.Path(*path.parts[:2]) / "Mutations.swift"
        contents[switch], modes[switch] = SWITCH.encode(), 0o644
    return {path: (content, modes[path]) for path, content in contents.items()}


def write_scratch(scratch, wanted):
    """Writes only what differs, so that the next build does only what it must."""
    scratch.mkdir(parents=True, exist_ok=True)
    for path in set(files_below(scratch)) - set(wanted):
        # Package.resolved, which a repository that was never built has not, saves a look at the network.
        if len(path.parts) > 1:
            (scratch / path).unlink()
    for path, (content, mode) in wanted.items():
        copy = scratch / path
        if not copy.exists() or copy.read_bytes() != content:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)
            copy.chmod(mode)


class Workshop:
    """The scratch copy, with a PostgreSQL of its own unless there is one to use."""

    def __init__(self, scratch):
        self.scratch = scratch
        self.cluster = None
        self.built_tests = None
        self.script = str(REPOSITORY / "scripts/cluster")
        self.environment = dict(
            os.environ,
            SWITCHYARD_SQL=str(scratch / "sql"),
            SWITCHYARD_CLUSTER_SCRIPT=self.script,
            SWITCHYARD_SEEDS=str(SEEDS),
            NO_COLOR="1",
        )

    def __enter__(self):
        if "SWITCHYARD_TEST_ADMIN_URL" in os.environ:
            return self
        self.cluster = subprocess.check_output([self.script, "home", f"mutations-{os.getpid()}"], text=True).strip()
        try:
            fast = dict(os.environ, SWITCHYARD_CLUSTER_FAST="1")
            subprocess.run([self.script, "start", self.cluster], check=True, env=fast)
            url = subprocess.check_output([self.script, "url", self.cluster], text=True).strip()
        except BaseException:
            self.__exit__()
            raise
        self.environment["SWITCHYARD_TEST_ADMIN_URL"] = url
        return self

    def __exit__(self, *_):
        if self.cluster:
            subprocess.run([self.script, "remove", self.cluster], check=False)

    def run(self, seconds_max, *command, **variables):
        """Exit code, None when it did not end in time; and what it said."""
        process = subprocess.Popen(
            command,
            cwd=self.scratch,
            env=dict(self.environment, **variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        try:
            said, _ = process.communicate(timeout=seconds_max)
            return process.returncode, said
        except subprocess.TimeoutExpired:
            return None, ""
        finally:
            # Whatever ended the wait, nothing of the command goes on.
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()

    def build(self):
        code, said = self.run(BUILD_SECONDS_MAX, "swift", "build", "--build-tests")
        if code != 0:
            errors = dict.fromkeys(re.findall(r"^.*error: .*", said, re.MULTILINE))
            raise Wrong("the scratch copy does not compile:\n" + ("\n".join(list(errors)[:10]) or said[-2000:]))
        _, folder = self.run(BUILD_SECONDS_MAX, "swift", "build", "--show-bin-path")
        self.built_tests = str(pathlib.Path(folder.strip().splitlines()[-1]) / "switchyardPackageTests.xctest")

    def test(self, tests, number=0):
        """Whether all passed, and which failed."""
        code, said = self.run(
            TEST_SECONDS_MAX,
            # Not `swift test`: under another environment that reads every manifest again, which takes longer than the tests.
            self.built_tests,
            "--testing-library",
            "swift-testing",
            "--filter",
            tests,
            SWITCHYARD_MUTATION=str(number),
        )
        ran = re.search(r"Test run with (\d+) tests?", said)
        if code == 0 and (not ran or int(ran[1]) == 0):
            raise Wrong(f"no test matches {tests}")
        failed = dict.fromkeys(re.findall(r"✘ Test (?!run with)(\S.*?) (?:recorded an issue|failed after|with \d+ test)", said))
        names = ", ".join(list(failed)[:3]) or ("no end in sight" if code is None else "the tests ended early")
        return code == 0, names


def try_out(mutation, workshop):
    began = time.monotonic()
    passed, names = workshop.test(mutation.tests, mutation.number)
    place = f"{mutation.file.rpartition('/')[2]}: {mutation.text.strip()}"
    print(
        f"{'MISS' if passed else 'red '} {mutation.rule:<3} {place[:WIDTH]:<{WIDTH}} "
        f"{time.monotonic() - began:4.0f} s  {'every test passed' if passed else names}",
        flush=True,
    )
    return not passed


def main():
    parser = argparse.ArgumentParser(prog="scripts/soak mutations", description=PURPOSE)
    parser.add_argument("rules", nargs="*", metavar="RULE")
    parser.add_argument(
        "--scratch",
        type=pathlib.Path,
        default=REPOSITORY / ".run" / "mutations",
        help="folder of the copy, which is overwritten; a clone that is built already saves the first build",
    )
    asked = parser.parse_args()
    mutations, awaited = read_table(TABLE.read_text())
    if unknown := set(asked.rules) - {mutation.rule for mutation in mutations} - set(awaited):
        raise Wrong("no mutation of " + ", ".join(sorted(unknown)))
    if asked.scratch.resolve() == REPOSITORY:
        raise Wrong("the scratch copy would overwrite the repository")
    chosen = [mutation for mutation in mutations if not asked.rules or mutation.rule in asked.rules]
    write_scratch(asked.scratch, scratch_files(mutations))
    with Workshop(asked.scratch) as workshop:
        workshop.build()
        passed, names = workshop.test("|".join(sorted({name for it in chosen for name in it.tests.split("|")})))
        if not passed:
            raise Wrong(f"with no rule broken the tests are red: {names}")
        missed = [mutation for mutation in chosen if not try_out(mutation, workshop)]
    for rule, reason in awaited.items():
        if not asked.rules or rule in asked.rules:
            print(f"wait {rule:<3} {reason}")
    print(f"{len(chosen)} breaks of {len({it.rule for it in chosen})} rules, {len(missed)} not noticed")
    return 1 if missed else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except Wrong as wrong:
        print(f"soak: {wrong}", file=sys.stderr)
        sys.exit(2)
