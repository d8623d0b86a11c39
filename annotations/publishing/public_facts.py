"""Pure: what the public searches and filters published claims by, from their frozen records."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotations.publishing.counting import REPORTS
from annotations.publishing.record import Json
from corpus.dates import ImpreciseDate, parse
from corpus.search.query_tree import Node
from corpus.search.text_matching import MatchedWords, matcher_of

SPEAKER, SOURCE, VERDICT = "speaker", "source", "verdict"
# The filters by a value of the record.
VALUE_FILTERS = (SPEAKER, SOURCE, VERDICT)


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """What a record says: its words, the values of each of VALUE_FILTERS, and the claim's date."""

    words: MatchedWords
    values: tuple[tuple[str, ...], ...]
    said: ImpreciseDate | None


@dataclass(frozen=True)
class PublicFilters:
    """The filters of a list of published claims; what is None or empty filters nothing.

    `tree` is a tree of words; `values` are those of VALUE_FILTERS; `since` and `until` may be
    imprecise.
    """

    tree: Node | None = None
    values: tuple[str, ...] = ("",) * len(VALUE_FILTERS)
    since: ImpreciseDate | None = None
    until: ImpreciseDate | None = None


@dataclass(frozen=True)
class PublicMatches:
    """`positions` are those of the records that pass all filters.

    `offered` are for each of VALUE_FILTERS the (value, number of records) that pass all others:
    as many are listed if the value is chosen. The most frequent come first.
    """

    positions: list[int]
    offered: dict[str, list[tuple[str, int]]]


def facts_of(record: Json) -> PublicFacts:
    """The PublicFacts of a publication's record: nothing but what its page shows."""
    speaker = record["speaker"]["name"] if record["speaker"] else ""
    reporting = dict.fromkeys(
        part["article"]["source"]["name"]
        for part in record["evidence"]
        if part["stance"] == REPORTS and part["article"]["source"]
    )
    return PublicFacts(
        MatchedWords.of(filter(None, _texts(record, speaker))),
        (_given(speaker), tuple(reporting), _given(record["verdict"])),
        parse(record["said"]) if record["said"] else None,
    )


def _given(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _texts(record: Json, speaker: str) -> Iterator[str]:
    yield from (record["statement"], speaker, record["attribution"], record["verdict"])
    yield from (tag["name"] for tag in record["tags"])
    for part in record["evidence"]:
        source, origin = part["article"]["source"], part["origin"]
        yield from (part["quote"], part["why"], part["article"]["title"])
        yield from (each["name"] for each in (source, origin) if each)


def matching(facts: Sequence[PublicFacts], filters: PublicFilters) -> PublicMatches:
    """The PublicMatches of facts, in their order."""
    positions, counts = [], [Counter[str]() for _ in VALUE_FILTERS]
    is_match = matcher_of(filters.tree) if filters.tree else None
    for position, each in enumerate(facts):
        if not _is_within(each.said, filters) or (is_match and not is_match(each.words)):
            continue
        failing = [
            number
            for number, (value, values) in enumerate(zip(filters.values, each.values, strict=True))
            if value and value not in values
        ]
        if not failing:
            positions.append(position)
        for number, values in enumerate(each.values):
            if failing in ([], [number]):
                counts[number].update(values)
    offered = {name: _by_number(count) for name, count in zip(VALUE_FILTERS, counts, strict=True)}
    return PublicMatches(positions, offered)


def _is_within(said: ImpreciseDate | None, filters: PublicFilters) -> bool:
    """Return whether a date may be in the period asked for; an unknown one never is."""
    if not filters.since and not filters.until:
        return True
    if not said:
        return False
    is_early = filters.since and said.last < filters.since.first
    is_late = filters.until and said.first > filters.until.last
    return not is_early and not is_late


def _by_number(counts: Counter[str]) -> list[tuple[str, int]]:
    pairs: Iterable[tuple[str, int]] = counts.items()
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0].casefold(), pair[0]))
