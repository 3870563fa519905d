"""wrk with requests prepared in a file."""

import json
import os
import pathlib
import resource
import subprocess

from processes import busy_seconds, cpu_seconds

HERE = pathlib.Path(__file__).resolve().parent
RUN_SECONDS_MAX = 120
TIMEOUT_SECONDS = 15
GRACE_SECONDS = 30


class LoadFailed(Exception):
    pass


def http_request(method, path, headers, body):
    """One HTTP/1.1 request, byte for byte."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def write_requests(path, requests):
    with open(path, "wb") as file:
        for request in requests:
            file.write(b"%d\n" % len(request))
            file.write(request)


def drive(base_url, file, *, connections, seconds, app, server, pause_ms=0):
    """Sends what is in `file` for `seconds`; figures of the run. `app` and `server` are process ids, roots of trees. A connection
    pauses before each request."""
    if not 0 < seconds <= RUN_SECONDS_MAX:
        raise LoadFailed(f"a run lasts 1 to {RUN_SECONDS_MAX} s")
    before = (cpu_seconds(app), cpu_seconds(server), own_children(), busy_seconds())
    done = subprocess.run(
        [
            "wrk",
            "-t",
            "1",
            "-c",
            str(connections),
            "-d",
            f"{seconds}s",
            "--timeout",
            f"{TIMEOUT_SECONDS}s",
            "-s",
            str(HERE / "prepared.lua"),
            base_url,
        ],
        env=dict(os.environ, LOAD_FILE=str(file), LOAD_PAUSE_MS=str(pause_ms)),
        capture_output=True,
        text=True,
        timeout=seconds + TIMEOUT_SECONDS + GRACE_SECONDS,
    )
    after = (cpu_seconds(app), cpu_seconds(server), own_children(), busy_seconds())
    line = next((text for text in done.stdout.splitlines() if text.startswith("LOAD ")), None)
    if line is None:
        raise LoadFailed(f"wrk: {done.stdout} {done.stderr}")
    run = json.loads(line[5:])
    if run["spent"]:
        raise LoadFailed("the prepared requests ran out before the time")
    answered = max(run["requests"] - run["refused"], 1)
    run["good"] = run["requests"] - run["refused"]
    run["rate"] = run["good"] / run["seconds"]
    run["errors"] = run["refused"] + run["broken"]
    spent = [now - was for was, now in zip(before, after)]
    for name, seconds_used in zip(("app", "server", "client"), spent):
        run[f"{name}_cpu_ms"] = seconds_used * 1000 / answered
    # On a quiet machine nearly 0: otherwise rates are too low, and only CPU a request means something.
    run["cores_used_by_others"] = max(0.0, spent[3] - sum(spent[:3])) / run["seconds"]
    run["connections"] = connections
    return run


def own_children():
    """CPU seconds of children that ended: wrk is one by now."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
