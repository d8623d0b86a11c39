"""Passages whose position a file does not call certain come in as uncertain as they were."""

import io
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.utils import timezone

from annotations.corrections.review import confirm
from annotations.formats.record import Annotation, Piece
from annotations.formats.registry import FORMATS, Part
from annotations.interchange import jobs
from annotations.interchange.desk_entries import desk_entries
from annotations.interchange.report import brings_something
from annotations.interchange.staging import stage
from annotations.models import Passage, Placement
from annotations.passages.editing import join
from corpus.ids import new_id
from corpus.models import Article
from corpus.models.correction import correct
from tests.support.acts import act
from tests.support.annotation_files import annotated, imported, moved, planned
from tests.support.factories import EDITORS, TEXT, make_article, make_passage, make_user

pytestmark = pytest.mark.django_db

OLD = (
    "He came at noon. Nobody saw it. He came at noon. The bridge was blown up by soldiers of the "
    "second brigade. Then it rained for days. The market stayed closed."
)
NEW = (
    "Nobody saw it. He came at noon. The bridge was blown up by soldiers of the third brigade. "
    "The market stayed closed."
)
WITH_STATES = [each for each in FORMATS.values() if Part.STATES in each.holds]


@pytest.fixture
def by():
    return make_user(EDITORS)


@pytest.fixture
def file_of_desk(by, tmp_path):
    """The desk of an article that was corrected, and the file of it in a format."""
    article = make_article(OLD, "Bridge")
    make_passage(article, "market", by=by)
    make_passage(article, "He came at noon", by=by)
    make_passage(article, "blown up by soldiers of the second brigade", by=by)
    make_passage(article, "rained for days", by=by)
    pieces = [make_passage(article, quote, by=by) for quote in ("Nobody", "Then it rained")]
    act(by, join, pieces[0], pieces[1:], 1, pieces[0].version)
    act(by, correct, article, NEW, "shorter", article.version)
    make_passage(article, "bridge", by=by)

    def write(format_name):
        path = tmp_path / "file"
        call_command("export", str(path), format=format_name, by=by.username)
        return path.read_bytes()

    return write


def passages():
    """The state of each passage of the desk, its pieces, and the words before the first."""
    entries = desk_entries(Passage.objects.all())
    annotations = [each for entry in entries for each in entry.annotations]
    return sorted(
        (
            each.state,
            [(piece.quote, piece.start, piece.end) for piece in each.pieces],
            each.pieces[0].prefix,
        )
        for each in annotations
    )


def take_in(by, content, format_name):
    job = moved(stage(io.BytesIO(content), format_name, "file", by))
    assert brings_something(job)
    act(by, jobs.start, job, takes_in=True, kind="passage.import")
    job.refresh_from_db()
    return moved(job)


def without_passages():
    Passage.objects.update(deleted_at=timezone.now())


def as_on_another_desk():
    """The article under another id, never corrected."""
    without_passages()
    article = Article.objects.get()
    Article.objects.update(deleted_at=timezone.now(), address_key="", public_id=new_id())
    make_article(article.text, article.title)


def without_articles():
    without_passages()
    Article.objects.update(deleted_at=timezone.now(), address_key="", public_id=new_id())


def round_trips():
    for each in WITH_STATES:
        yield each.name, without_passages
        yield each.name, as_on_another_desk
        if Part.TEXTS in each.holds:
            yield each.name, without_articles


@pytest.mark.parametrize(("format_name", "clear"), list(round_trips()))
def test_states_come_back(by, file_of_desk, format_name, clear):
    content, before = file_of_desk(format_name), passages()
    assert [state for state, *_ in before] == ["lost"] * 2 + ["needs_review"] * 2 + ["placed"] * 2
    clear()
    job = take_in(by, content, format_name)
    assert passages() == before
    assert (job.written["passages"], job.written["needs_review"], job.written["lost"]) == (6, 2, 2)
    assert Passage.objects.to_review().count() == 4


def proposed(quote, at=None, state="needs_review", **fields):
    start = TEXT.index(at) if at else None
    piece = Piece(start, start + len(at) if at else None, quote, **fields)
    return Annotation((piece,), state=state)


