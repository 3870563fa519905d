"""Words of five languages, searched over HTTP in the imported reviews: exactly the cases that a plain search finds."""
import re
import unicodedata
from urllib.parse import quote

import pytest

from client import Client

# Written without spaces: found anywhere in a run.
SUBSTRINGS = ["提现", "客服", "账号", "交易所"]
WORDS = ["деньги", "не", "гроші", "додаток", "saya", "uang", "dinheiro", "não"]
# Scripts without spaces end a word as a space does.
RUN = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"


def folded(text):
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text or "").casefold())


def has(text, word):
    if word in SUBSTRINGS:
        return word in text
    letter = f"[^\\W{RUN}]"
    return re.search(f"(?<!{letter}){re.escape(word)}(?!{letter})", text) is not None


@pytest.fixture(scope="module")
def found(deploy_for_module, history):
    made = deploy_for_module().create()
    made.control("import", str(history), "--create-tenants")
    made.api.start()
    operator = Client(made.base_url, made.operator_key())
    slugs = [slug for (slug,) in made.rows("SELECT slug FROM directory.tenant")]
    names = dict(made.rows("SELECT id, thread FROM switchyard.ticket"))

    def search(word):
        paths = [f"/v1/tenants/{slug}/tickets?q={quote(word)}" for slug in slugs]
        hits = [item["id"] for path in paths for item in operator.pages(path)]
        assert len(hits) == len(set(hits)), "a case came twice"
        return {names[hit] for hit in hits}

    return search


@pytest.mark.timeout(600)
@pytest.mark.parametrize("word", SUBSTRINGS + WORDS)
def test_search_finds_what_a_plain_search_finds(found, reviews, word):
    wanted = folded(word)
    expected = {
        row["id"] for row in reviews
        if any(has(folded(row[field]), wanted) for field in ("title", "narrative", "reply_text"))
    }
    assert expected, "the word occurs"
    assert found(word) == expected
