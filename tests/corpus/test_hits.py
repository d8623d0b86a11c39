"""Bounded search beside the plain truth: every article read in Python."""

from random import Random

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.models import Article, ArticleIndex
from corpus.models.hits import Found, Limits, newest
from corpus.search.tree import EXACT, PREFIX, STEM, All, Any, Not, Words
from tests.factories import make_article, make_source, make_user

ARTICLES = 60
WORDS = ("river", "bank", "boat", "running", "kabul", "中国", "国人")
# Tiny windows, so that a small corpus is a large one, and all the time in the world or none.
TINY = Limits(few=3, first=2, second=4, growth=2, seconds=1000)
HASTY = Limits(few=3, first=2, second=4, growth=2, seconds=0)


@pytest.fixture(scope="module")
def corpus(django_db_setup, django_db_blocker):
    """Articles of few words, in which many meet; by sort key, newest first. Made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        chance = Random(5)
        by = make_user()
        sources = [make_source(by=by) for _ in range(2)]
        for number in range(ARTICLES):
            words = chance.choices([*WORDS, "中国人", "banks", "run"], k=chance.randint(1, 5))
            words += ["zygomorph"] * (number in (7, 8))
            make_article(
                " ".join(words),
                title=chance.choice(["", *WORDS]),
                published=f"2021-01-{number // 3 + 1:02}" if number else None,
                source=sources[number % 2],
                by=by,
            )
        Article.objects.order_by("sort_key")[9].remove(by)
        yield list(
            ArticleIndex.objects.order_by("-pk").values_list(
                "pk", "title", "text", "title_stems", "text_stems"
            )
        )
        transaction.set_rollback(True)


def holds(row, node):
    """Say whether an index row holds a tree: what the databases are to answer."""
    _, title, text, title_stems, text_stems = row
    if isinstance(node, Not):
        return not holds(row, node.node)
    if isinstance(node, All):
        return all(holds(row, each) for each in node.nodes)
    if isinstance(node, Any):
        return any(holds(row, each) for each in node.nodes)
    said = f" {' '.join(node.words)}{'' if node.form == PREFIX else ' '}"
    columns = (title_stems, text_stems) if node.form == STEM else (title, text)
    return any(said in each for each in (columns[:1] if node.in_title else columns))


def truth(rows, tree, before=None, since=0):
    return [
        row[0]
        for row in rows
        if since <= row[0] and (before is None or row[0] < before)
        if tree is None or holds(row, tree)
    ]


leaves = st.builds(
    Words,
    st.lists(
        st.sampled_from([*WORDS, "run", "banks", "ba", "b", "中", "zygomorph", "none"]),
        min_size=1,
        max_size=2,
    ).map(tuple),
    st.sampled_from([EXACT, STEM, PREFIX]),
    st.booleans(),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=4).map(lambda nodes: All(tuple(nodes))),
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: Any(tuple(nodes))),
    ),
    max_leaves=8,
)


@given(tree=trees, most=st.integers(1, 9), start=st.none() | st.integers(0, ARTICLES - 1))
@settings(max_examples=150, deadline=None)
def test_any_tree_finds_what_is_there(corpus, django_db_blocker, tree, most, start):
    before = None if start is None else corpus[start][0]
    expected = truth(corpus, tree, before)
    with django_db_blocker.unblock():
        found = newest(Article.objects.all(), tree, before=before, most=most, limits=TINY)
    assert found == Found(expected[:most], has_more=len(expected) > most)


@given(tree=trees, most=st.integers(1, 9))
@settings(max_examples=50, deadline=None)
def test_a_search_that_stops_goes_on_where_it_was(corpus, django_db_blocker, tree, most):
    keys, before = [], None
    with django_db_blocker.unblock():
        while True:
            found = newest(Article.objects.all(), tree, before=before, most=most, limits=HASTY)
            keys += found.keys
            if found.is_complete:
                break
            before = found.keys[-1] if found.has_more else found.stopped_at
    assert keys == truth(corpus, tree)
