"""Bounded search beside the plain truth: every article read in Python."""

from datetime import date
from random import Random

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.index_entry import to_column
from corpus.models import Article, PersonIndex
from corpus.models.article_order import DAY_SIZE, keys_of_period
from corpus.pagination import BoundedCount
from corpus.search.bm25 import scores, scoring_words, spaced, term_frequency, uses_stems
from corpus.search.parser import parse
from corpus.search.query_tree import EXACT, PREFIX, STEM, All, Any, Not, Words
from corpus.search.tokenizer import joined_words
from corpus.search_index.index_scan import PRESENT
from corpus.search_index.models import have_matches_beside
from corpus.search_index.newest_hits import (
    Hits,
    Limits,
    count_hits,
    first_statement,
    newest,
    newest_keys,
)
from corpus.search_index.relevance import relevant
from corpus.search_index.schema import ARTICLES as ARTICLE_INDEX
from corpus.search_index.word_forms import with_forms
from tests.support.factories import make_article, make_source, make_user

pytestmark = pytest.mark.django_db

ARTICLES = 60
WORDS = ("river", "bank", "boat", "running", "kabul", "中国", "国人")
# Tiny windows, so that a small corpus is a large one, and all the time in the world or none.
TINY = Limits(max_candidates=3, sample=1, first_window=2, second_window=4, growth=3, seconds=1000)
HASTY = Limits(max_candidates=3, sample=1, first_window=2, second_window=12, growth=2, seconds=0)


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker):
    """The words and stems of articles of few words, in which many meet, newest first; made once.

    The oldest article is undated, the others come three to a day. "zygomorph" stands in two.
    """
    chance = Random(5)
    with django_db_blocker.unblock(), transaction.atomic():
        by = make_user()
        sources = [make_source(name, by=by) for name in ("Even", "Odd")]
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
        articles = Article.objects.order_by("-sort_key").values_list("sort_key", "title", "text")
        yield [
            (
                key,
                *(to_column(joined_words(each)) for each in texts),
                *(to_column(joined_words(each, as_stems=True)) for each in texts),
                len(texts[1]),
            )
            for key, *texts in articles
        ]
        transaction.set_rollback(True)


def holds(row, node):
    """Say whether an article holds a tree: what the databases are to answer."""
    _, title, text, title_stems, text_stems, _ = row
    if isinstance(node, Not):
        return not holds(row, node.node)
    if isinstance(node, All):
        return all(holds(row, each) for each in node.nodes)
    if isinstance(node, Any):
        return any(holds(row, each) for each in node.nodes)
    phrase = f" {' '.join(node.words)}{'' if node.form == PREFIX else ' '}"
    columns = (title_stems, text_stems) if node.form == STEM else (title, text)
    return any(phrase in each for each in (columns[:1] if node.in_title else columns))


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
@settings(max_examples=40, deadline=None)
def test_any_tree_finds_what_is_there(rows, tree, most, start):
    before = None if start is None else rows[start][0]
    expected = truth(rows, tree, before)
    for articles in (PRESENT, Article.objects.all()):
        hits = newest(articles, tree, before=before, most=most, limits=TINY)
        assert hits == Hits(expected[:most], has_more=len(expected) > most)


@pytest.mark.parametrize("typed", ["boat", "zygomorph", "zygomorph OR none", "boat river", "-boat"])
def test_deleted_articles_are_not_present(rows, typed):
    tree = parse(typed).tree
    every = truth(rows, tree)
    Article.objects.filter(sort_key__in=every[::2]).update(deleted_at="2021-08-05T00:00Z")
    hits = newest_keys(PRESENT, tree, limits=TINY)
    assert hits == Hits(every[1::2])


@given(tree=trees, most=st.integers(5, 9))
@settings(max_examples=10, deadline=None)
def test_a_search_that_stops_goes_on_where_it_was(rows, tree, most):
    keys, before = [], None
    is_over = False
    while not is_over:
        hits = newest(Article.objects.all(), tree, before=before, most=most, limits=HASTY)
        keys += hits.keys
        before = hits.keys[-1] if hits.has_more else hits.stopped_at
        is_over = hits.is_complete
    assert keys == truth(rows, tree)


def test_what_was_not_searched_is_said(rows):
    everything = Not(Words(("none",)))
    hits = newest(Article.objects.all(), everything, limits=HASTY)
    # Windows of two and of twelve articles, all of them hits.
    assert hits == Hits([row[0] for row in rows[:14]], stopped_at=rows[13][0])
    assert not hits.is_complete
    assert count_hits(Article.objects.all(), everything, limits=HASTY) == BoundedCount(
        14, is_more=True
    )


HARD = [
    "-river",
    "-(river OR bank) -running",
    "中*",
    "-中*",
    "b*",
    " ".join(["river"] * 64),
    " OR ".join(f"river{number} -bank" for number in range(63)),
    f"{'(' * 20}river{' OR zygomorph)' * 20}",
    '"river bank boat"',
    "title:river -title:bank",
    "zygomorph (river OR -bank)",
]


@pytest.mark.parametrize("typed", HARD)
def test_hard_queries_find_what_is_there(rows, typed):
    tree = parse(typed).tree
    expected = truth(rows, tree)
    assert newest_keys(Article.objects.all(), tree, limits=TINY) == Hits(expected)
    assert count_hits(Article.objects.all(), tree) == BoundedCount(len(expected))


