import pytest
from django.db import connection

from annotations.models import Member, Passage
from annotations.passages import editing
from annotations.reading.page import load_reading
from annotations.reading.saved_changes import saved_changes
from corpus.models.correction import correct
from tests.support.acts import act
from tests.support.crowd import make_crowd
from tests.support.factories import EDITORS, make_article, make_passage, make_tag, make_user

pytestmark = pytest.mark.django_db

TEXT = "Kabul fell at dawn, he said.\n\nNobody saw it return."


def test_new_passage_changes_no_paragraph_after_its_own():
    article = make_article(text=TEXT)
    make_passage(article, "Nobody")

    first = make_passage(article, "Kabul")

    changes = saved_changes(article, [first], make_user())
    assert [each.start for each in changes.paragraphs] == [0]


def test_changes_equal_the_page_that_is_opened_anew():
    article = make_article(text=TEXT)
    make_tag("a", hue=3)
    make_passage(article, "Kabul fell", tags=["b", "a"])
    make_passage(article, "Nobody", tags=["a"])
    act(make_user(), make_passage(article, "dawn", tags=["b"]).remove)

    passage = make_passage(article, "fell at", tags=["a"])
    changes = saved_changes(article, [passage], make_user())

    page = load_reading(article.revision)
    assert changes.tags_of == {passage.public_id: page.tags_of[passage.public_id]}
    assert [name for name, *_ in changes.tags_of[passage.public_id]] == ["a"]
    assert changes.paragraphs == [page.paragraphs[0]]
    assert (changes.passage_count, tuple(changes.legend)) == (page.passage_count, page.legend)


def test_number_of_queries_is_the_same_beside_many_passages(django_assert_num_queries):
    article, member = make_crowd(passages=300, words=400), make_user()
    passage = article.passages.first()
    saved_changes(article, [passage], member)

    # PostgreSQL counts tags and passages and finds the pieces in one statement.
    with django_assert_num_queries(4 if connection.vendor == "postgresql" else 6):
        saved_changes(article, [passage], member)


def test_counts_are_of_the_passages_that_are_drawn_after_a_correction():
    member = make_user()
    article = make_article(
        text="Herat held until noon. " + TEXT + "\n\n" + "It was quiet all day. " * 9
    )
    make_passage(article, "Herat held until noon. ", tags=["lost"])
    joined = make_passage(article, "Nobody", tags=["half"])
    act(member, editing.add_piece, joined, (0, 5), 1, joined.version)
    act(make_user(EDITORS), correct, article, article.text[23:], "A test.")
    article.refresh_from_db()
    states = set(joined.placements.filter(revision__number=2).values_list("piece", "state"))
    assert states == {(0, "lost"), (1, "placed")}

    passage = make_passage(article, "quiet", tags=["new"])
    changes = saved_changes(article, [passage], member)

    page = load_reading(article.revision)
    assert (changes.passage_count, tuple(changes.legend)) == (page.passage_count, page.legend)
    assert [(tag.name, count) for tag, count in changes.legend] == [("half", 1), ("new", 1)]
    assert changes.passage_count == 2


def test_passages_of_several_pieces_and_paragraphs_are_drawn_as_on_the_page():
    member = make_user()
    article = make_article(text=TEXT + "\n\nThe road was empty.")
    long = make_passage(article, "dawn, he said.\n\nNobody saw it", tags=["a"])
    pieces = make_passage(article, "Kabul", tags=["b"])
    act(member, editing.add_piece, pieces, (57, 61), 1, pieces.version)

    passage = make_passage(article, "Nobody", tags=["c"])
    changes = saved_changes(article, [passage, pieces], member)

    page = load_reading(article.revision)
    assert changes.paragraphs == list(page.paragraphs)
    assert [long.public_id in each.html for each in changes.paragraphs] == [True, True, False]


def test_hidden_colleagues_are_neither_drawn_nor_counted():
    member, colleague = make_user(), make_user()
    article = make_article(text=TEXT)
    act(member, Member.objects.hide_colleagues, True)
    make_passage(article, "fell", by=colleague, tags=["theirs"])

    passage = make_passage(article, "Kabul fell", by=member, tags=["mine"])
    changes = saved_changes(article, [passage], member)

    page = load_reading(article.revision, member)
    assert changes.paragraphs == [page.paragraphs[0]]
    assert (changes.passage_count, tuple(changes.legend)) == (page.passage_count, page.legend)
    assert changes.passage_count == 1


def test_tag_that_a_colleague_gives_meanwhile_is_left_to_the_live_updates():
    member = make_user()
    article = make_article(text=TEXT)
    near = make_passage(article, "fell")
    passage = make_passage(article, "Kabul", tags=["a"])
    given = []

    def give_before_links(execute, sql, params, many, context):
        if 'ORDER BY "annotations_passagetag"."position"' in sql and not given:
            given.append(near)
            act(make_user(), Passage.objects.retag, [near], ["meanwhile"])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(give_before_links):
        changes = saved_changes(article, [passage], member)

    assert given == [near]
    assert [(tag.name, count) for tag, count in changes.legend] == [("a", 1)]
    [paragraph] = changes.paragraphs
    assert f'data-passages="{near.public_id}" data-hue="0"' in paragraph.html


def test_single_passage_is_drawn_without_the_rest_of_its_paragraphs():
    article, member = make_article(text=TEXT), make_user()
    make_passage(article, "Nobody", tags=["a"])
    passage = make_passage(article, "he said.\n\nNobody", tags=["b"])
    [hue] = passage.tags.values_list("hue", flat=True)

    changes = saved_changes(article, [passage], member, in_runs=True)

    whole = saved_changes(article, [passage], member)
    assert (changes.passage_count, changes.legend, changes.tags_of) == (
        whole.passage_count,
        whole.legend,
        whole.tags_of,
    )
    assert changes.paragraphs == []
    assert [run[:4] for run in changes.runs] == [
        (passage.public_id, hue, 0, 20),
        (passage.public_id, hue, 30, 30),
    ]


def test_passage_of_several_pieces_is_drawn_with_its_paragraphs():
    article, member = make_article(text=TEXT), make_user()
    passage = make_passage(article, "Kabul")
    act(member, editing.add_piece, passage, (6, 10), 1, passage.version)
    act(member, editing.add_piece, passage, (14, 18), 1, passage.version)

    changes = saved_changes(article, [passage], member, in_runs=True)

    assert (changes.paragraphs, changes.runs) == (
        [load_reading(article.revision).paragraphs[0]],
        [],
    )


def test_passage_deleted_meanwhile_has_no_run():
    article, member = make_article(text=TEXT), make_user()
    passage = make_passage(article, "Kabul")
    act(member, passage.remove)

    changes = saved_changes(article, [passage], member, in_runs=True)

    assert (changes.paragraphs, changes.runs, changes.passage_count) == ([], [], 0)


def test_underline_stays_when_a_passage_that_starts_before_it_is_made_later():
    article = make_article(text=TEXT)
    older = make_passage(article, "fell at dawn", tags=["a"])
    make_passage(article, "Kabul fell", tags=["a"])

    html = load_reading(article.revision).html

    assert f'data-passages="{older.public_id}" data-hue="1" data-lane-1="1"> at dawn' in html
    assert 'data-lane-2="1">Kabul </mark>' in html
