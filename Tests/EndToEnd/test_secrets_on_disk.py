"""A seed phrase that a customer or an agent sends on any path is nowhere afterwards: not in the database, its WAL, any
log or any mail, neither in words nor in hexadecimal or base64."""

import base64
import json
import re

import pytest

import exchange as exchanges
from client import Client, webhook_headers
from deployment import Deployment, program, psql, run, wait_until
from seed_phrases import phrase

CONSECUTIVE = 3
BETWEEN = rb"[^a-z]{1,8}"
PIECE_BYTES = 32 << 20
OVERLAP_BYTES = 4_096
SETTLE_SECONDS = 60


class Needles:
    """Three consecutive words of a phrase in order, and the whole phrase in the two usual encodings."""

    def __init__(self, words):
        triples = [words[index : index + CONSECUTIVE] for index in range(len(words) - CONSECUTIVE + 1)]
        self.patterns = [re.compile(BETWEEN.join(word.encode() for word in triple)) for triple in triples]
        for triple in triples:
            text = " ".join(triple).encode()
            self.patterns.append(re.compile(re.escape(text.hex().encode())))
            # Base64 of a part looks different at each of three positions; its first and last characters hang on what
            # is around it. Lower case, as everything is compared.
            for shift in range(3):
                code = base64.b64encode(b"\0" * shift + text)
                self.patterns.append(re.compile(re.escape(code[4 if shift else 0 : -4].lower())))

    def inside(self, content):
        content = content.lower()
        for pattern in self.patterns:
            if found := pattern.search(content):
                return content[max(0, found.start() - 60) : found.end() + 60]
        return None


def pieces(path):
    """A file in overlapping pieces; none of one that the server took away meanwhile."""
    try:
        file = open(path, "rb")
    except FileNotFoundError:
        return
    with file:
        kept = b""
        while piece := file.read(PIECE_BYTES):
            yield kept + piece
            kept = piece[-OVERLAP_BYTES:]


def places(cluster, made):
    """Everything on disk that could hold what was sent: name → contents."""
    for name, dump in (("dump", ["--format=plain"]), ("dump with inserts", ["--inserts", "--format=plain"])):
        yield name, [run([program("pg_dump"), "--no-password", *dump, made.admin_url]).encode()]
    files = [cluster.log, made.api.log, made.worker.log]
    files += [
        path for folder in (cluster.data, made.mail_folder) for path in sorted(folder.rglob("*")) if path.is_file()
    ]
    for path in files:
        yield str(path), pieces(path)


def findings(cluster, made, needles):
    psql(cluster.url, "CHECKPOINT")
    found, bytes_read, count = [], 0, 0
    for name, contents in places(cluster, made):
        count += 1
        for content in contents:
            bytes_read += len(content)
            found += [f"{label} in {name}: {hit!r}" for label, one in needles.items() if (hit := one.inside(content))]
    print(f"\nsecrets: {count} places, {bytes_read >> 20} MiB read, {len(found)} findings")
    return found


def hook(one, body):
    content = json.dumps(body).encode()
    return Client(one.base_url).send(
        "POST",
        one.source["path"],
        content=content,
        headers=webhook_headers(one.source["secret"], f"hook-{len(content)}", content),
    )


