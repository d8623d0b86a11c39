"""Where passages stand after their text was corrected, and before anybody saves it."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.rebase import rebase
from annotations.corrections import review
from annotations.corrections.carry_over import outcomes_of
from annotations.models import Passage, Placement
from annotations.models.placement import create_placements
from annotations.passages.marking import Annotation, Marking, mark
from corpus.models import Action, acting
from corpus.models.correction import correct
from tests.support.acts import act
from tests.support.crowd import make_crowd
from tests.support.edits import KINDS, correction, spans_in, went_along
from tests.support.factories import EDITORS, make_article, make_passage, make_user
from tests.support.strategies import few

pytestmark = pytest.mark.django_db

TEXT = "Kabul fell at dawn, he said.\n\nNobody saw it return.\n\nThe road to Herat was cut."


def places(passage):
    """(revision, piece, start, end, state) of a passage, in order."""
    rows = passage.placements.order_by("revision__number", "piece")
    return [(row.revision.number, row.piece, row.start, row.end, row.state) for row in rows]


def correct_text(article, text):
    return act(make_user(EDITORS), correct, article, text, "As the paper printed it.")


def make_pieces(article, *quotes):
    """A passage of several pieces."""
    passage = make_passage(article, quotes[0])
    spans = [
        (article.text.index(quote), article.text.index(quote) + len(quote)) for quote in quotes
    ]
    with acting("test", make_user()):
        passage.placements.get().delete()
        create_placements(passage, article.revision, spans)
    return passage


def test_passages_stay_move_and_are_lost_and_history_tells():
    article = make_article(text=TEXT)
    stays = make_passage(article, "Kabul fell")
    lost = make_passage(article, "Nobody saw it return")
    moves = make_passage(article, "The road to Herat")

    correct_text(article, TEXT.replace("Nobody saw it return.\n\n", ""))

    assert places(stays) == [(1, 0, 0, 10, "placed"), (2, 0, 0, 10, "placed")]
    assert places(lost) == [(1, 0, 30, 50, "placed"), (2, 0, None, None, "lost")]
    assert places(moves) == [(1, 0, 53, 70, "placed"), (2, 0, 30, 47, "placed")]
    action = Action.objects.latest("pk")
    assert action.kind == "article.correct"
    written = Placement.history.filter(action=action).order_by("passage_id")
    assert [(row.passage_id, row.state, row.history_user) for row in written] == [
        (passage.pk, state, action.by)
        for passage, state in [(stays, "placed"), (lost, "lost"), (moves, "placed")]
    ]


def test_placed_pieces_get_the_context_of_the_new_text_and_lost_ones_keep_theirs():
    article = make_article(text=TEXT)
    moves, lost = make_passage(article, "The road"), make_passage(article, "Nobody saw it return")

    correct_text(article, TEXT.replace("Nobody saw it return.\n\n", ""))

    moved = moves.placements.get(revision__number=2)
    assert (moved.prefix, moved.suffix) == (
        "Kabul fell at dawn, he said.\n\n"[-32:],
        " to Herat was cut.",
    )
    kept = lost.placements.get(revision__number=2)
    assert (kept.prefix, kept.suffix) == (
        "Kabul fell at dawn, he said.\n\n",
        ".\n\nThe road to Herat was cut.",
    )


def test_of_two_like_sentences_one_that_is_cut_moves_nothing_in_silence():
    article = make_article(
        text="Officials in Kabul said 30 districts fell. Officials in Herat said 30 districts fell."
    )
    cut, kept = (make_passage(article, "30 districts fell", start=at) for at in (24, 67))

    correct_text(article, "Officials in Herat said 30 districts fell.")

    assert [row.state for row in cut.placements.filter(revision__number=2)] == ["needs_review"]
    assert places(kept)[1] == (2, 0, 24, 41, "placed")


def test_pieces_of_one_passage_are_placed_each_by_itself():
    article = make_article(text=TEXT)
    passage = make_pieces(article, "Kabul fell", "Nobody saw it return", "The road")

    correct_text(article, TEXT.replace("Nobody saw it return.\n\n", ""))

    assert places(passage)[3:] == [
        (2, 0, 0, 10, "placed"),
        (2, 1, None, None, "lost"),
        (2, 2, 30, 38, "placed"),
    ]
    assert passage.correction_outcome() == (
        "The text was corrected meanwhile. These words are no longer in it."
    )


def test_what_is_in_doubt_is_tried_again_from_where_it_was_certain_and_stays_in_doubt():
    article = make_article(text=TEXT)
    lost = make_passage(article, "Nobody saw it return")
    correct_text(article, TEXT.replace("Nobody saw it return.\n\n", ""))

    correct_text(article, f"KABUL. {TEXT}")
    correct_text(article, f"KABUL. {TEXT} Nobody knew.")

    assert places(lost)[1:] == [
        (2, 0, None, None, "lost"),
        (3, 0, 37, 57, "needs_review"),
        (4, 0, 37, 57, "needs_review"),
    ]


def test_a_doubt_ends_when_the_very_text_comes_back_in_which_the_piece_was_certain():
    article = make_article(text=TEXT)
    lost = make_passage(article, "Nobody saw it return")
    correct_text(article, TEXT.replace("Nobody saw it return.\n\n", ""))
    correct_text(article, f"KABUL. {TEXT}")

    correct_text(article, TEXT)

    assert [row[-1] for row in places(lost)] == ["placed", "lost", "needs_review", "placed"]
    assert places(lost)[3] == (4, 0, 30, 50, "placed")


def test_a_piece_that_was_confirmed_is_followed_from_there():
    article, editor = make_article(text=TEXT), make_user(EDITORS)
    passage = make_passage(article, "Nobody saw it return")
    correct_text(article, TEXT.replace("Nobody saw it", "Nobody there saw it"))
    assert places(passage)[1] == (2, 0, 30, 56, "needs_review")
    act(editor, review.confirm, passage, revision=2, version=1)

    correct_text(article, "KABUL. " + article.text)

    assert places(passage)[1:] == [(2, 0, 30, 56, "placed"), (3, 0, 37, 63, "placed")]


def test_what_was_set_aside_stays_so_even_where_its_words_come_back():
    article, editor = make_article(text=TEXT), make_user(EDITORS)
    passage = make_passage(article, "Nobody saw it return")
    correct_text(article, TEXT.replace("Nobody saw it return.\n\n", ""))
    act(editor, review.set_aside, passage, revision=2, version=1)

    correct_text(article, TEXT)

    newest = passage.placements.get(revision__number=3)
    assert (newest.state, newest.start, newest.is_set_aside) == ("lost", None, True)


def test_deleted_passages_follow_too_so_that_they_can_be_put_back():
    article, editor = make_article(text=TEXT), make_user(EDITORS)
    passage = make_passage(article, "The road")
    act(editor, passage.remove)

    correct_text(article, f"KABUL. {TEXT}")

    assert places(passage)[1] == (2, 0, 60, 68, "placed")


def test_passage_made_on_the_first_text_goes_through_every_correction():
    article = make_article(text=TEXT)
    correct_text(article, f"KABUL. {TEXT}")
    correct_text(article, f"KABUL. {TEXT} Nobody knew.")
    marking = Marking(revision=1, start=53, end=61, quote="The road")

    passage = act(make_user(), mark, article, marking, Annotation())

    assert places(passage) == [
        (1, 0, 53, 61, "placed"),
        (2, 0, 60, 68, "placed"),
        (3, 0, 60, 68, "placed"),
    ]


def test_fates_say_before_saving_what_will_be_and_write_nothing():
    article = make_article(text=TEXT)
    for quote in ("Kabul fell", "Nobody saw it return", "The road"):
        make_passage(article, quote)
    corrected = TEXT.replace("Nobody saw it return.\n\n", "")
    rows = Placement.objects.count()

    foretold = outcomes_of(article.revision, corrected)

    assert [fate.kind for fate in foretold] == ["stays", "lost", "moves"]
    assert Placement.objects.count() == rows
    revision = correct_text(article, corrected)
    written = revision.placements.order_by("passage", "piece")
    assert [(row.state, row.start, row.end, row.score) for row in written] == [
        (fate.after.state, fate.after.start, fate.after.end, fate.after.score) for fate in foretold
    ]


def test_a_correction_costs_one_diff_for_each_text_that_was_certain(monkeypatch):
    article = make_crowd(200, words=400)
    called = []

    def counted(old, new, spans):
        called.append(len(spans))
        return rebase(old, new, spans)

    monkeypatch.setattr("annotations.anchoring.rebase.rebase", counted)
    act(
        make_user(EDITORS), correct, article, article.text.replace("word7 ", ""), "A word too many."
    )
    assert called == [200]

    called.clear()
    in_doubt = article.revision.placements.exclude(state="placed").count()
    act(make_user(EDITORS), correct, article, "More. " + article.text, "A word more.")
    assert 0 < in_doubt < 200
    assert sorted(called) == sorted([in_doubt, 200 - in_doubt])


def test_a_correction_asks_a_fixed_number_of_questions(django_assert_max_num_queries):
    few, many = make_crowd(3, words=400), make_crowd(60, words=400)
    editor = make_user(EDITORS)
    for article in (few, many):
        # Six insertions of rows and history, as many rows as a database takes at once; six
        # for the index of search: SQLite takes the former words out.
        with django_assert_max_num_queries(28):
            act(editor, correct, article, "More. " + article.text, "A word more.")
    assert many.revision.placements.count() == 60


WORDS = "Kabul fell Herat fell said 30 districts fell . , \n\n 🚜 مرحبا é́".split(" ")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=4, max_size=30).map(" ".join)


@few
@given(texts=st.lists(TEXTS, min_size=2, max_size=4), data=st.data())
def test_no_piece_is_placed_at_other_words_after_any_corrections(texts, data):
    """Over random texts: a placed piece has its words, and no piece gets lost from the records.

    A doubt ends where the text comes back in which the piece stood for certain, at that place.
    """
    editor = make_user(EDITORS)
    article = make_article(text="A " + texts[0])
    passages = []
    for _ in range(3):
        start = data.draw(st.integers(0, len(article.text) - 2))
        end = data.draw(st.integers(start + 1, len(article.text)))
        if article.text[start:end].strip():
            quote = article.text[start:end]
            passages.append(make_passage(article, quote, start=start, by=editor))
    for text in texts[1:]:
        if f"A {text}" != article.text:
            act(editor, correct, article, f"A {text}", "At random.")

    for passage in passages:
        rows = list(passage.placements.select_related("revision").order_by("revision__number"))
        assert [row.revision.number for row in rows] == [*range(1, article.revision_number + 1)]
        certain = rows[0]
        was_in_doubt = False
        for row in rows:
            is_restored = row.revision.text == certain.revision.text
            if row.state == "placed":
                assert row.revision.text[row.start : row.end] == passage.quote
                assert is_restored or not was_in_doubt
                if is_restored:
                    assert (row.start, row.end) == (certain.start, certain.end)
                certain = row
            else:
                assert not is_restored
            was_in_doubt = row.state != "placed"


@pytest.mark.parametrize("kind", KINDS)
def test_through_the_database_too_no_passage_moves_in_silence(kind):
    """Corrections whose truth is known, code point by code point, each of 24 passages."""
    editor = make_user(EDITORS)
    states = Counter()
    for number in range(8):
        case = correction(f"{kind}{number}", kind)
        if not case.new.strip() or case.new == case.old:
            # No correction: the desk refuses these.
            continue
        article = make_article(text=case.old, by=editor)
        spans = spans_in(Random(number), case.old, 24)
        with acting("test", editor):
            rows = Passage.objects.bulk_create(
                Passage(article=article, quote=case.old[slice(*span)], created_by=editor)
                for span in spans
            )
            Placement.objects.bulk_create(
                Placement(passage=row, revision=article.revision, start=start, end=end)
                for row, (start, end) in zip(rows, spans, strict=True)
            )

        revision = correct_text(article, case.new)

        assert (article.text, revision.text) == (case.new, case.new)
        after = revision.placements.order_by("passage")
        assert [row.passage_id for row in after] == [row.pk for row in rows]
        for row, span in zip(after, spans, strict=True):
            states[row.state] += 1
            quote = case.old[slice(*span)]
            if row.state == "placed":
                assert revision.text[row.start : row.end] == quote
                assert went_along(case, span, (row.start, row.end))
            elif row.state == "needs_review":
                assert 0 <= row.start < row.end <= len(case.new)
            else:
                assert quote not in case.new
    assert sum(states.values()) > 100
    assert states["needs_review"]
    assert states["placed"] or kind == "salad"
