"""A place behind the end of its text: no way leads to one, and one that stands breaks no page."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from annotations.corrections import review
from annotations.models import Passage, Placement
from annotations.models.text_length import BeyondText
from annotations.passages import editing
from annotations.passages.marking import Annotation, Marking, QuoteMismatch, mark
from annotations.passages.placement_checks import check_placements_within_text
from corpus.models import acting
from corpus.models.correction import correct
from corpus.records.undo_rules import UndoRefused
from corpus.undo.undo import undo
from tests.support.acts import act
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_published_claim,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXT = "Kabul fell at dawn, he said.\n\nNobody saw it return."
LENGTH = len(TEXT)
LAST = "return."


@pytest.fixture
def editor():
    return signed_in(EDITORS)


@pytest.fixture
def article():
    return make_article(text=TEXT)


def post(browser, article, **data):
    fields = {"revision": 1, "quote": LAST, "start": LENGTH - len(LAST), **data}
    return browser.post(f"/articles/{article.public_id}/passages/", fields)


def put_by_hand(passage, **columns):
    """Change the place of a passage as somebody does who writes to the database."""
    names = ", ".join(f'"{name}" = %s' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE annotations_placement SET {names} WHERE passage_id = %s",
            [*columns.values(), passage.pk],
        )


@pytest.fixture
def overrunning(article):
    """A passage of the last words whose end stands one behind the text."""
    passage = make_passage(article, LAST)
    put_by_hand(passage, end=LENGTH + 1)
    return passage


@pytest.fixture
def outside(article):
    """A passage that begins where the text has ended."""
    passage = make_passage(article, "Kabul fell")
    put_by_hand(passage, start=LENGTH, end=LENGTH + 10)
    return passage


def now(passage):
    [row] = passage.current_placements()
    return row.state, row.start, row.end


def test_marking_behind_the_text_is_refused_with_its_length(editor, article):
    answer = post(editor, article, end=LENGTH + 1)

    assert answer.status_code == 422
    assert f"the text of revision 1 has {LENGTH} characters" in text_of(answer)
    assert LAST in text_of(answer)
    assert list(Placement.objects.all()) == []
    assert post(editor, article, end=LENGTH).status_code == 303


@pytest.mark.parametrize("end", [10**30, 2**63, 2**31, 2**31 - 1, -1, "９" * 12, "x"])
def test_marking_with_no_such_number_is_refused(editor, article, end):
    answer = post(editor, article, end=end)

    assert answer.status_code == 422
    assert list(Placement.objects.all()) == []


def test_marking_by_method_is_refused(article):
    marking = Marking(1, LENGTH - len(LAST), LENGTH + 1, LAST)

    with pytest.raises(QuoteMismatch, match=f"has {LENGTH} characters"):
        act(make_user(), mark, article, marking, Annotation())


def make_place(article, passage, **fields):
    start_end = {"start": LENGTH - 1, "end": LENGTH + 1}
    return Placement(passage=passage, revision=article.revision, piece=1, **start_end | fields)


def test_every_way_to_a_place_refuses_one_behind_its_text(article):
    passage = make_passage(article, LAST)
    [standing] = passage.current_placements()
    standing.end = LENGTH + 1
    ways = [
        make_place(article, passage).save,
        lambda: Placement.objects.bulk_create([make_place(article, passage)]),
        lambda: Placement._base_manager.bulk_create([make_place(article, passage)]),
        lambda: make_place(article, passage).save_base(raw=True),
        standing.save,
        lambda: standing.save(update_fields=["end"]),
        lambda: Placement.objects.bulk_update([standing], ["end"]),
    ]

    for way in ways:
        with acting("test", make_user()), pytest.raises(BeyondText) as refused:
            way()
        assert str(refused.value) == (
            f"No passage can stand at {standing.start if way in ways[4:] else LENGTH - 1}–"
            f"{LENGTH + 1} of revision 1: its text has {LENGTH} characters."
        )

    assert [(row.end, row.text_length) for row in Placement.objects.all()] == [(LENGTH, LENGTH)]


def test_place_whose_revision_was_not_read_is_measured_too(article):
    passage = make_passage(article, LAST)
    place = Placement(passage=passage, revision_id=article.revision.pk, piece=1, start=1)
    place.end = LENGTH + 1
    with acting("test", make_user()), pytest.raises(BeyondText):
        place.save()

    place.end = LENGTH
    with acting("test", make_user()):
        place.save()

    assert Placement.objects.get(pk=place.pk).text_length == LENGTH


def test_fixture_with_a_place_behind_its_text_is_refused(article, tmp_path):
    make_passage(article, LAST)
    whole = StringIO()
    call_command("dumpdata", "annotations.placement", stdout=whole)
    fixture = tmp_path / "places.json"
    fixture.write_text(whole.getvalue().replace(f'"end": {LENGTH}', f'"end": {LENGTH + 1}'))

    with pytest.raises(BeyondText):
        call_command("loaddata", str(fixture), verbosity=0)


def test_stored_place_behind_its_text_is_one_to_review(overrunning, outside):
    assert now(overrunning) == ("needs_review", LENGTH - len(LAST), LENGTH)
    assert now(outside) == ("lost", None, None)
    assert set(Passage.objects.to_review()) == {overrunning, outside}


def test_check_counts_places_behind_their_texts(article):
    passages = [make_passage(article, LAST), make_passage(article, "Kabul")]
    assert check_placements_within_text(None, ["default"]) == []

    for passage in passages:
        put_by_hand(passage, end=LENGTH + 1)

    [warning] = check_placements_within_text(None, ["default"])
    assert (warning.id, warning.msg) == (
        "annotations.W001",
        "2 passage positions are beyond the end of their texts.",
    )
    assert reverse("passage_review_list") in warning.hint
    assert check_placements_within_text(None, []) == []


def test_check_command_names_them(overrunning):
    errors = StringIO()

    call_command("check", "--database", "default", stderr=errors)

    assert "1 passage position is beyond the end of its text." in errors.getvalue()


def addresses_of(article, passage, claim):
    article_at, passage_at = f"/articles/{article.public_id}/", f"/passages/{passage.public_id}"
    return [
        article.get_absolute_url(),
        f"{article.get_absolute_url()}?q=return",
        f"{article.get_absolute_url()}?place={passage.public_id}",
        f"{article.get_absolute_url()}?rev=1",
        f"{article_at}passages/?ids={passage.public_id}",
        f"{article_at}revisions/",
        f"{article_at}history/",
        f"{article_at}suggestions/",
        f"{article_at}correct/",
        f"{article_at}news/?since=0-0",
        f"{article_at}changes/?since=0-0",
        f"{passage_at}/",
        f"{passage_at}.json",
        f"{passage_at}/edit/",
        f"{passage_at}/delete/",
        f"{passage_at}/places/",
        f"{passage_at}/places/offer/",
        "/passages/review/",
        f"/passages/review/?article={article.public_id}",
        "/",
        "/articles/",
        "/search/?q=return",
        "/search/?q=return&group=passages",
        "/search/concordance/?q=return",
        claim.get_absolute_url(),
        f"/claims/{claim.public_id}.jsonld",
        f"/claims/{claim.public_id}/edit/",
        "/tags/",
        f"/claims/new/?passage={passage.public_id}",
    ]


@pytest.mark.parametrize("is_corrected", [False, True])
@pytest.mark.parametrize("place", [{"end": LENGTH + 1}, {"start": LENGTH, "end": 2**31 - 1}])
def test_no_page_is_taken_down(editor, article, place, is_corrected):
    if is_corrected:
        act(make_user(EDITORS), correct, article, TEXT.replace("dawn", "noon"), "As printed.")
    by = make_user(EDITORS)
    passage = make_passage(article, LAST, by=by, tags=["fall"])
    claim = make_published_claim("Nobody came back", by=by, passage=passage)
    put_by_hand(passage, **place)

    def answers(browser):
        return {
            address: status
            for address in addresses_of(article, passage, claim)
            if (status := browser.get(address).status_code) not in (200, 204, 302)
        }

    assert answers(editor) == {}
    stranger = Client()
    assert stranger.get(claim.get_absolute_url()).status_code == 200
    preview = {"text": TEXT.replace("Kabul", "Herat"), "version": article.version, "reason": "x"}
    at = f"/articles/{article.public_id}/correct/"
    assert editor.post(at, preview | {"preview": 1}).status_code == 200
    assert editor.post(at, preview).status_code == 303
    assert answers(editor) == {}
    assert stranger.get(claim.get_absolute_url()).status_code == 200


def test_overrunning_passage_is_drawn_to_the_end_of_the_text(editor, article, overrunning):
    page = text_of(editor.get(article.get_absolute_url()))
    answer = editor.get(article.get_absolute_url()).content.decode()

    assert f'id="passage-{overrunning.public_id}"' in answer
    assert "1 passage needs review" in page


def test_review_list_says_what_is_wrong_and_confirming_mends_it(editor, overrunning):
    page = text_of(editor.get("/passages/review/"))
    assert "1 passage" in page
    assert (
        f"Needs review: its position was beyond the end of the text ({LENGTH} characters)" in page
    )

    data = {"do": "confirm", "revision": 1, "version": 1}
    answer = editor.post(f"/passages/{overrunning.public_id}/review/", data)

    assert answer.status_code == 303
    assert now(overrunning) == ("placed", LENGTH - len(LAST), LENGTH)
    assert list(Passage.objects.to_review()) == []
    assert check_placements_within_text(None, ["default"]) == []


def test_placing_again_mends_what_stands_outside(editor, article, outside):
    page = text_of(editor.get(outside.get_absolute_url()))
    assert "This passage is lost" in page
    assert "The text was corrected since" not in page

    data = {"do": "place", "revision": 1, "version": 1, "start": 0, "end": 5}
    answer = editor.post(f"/passages/{outside.public_id}/review/", data)

    assert answer.status_code == 303
    assert now(outside) == ("placed", 0, 5)


def test_setting_aside_mends_it_and_it_can_be_placed_later(editor, article, outside):
    data = {"do": "set_aside", "revision": 1, "version": 1}
    assert editor.post(f"/passages/{outside.public_id}/review/", data).status_code == 303

    assert now(outside) == ("lost", None, None)
    assert list(Passage.objects.to_review()) == []
    assert "is marked as removed" in text_of(editor.get(outside.get_absolute_url()))
    address = f"{article.get_absolute_url()}?place={outside.public_id}"
    assert f'action="/passages/{outside.public_id}/review/"' in editor.get(address).content.decode()


@pytest.mark.parametrize("do", ["move", "take_piece", "split", "add_piece"])
def test_mending_asks_for_the_review_first(editor, overrunning, do):
    data = {"do": do, "revision": 1, "version": 1, "start": 0, "end": 5, "at": 48, "piece": 0}

    answer = editor.post(f"/passages/{overrunning.public_id}/mend/", data)

    assert answer.status_code == 422
    assert "needs review" in text_of(answer)


def test_json_says_that_it_needs_review(editor, overrunning, outside):
    def places(passage):
        return editor.get(f"/passages/{passage.public_id}.json").json()["placements"]

    [place] = places(overrunning)
    assert (place["state"], place["end"]) == ("needs_review", LENGTH)
    [place] = places(outside)
    assert (place["state"], place["start"], place["end"]) == ("lost", None, None)


def test_card_says_that_it_needs_review(editor, article, overrunning):
    answer = editor.get(f"/articles/{article.public_id}/passages/?ids={overrunning.public_id}")

    assert "Needs review" in answer.content.decode()


def test_claim_says_that_its_quote_is_in_review(editor, article):
    act(make_user(EDITORS), correct, article, TEXT.replace("dawn", "noon"), "As printed.")
    passage = make_passage(article, LAST)
    claim = make_claim()
    make_evidence(claim, passage)
    assert "needs review" not in text_of(editor.get(claim.get_absolute_url()))

    put_by_hand(passage, end=LENGTH + 1)

    assert "needs review" in text_of(editor.get(claim.get_absolute_url()))


def test_correction_never_places_it_for_certain(article, overrunning, outside):
    act(make_user(EDITORS), correct, article, TEXT.replace("dawn", "noon"), "As printed.")

    assert now(overrunning) == ("needs_review", LENGTH - len(LAST), LENGTH)
    assert now(outside) == ("lost", None, None)


def test_undoing_never_puts_a_place_back_behind_its_text(article):
    by = make_user(EDITORS)
    passage = make_passage(article, LAST, by=by)
    put_by_hand(passage, end=LENGTH + 1)
    Placement.history.filter(passage=passage).update(end=LENGTH + 1)
    with acting("passage.confirm", by) as action:
        review.confirm(passage, 1, 1)

    with pytest.raises(UndoRefused, match="beyond the end of the text"):
        act(by, undo, action)

    assert now(passage) == ("placed", LENGTH - len(LAST), LENGTH)


def test_undoing_and_redoing_a_place_measures_it_again(article):
    by = make_user(EDITORS)
    passage = make_passage(article, LAST, by=by)
    with acting("passage.split", by) as action:
        editing.add_piece(passage, (0, 5), 1, 1)
    undone = act(by, undo, action)
    act(by, undo, undone)

    rows = Placement.objects.order_by("start")
    assert [(row.start, row.end, row.text_length) for row in rows] == [
        (0, 5, LENGTH),
        (LENGTH - len(LAST), LENGTH, LENGTH),
    ]


@pytest.mark.only_on("sqlite")
def test_few_passages_are_looked_up_by_their_keys_and_not_through_the_text():
    article = make_article(text="Kabul and Herat.")
    passage = make_passage(article, "Herat")
    rows = Placement.objects.looked_up_in(article.pk, 1)
    wanted = Passage.objects.filter(public_id__in_array=[passage.public_id])

    plan = rows.filter(passage__pk__in_array=wanted.order_by().values("pk")).explain()

    steps = [step for step in plan.splitlines() if "SEARCH annotations_placement " in step]
    assert [step.rpartition(" USING ")[2] for step in steps] == [
        "INDEX sqlite_autoindex_annotations_placement_1 (passage_id=?)"
    ]