def send_everywhere(one, words):
    """The phrase on each path in; which paths answered what."""
    text, half = " ".join(words), len(words) // 2
    tickets = f"{one.path}/tickets"
    customer = {"id": "victim", "email": "victim@customers.test"}
    count = 0

    def open_case(**fields):
        nonlocal count
        count += 1
        return one.intake.send(
            "POST",
            tickets,
            {"customer": customer, "text": "Please help me.", **fields},
            headers={"Idempotency-Key": f"open-{len(words)}-{count}"},
        )

    first = open_case(text=f"My wallet is empty. My phrase is {text} and I need it back.")
    place = f"{tickets}/{first.json['id']}"
    return {
        "text": first,
        "text, a word a line": open_case(text="\n".join(f"{number}. {word}" for number, word in enumerate(words, 1))),
        "text in capitals": open_case(text=text.upper()),
        "subject": open_case(subject=text),
        "half in the subject": open_case(subject=" ".join(words[:half]), text=" ".join(words[half:])),
        "attribute": open_case(attributes={"order_id": text}) if len(text) <= 200 else None,
        "two attributes": open_case(attributes={"tx_hash": " ".join(words[:half]), "order_id": " ".join(words[half:])}),
        "customer's name": open_case(customer=dict(customer, name=text)) if len(text) <= 200 else None,
        "customer's address": (
            open_case(customer=dict(customer, id="other", address=text)) if len(text) <= 200 else None
        ),
        "customer's id": open_case(customer={"id": text}) if len(text) <= 200 else None,
        "thread": open_case(thread=text) if len(text) <= 200 else None,
        "unknown field": open_case(**{"remark": text}),
        "message": one.intake.send("POST", f"{place}/messages", {"text": f"Again: {text}"}),
        "reply": one.agent.send("POST", f"{place}/replies", {"text": f"You wrote {text}, never do that."}),
        "note": one.agent.send("POST", f"{place}/notes", {"text": f"The phrase was {text}."}),
        "webhook": hook(one, {"customer": {"id": "by-hook"}, "subject": "Help", "text": f"It is {text}."}),
        "webhook badly signed": Client(one.base_url).send(
            "POST",
            one.source["path"],
            content=json.dumps({"text": text}).encode(),
            headers=dict(
                webhook_headers(one.source["secret"], f"bad-{len(words)}", b"other"),
                **{"content-type": "application/json"},
            ),
        ),
        "broken JSON": one.intake.send("POST", tickets, content=b'{"text": "' + text.encode()),
        "search": one.agent.send("GET", f"{tickets}?q={text.replace(' ', '%20')}"),
        "idempotency key": one.intake.send(
            "POST", tickets, {"customer": customer, "text": "Hello."}, headers={"Idempotency-Key": "-".join(words)}
        ),
    }


TAKEN_IN = (
    "text",
    "text, a word a line",
    "text in capitals",
    "subject",
    "half in the subject",
    "attribute",
    "two attributes",
    "customer's name",
    "customer's address",
    "message",
    "reply",
    "note",
    "webhook",
)
REFUSED = ("customer's id", "thread", "unknown field", "webhook badly signed", "broken JSON")
SAID = ("text", "text, a word a line", "text in capitals", "subject", "half in the subject", "message", "webhook")


@pytest.fixture
def made(own_cluster, tmp_path):
    with Deployment(own_cluster.url, tmp_path) as one:
        yield one.start()


def settled(made):
    return made.value("SELECT count(*) FROM switchyard.job WHERE run_at <= now()") == 0


@pytest.mark.timeout(240)
def test_a_seed_phrase_is_nowhere_on_disk(made, own_cluster):
    operator = Client(made.base_url, made.operator_key())
    one = exchanges.found(operator, "vault", source=True)
    needles = {}
    for length in (12, 24):
        words = phrase(length)
        needles[f"{length} words"] = Needles(words)
        answers = {name: answer for name, answer in send_everywhere(one, words).items() if answer is not None}
        for name, answer in answers.items():
            wanted = (200, 201, 202) if name in TAKEN_IN else (400, 401, 422) if name in REFUSED else (200, 201, 422)
            assert answer.status in wanted, f"{name}: {answer}"
            assert needles[f"{length} words"].inside(answer.content) is None, f"{name} answers it: {answer}"
        for name in SAID:
            assert answers[name].json.get("secrets_removed"), f"{name}: {answers[name]}"
    wait_until(lambda: settled(made), SETTLE_SECONDS, "every delivery is done")
    assert list(made.mail_folder.rglob("*")), "the reply and the warnings have to be in the mail folder"
    made.api.terminate()
    made.worker.terminate()
    assert findings(own_cluster, made, needles) == []
    prove_the_search(made, own_cluster)


def prove_the_search(made, cluster):
    """The same search finds a phrase that was stored in the clear, in the dump, the tables and the WAL."""
    words = phrase(12)
    made.sql(
        f"CREATE TABLE public.control AS SELECT '{' '.join(words)}'::text AS plain, '{' '.join(words)}'::bytea AS bytes"
    )
    found = findings(cluster, made, {"control": Needles(words)})
    assert any("in dump" in one for one in found), found
    assert any("pg_wal" in one for one in found), found
    hidden = base64.b64encode(b"x" + " ".join(words).encode() + b"y")
    assert Needles(words).inside(hidden) and Needles(words).inside(" ".join(words).encode().hex().encode())
