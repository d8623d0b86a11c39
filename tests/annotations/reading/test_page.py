from itertools import pairwise

import pytest
from django.db import connection

from annotations.models import Role
from annotations.reading.page import MAX_CARDS, column_of, load_reading
from annotations.reading.saved_changes import saved_changes
from tests.support.acts import act
from tests.support.crowd import make_crowd
from tests.support.factories import (
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_person,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXT = "Kabul fell at dawn, he said.\n\nNobody saw it return."


def test_passages_stand_in_the_order_of_the_text_the_longer_first():
    article = make_article(text=TEXT)
    passages = {
        quote: make_passage(article, quote).public_id
        for quote in ["Nobody", "Kabul", "Kabul fell at dawn"]
    }

    reading = load_reading(article.revision)

    order = ["Kabul fell at dawn", "Kabul", "Nobody"]
    assert list(reading.starts) == [passages[quote] for quote in order]
    assert [card.quote for card in column_of(reading, article, make_user())] == order


def test_deleted_passage_is_not_drawn():
    article = make_article(text=TEXT)
    act(make_user(), make_passage(article, "Kabul").remove)

    reading = load_reading(article.revision)

    assert (reading.spans, reading.legend) == ((), ())
    assert reading.paragraphs[0].html == "Kabul fell at dawn, he said."
    assert column_of(reading, article, make_user()) == ()


def test_passage_has_the_hue_of_the_tag_first_given():
    article = make_article(text=TEXT)
    make_tag("a", hue=3)
    make_tag("b", hue=7)
    make_passage(article, "Kabul", tags=["b", "a"])
    make_passage(article, "dawn")

    assert [span.hue for span in load_reading(article.revision).spans] == [7, 0]


def test_a_deleted_tag_gives_no_hue_and_stands_nowhere():
    article = make_article(text=TEXT)
    deleted = make_tag("b", hue=7)
    make_tag("a", hue=3)
    passage = make_passage(article, "Kabul", tags=["b", "a"])
    make_passage(article, "dawn", tags=["b"])
    act(make_user(), deleted.remove)

    reading = load_reading(article.revision)

    assert [span.hue for span in reading.spans] == [3, 0]
    assert [(tag.name, count) for tag, count in reading.legend] == [("a", 1)]
    assert [name for name, *_ in reading.tags_of[passage.public_id]] == ["a"]
    changes = saved_changes(article, [passage], make_user())
    assert changes.legend == reading.legend
    assert changes.tags_of == {passage.public_id: reading.tags_of[passage.public_id]}
    assert changes.paragraphs == [reading.paragraphs[0]]


def test_legend_counts_passages_the_most_frequent_first():
    article = make_article(text=TEXT)
    make_passage(article, "Kabul", tags=["b", "a"])
    make_passage(article, "dawn", tags=["b"])
    act(make_user(), make_passage(article, "Nobody", tags=["a", "b"]).remove)

    legend = load_reading(article.revision).legend

    assert [(tag.name, count) for tag, count in legend] == [("b", 2), ("a", 1)]


def column(article, opened=""):
    return column_of(load_reading(article.revision), article, make_user(), opened)


def ids_in(column):
    """The ids of all passages, in the order of the column."""
    return [each for part in column for each in (part.ids if part.is_fold else [part.id])]


def test_column_of_a_crowd_holds_few_cards_and_every_passage_once():
    article = make_crowd(passages=300, words=400)

    parts = column(article)

    assert ids_in(parts) == list(load_reading(article.revision).starts)
    assert 20 <= len([part for part in parts if not part.is_fold]) <= MAX_CARDS
    # Between any two folds there are cards.
    assert [a.is_fold and b.is_fold for a, b in pairwise(parts)] == [False] * (len(parts) - 1)


def test_opened_fold_shows_its_cards_and_folds_what_is_left_of_it():
    article = make_crowd(passages=150, words=100)
    fold = max((part for part in column(article) if part.is_fold), key=lambda part: len(part.ids))
    assert len(fold.ids) > MAX_CARDS

    parts = column(article, opened=fold.first)

    shown = [part.id for part in parts if not part.is_fold]
    assert [each for each in fold.ids if each in shown][:MAX_CARDS] == list(fold.ids[:MAX_CARDS])
    # So every card is reached from fold to fold: the rest is opened by its own first.
    rest = next(part for part in parts if part.is_fold and fold.ids[MAX_CARDS] in part.ids)
    assert rest.first == fold.ids[MAX_CARDS]
    assert ids_in(parts) == ids_in(column(article))


def test_unknown_passage_opens_nothing():
    article = make_crowd(passages=100, words=100)

    assert ids_in(column(article, opened="000000000000")) == ids_in(column(article))


@pytest.mark.parametrize("number", [1, 8])
def test_number_of_queries_does_not_grow_with_passages(django_assert_num_queries, number):
    article, user = make_article(text=TEXT), make_user()
    person, claim = make_person(), make_claim()
    for quote in ["Kabul", "fell", "dawn", "he", "said", "Nobody", "saw", "it"][:number]:
        passage = make_passage(article, quote, tags=["a", quote], people=[(person, Role.SPEAKS)])
        make_evidence(claim, passage)
    revision = article.revision
    user.has_perm("annotations.add_passage")

    with django_assert_num_queries(3):
        reading = load_reading(revision)
    # PostgreSQL reads cards, people and evidence in one statement.
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 3):
        column_of(reading, article, user)