def test_counting_ends_at_most(rows):
    tree = parse("zygomorph").tree
    assert count_hits(Article.objects.all(), tree, most=1) == BoundedCount(1, is_more=True)
    assert count_hits(Article.objects.all(), tree, most=2) == BoundedCount(2)


@pytest.mark.parametrize("limits", [TINY, Limits()])
@pytest.mark.parametrize("typed", ["boat", "zygomorph", "-boat", ""])
def test_filters_narrow_hits(rows, typed, limits):
    tree = parse(typed).tree
    odd = Article.objects.filter(source__name="Odd")
    expected = [
        key for key in truth(rows, tree) if key in set(odd.values_list("sort_key", flat=True))
    ]
    assert 0 < len(expected) < len(truth(rows, tree))
    hits = [newest_keys(odd, tree, among=among, limits=limits) for among in (None, odd)]
    assert hits == [Hits(expected), Hits(expected)]


def test_periods_bound_what_is_looked_at(rows):
    since, below = keys_of_period(date(2021, 1, 5), date(2021, 1, 7))
    # A year's date stands on its first day, so that day is the first that may reach the period.
    assert (since, below) == (
        date(2021, 1, 1).toordinal() * DAY_SIZE,
        date(2021, 1, 8).toordinal() * DAY_SIZE,
    )
    assert keys_of_period(None, None) == (DAY_SIZE, None)
    since = date(2021, 1, 5).toordinal() * DAY_SIZE
    for tree in (None, parse("boat").tree, parse("zygomorph").tree, parse("-boat").tree):
        hits = newest_keys(Article.objects.all(), tree, since=since, before=below, limits=TINY)
        assert hits == Hits(truth(rows, tree, below, since))


def by_rank(rows, keys, tree):
    words = scoring_words(tree)
    held = [row for row in rows if row[0] in keys]
    counts = [
        [
            term_frequency(*map(spaced, row[3:5] if uses_stems(word) else row[1:3]), word)
            for word in words
        ]
        for row in held
    ]
    ranks = scores([row[5] for row in held], counts)
    ranked = sorted(zip(held, ranks, strict=True), key=lambda pair: (-pair[1], -pair[0][0]))
    return [row[0] for row, _ in ranked]


@pytest.mark.parametrize("typed", ["boat", "river OR zygomorph", '"river bank" OR ba*', "-boat"])
def test_hits_are_ranked_alike_on_both_databases(rows, typed):
    tree = parse(typed).tree
    expected = by_rank(rows, truth(rows, tree), tree)
    everything = Article.objects.all()
    assert relevant(everything, tree, most=99) == Hits(expected)
    assert relevant(everything, tree, most=4) == Hits(expected[:4], has_more=len(expected) > 4)
    assert relevant(everything, tree, most=4, offset=4).keys == expected[4:8]


def test_rank_is_among_the_newest_hits(rows):
    tree = parse("boat").tree
    newest_five = truth(rows, tree)[:5]
    hits = relevant(Article.objects.all(), tree, considered=5)
    assert hits == Hits(by_rank(rows, newest_five, tree), stopped_at=newest_five[-1])


@pytest.mark.parametrize(
    ("typed", "queries"),
    [
        ("zygomorph", {"sqlite": 1, "postgresql": 1}),
        ("zygomorph boat", {"sqlite": 4, "postgresql": 1}),
        ("zygomorph -quagga", {"sqlite": 4, "postgresql": 3}),
        ("boat", {"sqlite": 1, "postgresql": 1}),
        ("-boat", {"sqlite": 2, "postgresql": 2}),
    ],
)
def test_few_queries_are_asked(rows, typed, queries, django_assert_num_queries):
    limits = Limits(max_candidates=3, sample=10, first_window=50, second_window=50)
    # A page looks up the forms of its words once, for all its searches.
    tree = with_forms(parse(typed).tree)
    with django_assert_num_queries(queries[connection.vendor]):
        newest(PRESENT, tree, most=3, limits=limits)


@pytest.mark.parametrize(
    ("most", "read_below", "is_below", "is_the_same"),
    [
        (3, False, False, True),
        (3, True, True, True),
        (2, False, False, False),
        (3, False, True, False),
    ],
)
def test_beginning_read_before_is_used_for_that_search_alone(
    rows, most, read_below, is_below, is_the_same, django_assert_num_queries
):
    tree = with_forms(parse("boat").tree)
    middle = rows[len(rows) // 2][0]
    before, read_before = (middle if is_limited else None for is_limited in (is_below, read_below))
    statement = first_statement(tree, before=read_before, most=3)
    _, ahead, _ = have_matches_beside(statement, (tree, PersonIndex))
    truth = newest(PRESENT, tree, most=most, before=before)
    is_read = is_the_same and connection.vendor == "postgresql"
    with django_assert_num_queries(0 if is_read else 1):
        assert newest(PRESENT, tree, most=most, before=before, ahead=ahead) == truth


@pytest.mark.parametrize("typed", ["-boat", "river (-boat OR none)"])
def test_other_words_are_looked_up_within_the_same_keys(rows, typed):
    low = rows[5][0]
    query = str(Article.objects.matching(parse(typed).tree, keys={"gte": low}).query)
    query = query.replace(f"SELECT rowid FROM {ARTICLE_INDEX.outdated}", "")
    # Once for the articles, and once for each subquery.
    assert query.count(str(low)) == 1 + query.count("SELECT", 1)
