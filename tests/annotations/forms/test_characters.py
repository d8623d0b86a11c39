"""Names, notes and statements that look empty or hold unusable characters are refused."""

import re
from html import unescape

import pytest

from annotations.models import Claim, Evidence, Origin, Passage, SavedSearch, Tag
from corpus.models import Person
from tests.support.claim_pages import signed_in
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_tag,
)
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

TEXT = "Kabul\u200b\u2060\ufeff\u00adfell \u200b\u3164 at dawn."
INVISIBLE = "\u200b \u2060\ufeff\u00ad"
LOOKS_EMPTY = "This has only characters that nobody can see."
CONTROL = "It contains a control character (U+0001) at position 3. Remove it."
NUL = "It contains the character NUL (U+0000) at position 0. Remove it."
BROKEN = [
    (INVISIBLE, LOOKS_EMPTY),
    ("Kab\x01ul", CONTROL),
    ("\x00", NUL),
    ("\x1c", "It contains a control character (U+001C) at position 0. Remove it."),
    ("a\ufdd0", "It contains a code that is no character (U+FDD0) at position 1. Remove it."),
]


@pytest.fixture
def editor():
    return signed_in(EDITORS)


def errors(response):
    """The messages at fields. The page repeats what was typed, so that it is no valid HTML."""
    assert response.status_code == 422
    pattern = r'<span class="field__error" id="[^"]+">([^<]+)</span>'
    return [unescape(message) for message in re.findall(pattern, response.content.decode())]


@pytest.mark.parametrize(("typed", "message"), BROKEN)
@pytest.mark.parametrize("field", ["tags", "new_people", "new_speakers", "note"])
def test_a_passage_is_not_saved(editor, field, typed, message):
    article = make_article("Kabul fell at dawn.")
    fields = {"revision": 1, "start": 0, "end": 5, "quote": "Kabul", field: typed}
    response = editor.post(f"/articles/{article.public_id}/passages/", fields)
    assert errors(response) == [message]
    assert (Passage.objects.count(), Tag.objects.count(), Person.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("quote", ["\u200b\u2060\ufeff\u00ad", " \u200b\u3164 "])
def test_words_that_look_empty_are_no_passage(editor, quote):
    article = make_article(TEXT)
    start = TEXT.index(quote)
    fields = {"revision": 1, "start": start, "end": start + len(quote), "quote": quote}
    for sent in (fields, {"quote": quote}):
        response = editor.post(f"/articles/{article.public_id}/passages/", sent)
        assert errors(response) == ["The passage is empty: select at least one word."]
    passage = make_passage(article, "Kabul")
    move = {"do": "move", "version": 1, **fields}
    response = editor.post(f"/passages/{passage.public_id}/mend/", move)
    assert response.status_code == 422
    passage.refresh_from_db()
    assert (Passage.objects.count(), passage.quote, passage.version) == (1, "Kabul", 1)


@pytest.mark.parametrize(("typed", "message"), BROKEN)
@pytest.mark.parametrize("field", ["statement", "new_speaker", "attribution", "verdict", "tags"])
def test_a_claim_is_not_saved(editor, field, typed, message):
    response = editor.post("/claims/new/", {"statement": "Kabul fell.", field: typed})
    assert errors(response) == [message]
    assert Claim.objects.count() == 0


@pytest.mark.parametrize(("typed", "message"), BROKEN)
@pytest.mark.parametrize("field", ["new_origin", "why"])
def test_evidence_is_not_saved(editor, field, typed, message):
    evidence = make_evidence(make_claim(), make_passage())
    address = f"/evidence/{evidence.public_id}/edit/"
    response = editor.post(address, {"stance": "reports", "version": 1, field: typed})
    assert errors(response) == [message]
    assert (Origin.objects.count(), Evidence.objects.get().why) == (0, "")


@pytest.mark.parametrize(("typed", "message"), BROKEN)
@pytest.mark.parametrize("field", ["name", "definition"])
def test_a_tag_is_not_saved(editor, field, typed, message):
    response = editor.post("/tags/new/", {"name": "convoy", field: typed})
    assert errors(response) == [message]
    assert Tag.objects.count() == 0


def test_a_tag_of_the_same_look_is_not_made(editor):
    make_tag("convoy")
    response = editor.post("/tags/new/", {"name": "con\u200bvoy\u200e"})
    assert errors(response) == ["A tag “convoy” already exists."]


def test_a_search_that_looks_empty_says_so(editor):
    response = editor.get("/search/", {"q": INVISIBLE})
    notes = [" ".join("".join(each.itertext()).split()) for each in parse(response).iter()]
    assert "The search has only characters that nobody can see." in notes
    editor.post("/search/saved/", {"name": INVISIBLE, "query": "q=x"})
    assert SavedSearch.objects.count() == 0


def test_what_is_typed_is_stored_as_it_is_seen(editor):
    article = make_article("Kabul fell at dawn.")
    persian = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    fields = {"revision": 1, "start": 0, "end": 5, "quote": "Kabul", "note": "One\r\ntwo\u200e."}
    names = {"tags": f"con\u200bvoy, {persian}", "new_speakers": "Kabulov\u200e"}
    editor.post(f"/articles/{article.public_id}/passages/", fields | names)
    passage = Passage.objects.get()
    assert (passage.note, Person.objects.get().name) == ("One\ntwo\u200e.", "Kabulov")
    assert [link.tag.name for link in passage.tag_links.all()] == ["convoy", persian]
