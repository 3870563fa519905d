"""A desk in use: an exchange whose cases are answered through the API, and whose answers go to a receiver on this machine."""

import contextlib
import dataclasses
import json
import pathlib
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import exchange
from client import Client
from deployment import Failed, Tier

HANDS = 8
END_SECONDS_MAX = 30
RECEIVER = pathlib.Path(__file__).with_name("queue_receiver.py")


class Receiver:
    """The process of queue_receiver.py; as a context it is gone in the end."""

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, str(RECEIVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def expect(self, secret):
        self.process.stdin.write(secret + "\n")
        self.process.stdin.flush()
        if self.process.stdout.readline() != "ready\n":
            raise Failed("the receiver did not begin")

    def close(self):
        """What it received; all of it was signed, and nothing came twice."""
        output, _ = self.process.communicate(timeout=END_SECONDS_MAX)
        found = json.loads(output)
        if found["repeated"] or found["refused"]:
            raise Failed(f"the receiver had {found['repeated']} webhooks twice and refused {found['refused']}")
        return found


@dataclasses.dataclass
class Desk:
    exchange: exchange.Exchange
    tickets: list
    receiver: Receiver
    api: Tier

    def reply(self, number):
        ticket = self.tickets[number % len(self.tickets)]
        path = f"{self.exchange.path}/tickets/{ticket}/replies"
        self.exchange.agent.insist("POST", path, {"text": f"Answer number {number}."}, once=f"reply-{number}")

    def reply_all(self, numbers, a_second=None):
        """From several hands; `a_second` evenly, or as fast as they are taken."""
        began, first = time.monotonic(), numbers[0]

        def one(number):
            if a_second:
                time.sleep(max(0.0, began + (number - first) / a_second - time.monotonic()))
            self.reply(number)

        with ThreadPoolExecutor(HANDS) as hands:
            for done in [hands.submit(one, number) for number in numbers]:
                done.result()


@contextlib.contextmanager
def open_desk(ground, name, operator_key, cases):
    """The API on that database, cases that wait for an answer, and the receiver; and what a worker needs to reach it."""
    with Receiver() as receiver, ground.api(name) as api:
        operator = Client(ground.made.base_url, operator_key)
        url = f"http://127.0.0.1:{receiver.port}/reply"
        one = exchange.found(operator, "desk-in-use", endpoints={"reply": url})
        receiver.expect(one.endpoints["reply"])

        def open_case(number):
            body = {"customer": {"id": f"customer-{number}"}, "subject": "Late", "text": "Where is it?", "channel": "api"}
            return one.intake.insist("POST", f"{one.path}/tickets", body, once=f"case-{number}")["id"]

        with ThreadPoolExecutor(HANDS) as hands:
            tickets = list(hands.map(open_case, range(cases)))
        yield Desk(one, tickets, receiver, api)


def reaches(desk):
    """A worker's settings for jobs alone that lets it reach the receiver."""
    return {"SWITCHYARD_EGRESS_ALLOW": f"127.0.0.1/32:{desk.receiver.port}"}
