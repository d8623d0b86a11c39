"""Several proposals of an article are confirmed with one look, as one Action."""

import pytest

from annotations.corrections import review as reviewing
from corpus.models import Action
from corpus.models.correction import correct
from corpus.undo.undo import undo
from tests.support.acts import act
from tests.support.claim_pages import links_of, signed_in, text_of
from tests.support.factories import ANALYSTS, EDITORS, make_article, make_passage, make_user
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

TOWNS = ["Kabul", "Herat", "Kunduz"]
TEXT = "\n\n".join(f"Nobody in {town} saw the convoy return." for town in TOWNS)


@pytest.fixture
def editor():
    return signed_in(EDITORS)


@pytest.fixture
def passages():
    """Three passages whose sentences got a word more; each has a proposed position."""
    article = make_article(text=TEXT)
    rows = [make_passage(article, f"Nobody in {town} saw the convoy") for town in TOWNS]
    act(make_user(EDITORS), correct, article, TEXT.replace("Nobody", "Nobody else"), "As printed.")
    article.refresh_from_db()
    return rows


def states(passages):
    return [row.state for passage in passages for row in passage.current_placements()]


def send(browser, passages, do, chosen=(), *, revision=2, version=1):
    data = {
        "do": do,
        "revision": revision,
        "seen": [f"{passage.public_id}-{version}" for passage in passages],
        "chosen": [passage.public_id for passage in chosen],
    }
    return browser.post(f"/articles/{passages[0].article.public_id}/review/", data)


def notices(response):
    """The words of each notice of a page, with those of its button."""
    return [
        " ".join("".join(element.itertext()).split())
        for element in parse(response).iter()
        if "data-notice" in element.attrib
    ]


def test_the_page_shows_old_and_new_words_in_text_order(editor, passages):
    article = passages[0].article
    page = parse(editor.get(f"/articles/{article.public_id}/review/"))
    marks = ["".join(mark.itertext()) for mark in page.iter("mark")]
    assert marks == [
        words
        for town in TOWNS
        for words in (f"Nobody in {town} saw the convoy", f"Nobody else in {town} saw the convoy")
    ]
    boxes = [box for box in page.iter("input") if box.get("type") == "checkbox"]
    assert [box.get("value") for box in boxes] == [passage.public_id for passage in passages]
    assert [box.get("checked") for box in boxes] == [None, None, None]


def test_the_lists_lead_to_it(editor, passages):
    article = passages[0].article
    address = f"/articles/{article.public_id}/review/"
    assert address in links_of(editor.get("/passages/review/"))
    assert address in links_of(editor.get(f"/passages/review/?article={article.public_id}"))
    assert address in links_of(editor.get(article.get_absolute_url()))


def test_all_are_confirmed_and_undone_as_a_whole(editor, passages):
    before = Action.objects.count()
    response = send(editor, passages, "all")

    assert (response.status_code, response["Location"]) == (
        303,
        passages[0].article.get_absolute_url(),
    )
    assert states(passages) == ["placed"] * 3
    assert Action.objects.count() == before + 1
    assert notices(editor.get(response["Location"])) == ["3 positions confirmed. Undo"]

    act(make_user(EDITORS), undo, Action.objects.latest("pk"))
    assert states(passages) == ["needs_review"] * 3


def test_the_chosen_ones_are_confirmed(editor, passages):
    first, second, third = passages
    response = send(editor, passages, "chosen", [first, third])
    # Back to those that are left.
    address = f"/articles/{second.article.public_id}/review/"
    assert (response.status_code, response["Location"]) == (303, address)
    assert states(passages) == ["placed", "needs_review", "placed"]
    for passage in passages:
        passage.refresh_from_db()
    assert [passage.version for passage in passages] == [2, 1, 2]
    assert second.quote == "Nobody in Herat saw the convoy"


def test_the_history_says_it_in_words(editor, passages):
    send(editor, passages, "all")
    article = passages[0].article
    assert (
        "confirmed the positions of several passages, among them “Nobody in Kabul saw the convoy”"
        in text_of(editor.get(f"/articles/{article.public_id}/history/"))
    )


def test_what_changed_meanwhile_is_named_and_left(editor, passages):
    first, second, third = passages
    act(make_user(EDITORS), reviewing.set_aside, second, revision=2, version=1)
    act(make_user(EDITORS), third.remove)

    response = send(editor, passages, "all")

    address = f"/articles/{first.article.public_id}/review/"
    assert (response.status_code, response["Location"]) == (303, address)
    assert states(passages) == ["placed", "lost", "needs_review"]
    assert notices(editor.get(address)) == [
        "1 position confirmed. Changed meanwhile and left as they are: "
        "“Nobody in Herat saw the convoy”, “Nobody in Kunduz saw the convoy”. Undo"
    ]


def test_nothing_is_confirmed_in_another_text(editor, passages):
    article = passages[0].article
    act(make_user(EDITORS), correct, article, f"{article.text}\n\nMore.", "As printed.")

    response = send(editor, passages, "all")

    assert response.status_code == 409
    assert "The text was corrected by somebody else meanwhile. Nothing was confirmed." in text_of(
        response
    )
    assert states(passages) == ["needs_review"] * 3


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"do": "chosen"}, "Select at least one passage."),
        ({"do": "all", "seen": ["x-1"]}, "The form is incomplete. Reload the page."),
        ({"do": "all", "seen": ["0" * 12 + "-99999999999"]}, "The form is incomplete."),
        ({"do": "other"}, "The form is incomplete. Reload the page."),
        ({"do": "all", "revision": "0"}, "The form is incomplete. Reload the page."),
        ({"do": "all", "seen": ["x-1"] * 101}, "There are 101 passages; the limit is 100."),
    ],
)
def test_a_form_that_confirms_nothing_says_why(editor, passages, data, message):
    article = passages[0].article
    seen = [f"{passage.public_id}-1" for passage in passages]
    response = editor.post(
        f"/articles/{article.public_id}/review/", {"revision": 2, "seen": seen} | data
    )
    assert response.status_code == 422
    assert message in text_of(response)
    assert states(passages) == ["needs_review"] * 3


def test_an_analyst_confirms_only_her_own(passages):
    browser = signed_in(ANALYSTS)
    page = parse(browser.get(f"/articles/{passages[0].article.public_id}/review/"))
    assert [box for box in page.iter("input") if box.get("type") == "checkbox"] == []

    response = send(browser, passages, "all")

    assert response.status_code == 303
    assert states(passages) == ["needs_review"] * 3


def test_queries_do_not_grow_with_the_passages(editor, django_assert_max_num_queries):
    text = "\n\n".join(f"Nobody in town{n:02} saw the convoy return." for n in range(30))
    article = make_article(text=text)
    rows = [make_passage(article, f"Nobody in town{n:02} saw the convoy") for n in range(30)]
    act(make_user(EDITORS), correct, article, text.replace("Nobody", "Nobody else"), "As printed.")
    article.refresh_from_db()
    with django_assert_max_num_queries(40):
        send(editor, rows, "all")
    assert states(rows) == ["placed"] * 30