def placements():
    return list(
        Placement.objects.order_by("pk").values_list("state", "start", "end", "passage__quote")
    )


def test_what_the_file_says_counts_also_where_the_words_stand_in_the_text(by):
    marks = [
        proposed("dawn", "dawn"),
        proposed("The convoi", "The convoy"),
        replace(proposed("dawn", state="lost"), key="a"),
        replace(proposed("dawn", "dawn", state="lost"), key="b"),
    ]
    imported(by, annotated(annotations=marks))
    dawn = TEXT.index("dawn")
    assert placements() == [
        ("needs_review", dawn, dawn + 4, "dawn"),
        ("needs_review", 0, 10, "The convoi"),
        ("lost", None, None, "dawn"),
        ("lost", None, None, "dawn"),
    ]


def test_in_another_text_a_proposal_stands_where_its_words_or_those_around_it_do(by):
    make_article(f"News. {TEXT}", "Convoy", url="https://example.org/a")
    start = TEXT.index("dawn")
    marks = [
        proposed("dawn", "dawn"),
        proposed("The convoi", "The convoy"),
        replace(
            proposed("down"),
            pieces=(
                Piece(
                    start + 6, start + 10, "down", TEXT[start - 9 : start], TEXT[start + 4 :][:9]
                ),
            ),
        ),
    ]
    imported(by, annotated(annotations=marks, has_text=False, url="https://example.org/a"))
    assert placements() == [
        ("needs_review", start + 6, start + 10, "dawn"),
        ("lost", None, None, "The convoi"),
        ("needs_review", start + 6, start + 10, "down"),
    ]


def test_a_member_confirms_what_came_in_for_review(by):
    imported(by, annotated(annotations=[proposed("dawn", "dawn")]))
    passage = Passage.objects.get()
    act(by, confirm, passage, 1, passage.version)
    assert [state for state, *_ in placements()] == ["placed"]


def test_it_stays_for_review_through_corrections(by):
    imported(by, annotated(annotations=[proposed("dawn", "dawn"), proposed("gone", state="lost")]))
    for text in (f"News. {TEXT}", TEXT):
        article = Article.objects.get()
        act(by, correct, article, text, "as printed", article.version)
    states = Placement.objects.order_by("revision__number", "pk").values_list("state", flat=True)
    assert list(states) == ["needs_review", "lost"] * 3


def test_a_passage_that_is_here_keeps_its_state(by, file_of_desk):
    content = file_of_desk("twosource")
    for passage in Passage.objects.to_review():
        if passage.current_placements()[0].state == "needs_review":
            act(by, confirm, passage, 2, passage.version)
    before = passages()
    job = moved(stage(io.BytesIO(content), "twosource", "file", by))
    assert (job.planned, brings_something(job)) == ({"known": 6, "articles": 1}, False)
    assert passages() == before


def test_lost_passages_without_ids_are_as_many_as_in_the_file(by):
    marks = [proposed(quote, state="lost") for quote in ("one", "two")]
    assert imported(by, annotated(annotations=marks)).written["lost"] == 2
    assert imported(by, annotated(annotations=marks)).written == {"known": 2}


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        (
            proposed("dawn", "dawn", state="maybe"),
            "Its state is none of: placed, needs_review, lost.",
        ),
        (proposed(" \n", state="lost"), "It has neither words nor a certain position."),
    ],
)
def test_what_no_passage_can_be_is_refused(by, mark, why):
    job = planned(by, annotated(annotations=[mark]))
    assert (job.planned["refused"], job.problems.get().why) == (1, why)


def test_hostile_offsets_are_no_proposal(by):
    spans = [(-5, 3), (3, 3), (9, 2), (0, 10**9), (10**9, 10**9 + 1)]
    marks = [
        Annotation((Piece(*span, "nowhere"),), state="needs_review", key=str(number))
        for number, span in enumerate(spans)
    ]
    make_article(TEXT, url="https://example.org/a")
    imported(by, annotated(annotations=marks))
    assert placements() == [("lost", None, None, "nowhere")] * 5
