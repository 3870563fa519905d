"""What the two programs tell systemd, over a socket as systemd gives it: ready when they are, alive while they move, stopping."""

import contextlib
import secrets
import socket
import time

import pytest

from deployment import wait_until

TERM_SECONDS = 1.5


@pytest.fixture
def notify():
    """The socket's name and what came over it."""
    name = f"switchyard-test-{secrets.token_hex(8)}"
    with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as receiver:
        # A name of the kernel's: a file's may be too long.
        receiver.bind("\0" + name)
        receiver.setblocking(False)
        words = []

        def heard():
            with contextlib.suppress(BlockingIOError):
                while True:
                    words.append(receiver.recv(256).decode())
            return words

        yield "@" + name, heard


def supervised(tier, name):
    tier.environment = dict(
        tier.environment, NOTIFY_SOCKET=name, WATCHDOG_USEC=str(int(TERM_SECONDS * 1_000_000))
    )
    return tier


@pytest.mark.parametrize("program", ["worker", "api"])
def test_a_program_tells_when_it_is_ready_alive_and_stopping(deploy, notify, program):
    name, heard = notify
    made = deploy().create()
    tier = supervised(getattr(made, program), name)
    tier.start(healthy=False)
    wait_until(lambda: "READY=1" in heard(), 20, "it is ready")
    assert tier.health() == 200
    if program == "worker":
        assert made.value("SELECT count(*) FROM switchyard.worker_lease WHERE expires_at > now()") == 1
    before, began = heard().count("WATCHDOG=1"), time.monotonic()
    wait_until(lambda: heard().count("WATCHDOG=1") >= before + 4, 20, "it is alive")
    assert time.monotonic() - began < 4 * TERM_SECONDS
    assert tier.terminate() == 0
    assert heard().count("READY=1") == 1
    assert heard().count("STOPPING=1") == 1
