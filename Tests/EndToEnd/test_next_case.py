"""Two hundred people of three clients ask for the next case at the same moment: nobody is given what another has, and nobody is
given anything while something more urgent that suits them lies free the whole time."""

import io
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

import exchange
from client import Client

ASKERS, FOUNDERS = 200, 8
LANGUAGES = ("en", "de")
# More of one language than speak it, fewer of the other.
CASES = {"en": 130, "de": 70}
PROMISED_SECONDS = {"night": 7_200, "day": 3_600, "fast": 900}
# One machine asks for all of them.
UNLIMITED = {f"SWITCHYARD_RATE_{subject}": "1000000" for subject in ("CREDENTIAL", "TENANT", "ADDRESS")}


@pytest.fixture(scope="module")
def made(deploy_for_module):
    return deploy_for_module(**UNLIMITED).start()


@pytest.fixture(scope="module")
def clients(made):
    operator = Client(made.base_url, made.operator_key())
    return [
        exchange.found(operator, slug, policy={"targets": {"first_reply": seconds}})
        for slug, seconds in PROMISED_SECONDS.items()
    ]


@pytest.fixture(scope="module")
def askers(made, clients):
    """Each of one language, with a grant at every client, at the desk."""
    operator = Client(made.base_url, made.operator_key())
    table = io.StringIO("email,name,tenant,role,level,languages\n")
    table.seek(0, io.SEEK_END)
    for number in range(ASKERS):
        for one in clients:
            language = LANGUAGES[number % len(LANGUAGES)]
            table.write(f"asker.{number}@desk.test,Asker {number},{one.slug},agent,L1,{language}\n")
    done = operator.send(
        "POST", "/v1/people/table", content=table.getvalue().encode(), headers={"Content-Type": "text/csv"}
    )
    assert done.status == 200, done
    people = {row["email"]: row["id"] for row in operator.pages("/v1/people") if row["email"].startswith("asker.")}
    assert len(people) == ASKERS

    def at_the_desk(number):
        person = people[f"asker.{number}@desk.test"]
        client = Client(made.base_url, operator.call("POST", f"/v1/people/{person}/keys", {"name": "desk"})["key"])
        client.call("PUT", "/v1/presence", {"state": "available"})
        return client

    with ThreadPoolExecutor(FOUNDERS) as founders:
        return list(founders.map(at_the_desk, range(ASKERS)))


@pytest.fixture(scope="module")
def cases(made, clients):
    """Places of all cases, the most urgent first."""
    wanted = [(language, number) for language, count in CASES.items() for number in range(count)]

    def opened(wish):
        language, number = wish
        owner = clients[number % len(clients)]
        body = {"customer": {"id": f"{language}-{number}"}, "text": "Where is it?", "language": language}
        owner.intake.insist("POST", f"{owner.path}/tickets", body, once=f"{language}-{number}")

    with ThreadPoolExecutor(FOUNDERS) as senders:
        list(senders.map(opened, wanted))
    rows = made.rows("SELECT id::text AS id, language FROM switchyard.ticket ORDER BY urgent_at, id")
    assert Counter(language for _, language in rows) == CASES
    return rows


class Question:
    def __init__(self, client, language, together):
        together.wait()
        self.language, self.began = language, time.time()
        answer = client.send("POST", "/v1/queue/next", {})
        self.ended = time.time()
        assert answer.status == 200, answer
        self.case = answer.json.get("case", {}).get("id")


@pytest.mark.timeout(300)
def test_nobody_is_given_what_another_has_or_less_than_the_most_urgent(made, askers, cases, tell):
    together = threading.Barrier(ASKERS)
    began = time.monotonic()
    with ThreadPoolExecutor(ASKERS) as pool:
        questions = list(
            pool.map(
                lambda number: Question(askers[number], LANGUAGES[number % len(LANGUAGES)], together), range(ASKERS)
            )
        )
    seconds = time.monotonic() - began
    given = [question.case for question in questions if question.case]
    assert len(set(given)) == len(given), "a case was given to two"
    # As many of each language ask: who speaks the one all get something, of the other all cases go.
    asking = ASKERS // len(LANGUAGES)
    assert len(given) == sum(min(count, asking) for count in CASES.values())

    # From its own transaction on a case was not free any more, at the latest when that was over.
    taken = dict(
        made.rows(
            "SELECT ticket_id::text AS id, extract(epoch FROM max(recorded_at))::float AS at FROM switchyard.event"
            " WHERE kind = 'assigned' GROUP BY 1"
        )
    )
    assert taken.keys() == set(given)
    places = {case: place for place, (case, _) in enumerate(cases)}
    passed_over = [
        (question.case, case)
        for question in questions
        for case, language in cases
        if language == question.language
        and (question.case is None or places[case] < places[question.case])
        and taken.get(case, float("inf")) > question.ended
    ]
    assert not passed_over, f"{len(passed_over)} more urgent ones lay free, first {passed_over[0]}"
    times = sorted(question.ended - question.began for question in questions)
    tell(
        f"next case: {ASKERS} at once, {len(cases)} cases of {len(PROMISED_SECONDS)} clients: {len(given)} given in"
        f" {seconds:.1f} s, p50 {times[len(times) // 2]:.2f} s, slowest {times[-1]:.2f} s; none twice, none passed over",
        askers=ASKERS, cases=len(cases), given=len(given), seconds=round(seconds, 2), slowest_s=round(times[-1], 2),
    )
