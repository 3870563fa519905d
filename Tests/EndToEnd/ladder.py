"""Who must be told what and when about a case, computed from its policy and the instants of opening, reply and
resolution alone (rules T5, E1 to E3 and E5 of the clocks, on a calendar that never closes)."""

import dataclasses
from datetime import datetime, timedelta

TOP = 4
WARNINGS = (50, 75, 90)
REPEATS_DEFAULT = 10


@dataclasses.dataclass(frozen=True, order=True)
class Step:
    at: datetime
    metric: str
    name: str
    percent: int | None = None
    rung: int | None = None


@dataclasses.dataclass(frozen=True)
class Notice:
    """One thing that has to arrive: by mail at `to`, or at the exchange's webhook when `to` is None."""

    to: str | None
    metric: str
    step: str
    at: datetime


def steps(policy, opened, ends):
    """The steps of all clocks that came before the end of their clock, in the order in which they are due.

    `ends`: metric → instant at which that clock was fulfilled, where it was."""
    start = int(policy.get("level", "L1")[1])
    found = []
    for metric, seconds in policy["targets"].items():
        breach = opened + timedelta(seconds=seconds)
        for percent in policy.get("warn", WARNINGS):
            after = -(-percent * seconds // 100)
            found.append(Step(opened + timedelta(seconds=after), metric, f"warn_{percent}", percent=percent))
        repeat = policy["repeat"]
        for count in range(repeat.get("max", REPEATS_DEFAULT) + 1):
            name = "breach" if count == 0 else f"repeat_{count}"
            rung = start + 1 + count
            found.append(Step(breach + timedelta(seconds=count * repeat["every"]), metric, name, rung=rung))
    return sorted(step for step in found if metric_open(step, ends))


def metric_open(step, ends):
    end = ends.get(step.metric)
    return end is None or step.at < end


def notices(exchange, opened, ends):
    """Everything that the steps of one case send. `exchange.person(level, role)` says who stands at a desk; there is no
    rota, so the supervisor is the lead of the level, and nobody is operations manager."""
    policy = exchange.policy
    level = int(policy.get("level", "L1")[1])
    sent = []
    for step in steps(policy, opened, ends):
        lead = exchange.person(f"L{level}", "lead")
        if step.percent is None:
            told = [lead] if step.name == "breach" else []
            if step.rung <= TOP:
                level = max(level, step.rung)
                told.append(exchange.person(f"L{level}", "agent"))
            elif step.rung == TOP + 1:
                told.append(lead)
        else:
            told = [exchange.person(f"L{level}", "agent")]
            if step.percent >= 75:
                told.append(lead)
            if step.percent >= 90 and level < TOP:
                told.append(exchange.person(f"L{level + 1}", "agent"))
        addresses = dict.fromkeys(person.email for person in told)
        sent += [Notice(address, step.metric, step.name, step.at) for address in addresses]
        sent.append(Notice(None, step.metric, step.name, step.at))
    return sent
