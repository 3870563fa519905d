"""One tenant that sends fifty times its share: what the others notice."""

import threading
import time

from client import Client
from load import drive, http_request, write_requests
from processes import postmaster
from queue_stock import percentile
from sla_storm import say
from table import Line

# Each of the others, and the noisy one.
SHARE_A_SECOND, TIMES = 10, 50
OTHERS = 10
ALONE_SECONDS, NOISY_SECONDS = 20, 60
LIMIT_A_SECOND = 4 * SHARE_A_SECOND
NOISY_CONNECTIONS = 16
P99_BAR = 1.5
CASE = b'{"customer":{"id":"noisy"},"subject":"Again","text":"Where is it?","channel":"api"}'


class NoiseFailed(Exception):
    pass


class Others:
    """Exchanges that hand in requests at an even pace, each by itself."""

    def __init__(self, made, exchanges):
        self.made, self.exchanges, self.sent = made, exchanges, 0

    def run(self, seconds):
        """Milliseconds of each request; every one of them must be taken."""
        self.sent += 1
        times, refused = [], []

        def send(exchange):
            client, began = Client(self.made.base_url, exchange.intake_key), time.monotonic()
            for number in range(seconds * SHARE_A_SECOND):
                time.sleep(max(0.0, began + number / SHARE_A_SECOND - time.monotonic()))
                name = f"{self.sent}-{number}"
                body = {"customer": {"id": name}, "subject": "Mine", "text": "Where is it?", "channel": "api"}
                start = time.monotonic()
                answer = client.send("POST", f"{exchange.path}/tickets", body, headers={"Idempotency-Key": name})
                times.append((time.monotonic() - start) * 1000)
                if answer.status != 201:
                    refused.append(answer.status)

        threads = [threading.Thread(target=send, args=(exchange,)) for exchange in self.exchanges]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if refused:
            raise NoiseFailed(f"{len(refused)} requests of the others were refused: {set(refused)}")
        return times


def noisy_line(made, cluster, folder, exchanges):
    """The others alone, beside the noisy one for a minute, and alone again; with limits that its share is a quarter of."""
    noisy, quiet = exchanges[0], Others(made, exchanges[1 : OTHERS + 1])
    limits = {f"SWITCHYARD_RATE_{subject}": str(LIMIT_A_SECOND) for subject in ("CREDENTIAL", "TENANT")}
    usual = {name: made.api.environment.get(name) for name in limits}
    restart(made, limits)
    file = folder / "noise"
    fields = [("Authorization", f"Bearer {noisy.intake_key}")]
    one = http_request("POST", f"{noisy.path}/tickets", fields, CASE)
    write_requests(file, (one for _ in range(2 * NOISY_SECONDS * SHARE_A_SECOND * TIMES)))
    found = {}

    def make_noise():
        found.update(
            drive(
                made.base_url,
                file,
                connections=NOISY_CONNECTIONS,
                seconds=NOISY_SECONDS,
                app=made.api.pid,
                server=postmaster(cluster.data),
                pause_ms=1000 * NOISY_CONNECTIONS // (SHARE_A_SECOND * TIMES),
            )
        )

    quiet.run(2)
    early = percentile(quiet.run(ALONE_SECONDS), 0.99)
    noise = threading.Thread(target=make_noise)
    noise.start()
    during = percentile(quiet.run(NOISY_SECONDS), 0.99)
    noise.join()
    late = percentile(quiet.run(ALONE_SECONDS), 0.99)
    restart(made, usual)
    if not found.get("refused"):
        raise NoiseFailed("nothing of the noisy tenant was refused")
    say(
        f"noisy tenant: {found['requests'] / found['seconds']:.0f}/s, {found['refused']} of {found['requests']} refused;"
        f" the others' p99 {early:.1f} ms alone, {during:.1f} beside it, {late:.1f} alone again, none refused"
    )
    raw = {"noise": found, "before_ms": early, "during_ms": during, "after_ms": late}
    return Line("others' p99 beside a noisy tenant", during, "ms", "alone", (early + late) / 2, "<=", P99_BAR, raw)


def restart(made, changes):
    made.api.terminate()
    for name, value in changes.items():
        if value is None:
            made.api.environment.pop(name, None)
        else:
            made.api.environment[name] = value
    made.api.start()
