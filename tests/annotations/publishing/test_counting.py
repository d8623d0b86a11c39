import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.publishing.counting import (
    CONTRADICTS,
    REPORTS,
    STANCES,
    SUPPORTS,
    Count,
    EvidenceSource,
    count,
    words_of,
)

BRIEFING = {"origin": "b", "origin_name": "Briefing in Moscow", "origin_kind": "briefing"}
LEAK = {"origin": "l", "origin_name": "A leaked file"}


def told_by(source, article=None, stance=REPORTS, **fields):
    """What an article says that is named after its source."""
    return EvidenceSource(
        stance=stance,
        article=article or source,
        title=f"{article or source} says",
        source=source.lower(),
        source_name=source,
        **fields,
    )


def unsigned(article, **fields):
    return EvidenceSource(stance=REPORTS, article=article, title=article, **fields)


@pytest.mark.parametrize(
    ("stance", "articles", "origins", "words"),
    [
        (REPORTS, 0, 0, "No reports"),
        (REPORTS, 1, 1, "1 report from 1 independent origin"),
        (REPORTS, 1, 2, "1 report from 2 independent origins"),
        (REPORTS, 2, 1, "2 reports from 1 independent origin"),
        (SUPPORTS, 0, 0, "Supported by no articles"),
        (SUPPORTS, 1, 1, "Supported by 1 article from 1 independent origin"),
        (CONTRADICTS, 2, 2, "Contradicted by 2 articles from 2 independent origins"),
    ],
)
def test_each_number_has_its_unit(stance, articles, origins, words):
    assert words_of(stance, articles, origins) == words


def test_nothing_reported():
    assert count([], REPORTS) == Count(REPORTS, 0, 0, "")
    assert count([], REPORTS).words == "No reports"


def test_two_articles_of_one_briefing_count_once():
    given = [told_by("Reuters", **BRIEFING), told_by("TASS", **BRIEFING)]
    reason = "Reuters and TASS carry the same briefing, so they count once."
    assert count(given, REPORTS) == Count(REPORTS, 2, 1, reason)
    assert count(given, REPORTS).words == "2 reports from 1 independent origin"


def test_an_article_counts_once_however_often_it_says_it():
    given = [told_by("Reuters"), told_by("Reuters"), told_by("TASS")]
    counted = count(given, REPORTS)
    assert counted == Count(REPORTS, 2, 2, "No two of them share an origin.")
    assert counted.words == "2 reports from 2 independent origins"


def test_a_stated_origin_stands_before_the_source():
    given = [told_by("Reuters"), told_by("Reuters", **BRIEFING)]
    reason = "It comes from one briefing: Briefing in Moscow."
    assert count(given, REPORTS) == Count(REPORTS, 1, 1, reason)


def test_two_articles_of_one_source_without_an_origin_count_once():
    given = [told_by("Reuters", "a"), told_by("Reuters", "b")]
    reason = "“a says” and “b says” name no origin other than Reuters, so they count once."
    assert count(given, REPORTS) == Count(REPORTS, 2, 1, reason)


def test_one_report_without_an_origin_names_its_source():
    reason = "No origin is named, so TASS counts."
    assert count([told_by("TASS")], REPORTS) == Count(REPORTS, 1, 1, reason)


def test_an_article_of_unknown_publisher_counts_by_itself():
    reason = "Neither its origin nor its publisher is known, so the article itself counts."
    assert count([unsigned("a")], REPORTS) == Count(REPORTS, 1, 1, reason)
    assert count([unsigned("a"), unsigned("b")], REPORTS).origins == 2


def test_an_article_with_two_origins_counts_for_both():
    given = [told_by("Reuters", **BRIEFING), told_by("TASS", **BRIEFING), told_by("TASS", **LEAK)]
    reason = "Reuters and TASS carry the same briefing, so that counts once. TASS names 2 origins."
    assert count(given, REPORTS) == Count(REPORTS, 2, 2, reason)


def test_shared_origins_are_named_where_their_kind_does_not_tell_them_apart():
    second = {"origin": "c", "origin_name": "Briefing in Kabul", "origin_kind": "briefing"}
    given = [
        *(told_by(name, **BRIEFING) for name in ("Reuters", "TASS")),
        *(told_by(name, **second) for name in ("AFP", "BBC", "dpa")),
    ]
    assert count(given, REPORTS).reason == (
        "Reuters and TASS carry the same briefing (Briefing in Moscow), so they count once. "
        "AFP, BBC and dpa carry the same briefing (Briefing in Kabul), so they count once."
    )


def test_an_origin_of_no_kind_is_named():
    given = [told_by("Reuters", **LEAK), told_by("TASS", **LEAK)]
    assert count(given, REPORTS).reason == (
        "Reuters and TASS carry the same origin (A leaked file), so they count once."
    )


def test_stances_are_counted_apart():
    given = [
        told_by("Reuters", **BRIEFING),
        told_by("TASS", stance=CONTRADICTS, **BRIEFING),
        told_by("TASS", stance=SUPPORTS),
    ]
    counts = [(c.articles, c.origins) for c in (count(given, stance) for stance in STANCES)]
    assert counts == [(1, 1), (1, 1), (1, 1)]
    assert count(given, CONTRADICTS).words == "Contradicted by 1 article from 1 independent origin"
    assert count(given[:1], SUPPORTS).words == "Supported by no articles"


def test_an_origin_stated_on_another_stance_does_not_count():
    given = [told_by("TASS"), told_by("TASS", stance=SUPPORTS, **BRIEFING)]
    assert count(given, REPORTS).reason == "No origin is named, so TASS counts."


@st.composite
def evidence_lists(draw):
    """Evidence over a few articles, each of one source or of none."""
    sources = draw(st.lists(st.sampled_from(["", "s", "t"]), min_size=1, max_size=5))
    pieces = draw(
        st.lists(
            st.tuples(
                st.integers(0, len(sources) - 1),
                st.sampled_from(STANCES),
                st.sampled_from(["", "s", "x", "y"]),
            ),
            max_size=12,
        )
    )
    return [
        EvidenceSource(
            stance=stance,
            article=f"a{number}",
            title=f"A{number}",
            source=sources[number],
            source_name=sources[number],
            origin=origin,
            origin_name=origin,
        )
        for number, stance, origin in pieces
    ]


def by_definition(evidence, stance):
    """Reports and origins, spelt out as the definition does."""
    of_stance = [piece for piece in evidence if piece.stance == stance]
    origins = []
    for article in {piece.article for piece in of_stance}:
        of_article = [piece for piece in of_stance if piece.article == article]
        if any(piece.origin for piece in of_article):
            origins += [("stated", piece.origin) for piece in of_article if piece.origin]
        elif of_article[0].source:
            origins.append(("source", of_article[0].source))
        else:
            origins.append(("itself", article))
    return len({piece.article for piece in of_stance}), len(set(origins))


@given(evidence_lists(), st.sampled_from(STANCES))
def test_counts_are_those_of_the_definition(evidence, stance):
    counted = count(evidence, stance)
    assert (counted.articles, counted.origins) == by_definition(evidence, stance)


@given(evidence_lists(), st.sampled_from(STANCES), st.randoms())
def test_counts_do_not_depend_on_the_order(evidence, stance, random):
    counted = count(evidence, stance)
    random.shuffle(evidence)
    again = count(evidence, stance)
    assert (counted.articles, counted.origins) == (again.articles, again.origins)


@given(evidence_lists(), st.sampled_from(STANCES))
def test_every_count_above_nothing_has_its_reason(evidence, stance):
    counted = count(evidence, stance)
    assert bool(counted.reason) == bool(counted.articles)
