"""Pure: the contents of a claim's page, list row and previews, from its record.

The record is that of a publication or of the current claim (see `record.record_of`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from annotations.publishing.counting import (
    CONTRADICTS,
    REPORTS,
    SUPPORTS,
    join_with_and,
    words_of,
)
from annotations.publishing.record import Json, Row
from annotations.publishing.text_fragments import text_fragment
from corpus.dates import DAY, ImpreciseDate, parse
from corpus.number_words import number_of
from corpus.page_numbers import shown_page
from corpus.text import SENTENCE_MARKS

HEADINGS = {REPORTS: "Reported by", SUPPORTS: "Supported by", CONTRADICTS: "Contradicted by"}
OPENING_MARKS = "“‘\"'«„"
# Maximum of names in a preview.
MAX_PREVIEW_NAMES = 3


@dataclass(frozen=True)
class EvidencePart:
    """One quote for or against a claim. `row` is its Evidence on a member's page, else None.

    `page` is the printed page of the article, as it is cited. `corrected` notes that the quote is
    not in the article's current text; else "".
    """

    quote: str
    lang: str
    dir: str
    why: str
    letter: str
    letter_words: str
    source: str
    title: str
    has_title: bool
    published: ImpreciseDate | None
    origin: str
    original: str
    page: str = ""
    corrected: str = ""
    row: Row = None

    @property
    def mark(self) -> str:
        """The opening quotation mark of the quote, which hangs in the margin; else ""."""
        return self.quote[0] if self.quote[0] in OPENING_MARKS else ""

    @property
    def source_url(self) -> str:
        """The page of the source, for members; "" if it was deleted since."""
        source = self.row.article.source if self.row else None
        return str(source.get_absolute_url()) if source and not source.is_deleted else ""

    @property
    def words(self) -> str:
        """The quote without that mark."""
        return self.quote.removeprefix(self.mark)


@dataclass(frozen=True)
class EvidenceGroup:
    """The evidence of one stance: the number of distinct articles, and the parts."""

    stance: str
    heading: str
    articles: int
    parts: list[EvidencePart]

    @property
    def articles_words(self) -> str:
        """Such as "2 articles"."""
        return number_of(self.articles, "article")


@dataclass(frozen=True)
class RelationPart:
    """A related claim, with its statement."""

    kind: str
    words: str
    statement: str
    by: str
    has_speaker: bool
    said: ImpreciseDate | None
    path: str

    @property
    def by_words(self) -> str:
        """Who says it and when, as a line."""
        return by_words(self.by if self.has_speaker else "", self.by, self.said)


@dataclass(frozen=True)
class ClaimPage:
    """A claim for templates; `tags` are (name, hue)."""

    id: str
    number: int
    statement: str
    speaker: str
    attribution: str
    said: ImpreciseDate | None
    credibility: int
    credibility_words: str
    verdict: str
    published: ImpreciseDate | None
    tags: list[tuple[str, int]]
    groups: list[EvidenceGroup]
    relations: list[RelationPart]
    counts: Json = field(repr=False)

    @property
    def reports_words(self) -> str:
        """Such as "2 reports from 1 independent origin"."""
        return self._count_words(REPORTS)

    @property
    def reports_reason(self) -> str:
        return str(self.counts[REPORTS]["reason"])

    @property
    def supports_words(self) -> str:
        return self._stance_words(SUPPORTS)

    @property
    def contradicts_words(self) -> str:
        """What contradicts the claim, in sentences; "" if nothing does."""
        sentences = [self._stance_words(CONTRADICTS)]
        if self._contradicting_speakers:
            verb = "contradicts" if len(self._contradicting_speakers) == 1 else "contradict"
            sentences.append(f"{join_with_and(self._contradicting_speakers)} {verb} it.")
        nameless = sum(not part.has_speaker for part in self._contradictions)
        if nameless:
            verb = "contradicts" if nameless == 1 else "contradict"
            sentences.append(f"{number_of(nameless, 'claim')} without a named speaker {verb} it.")
        return " ".join(sentence for sentence in sentences if sentence)

    @property
    def is_contradicted(self) -> bool:
        return bool(self.counts[CONTRADICTS]["articles"] or self._contradictions)

    @property
    def by_words(self) -> str:
        """Who says it and when, as a line: "Alexander Bikantov, 5 August 2021"."""
        return by_words(self.speaker, self.attribution, self.said)

    @property
    def sentence(self) -> str:
        """The statement with a final full stop, for citations."""
        return self.statement if self.statement[-1] in SENTENCE_MARKS else f"{self.statement}."

    @property
    def description(self) -> str:
        """Who says it, its counts and its verdict, in a line or two, for previews."""
        label = "Said by " if self.speaker else "Attributed to " if self.attribution else ""
        who = label + self.by_words
        verdict = f"Verdict: {self.verdict}" if self.verdict else ""
        counts = "; ".join([self.reports_words, *self._contradiction_parts()])
        return " ".join(f"{part}." for part in (who, counts, verdict) if part)

    @property
    def best_source(self) -> tuple[str, str] | None:
        """The best grade of the sources that report it; F (unknown) if none is graded."""
        parts = [part for group in self.groups if group.stance == REPORTS for part in group.parts]
        graded = sorted((part.letter, part.letter_words) for part in parts)
        return next(iter(graded), None)

    @property
    def _contradictions(self) -> list[RelationPart]:
        return [part for part in self.relations if part.kind == CONTRADICTS]

    @property
    def _contradicting_speakers(self) -> list[str]:
        return list(dict.fromkeys(part.by for part in self._contradictions if part.has_speaker))

    def _stance_words(self, stance: str) -> str:
        count = self.counts[stance]
        if not count["articles"]:
            return ""
        reason = count["reason"] if count["articles"] > 1 else ""
        return f"{self._count_words(stance)}. {reason}".strip()

    def _count_words(self, stance: str) -> str:
        # Not the words of the record: one that was frozen earlier may have other ones.
        count = self.counts[stance]
        return words_of(stance, count["articles"], count["origins"])

    def _contradiction_parts(self) -> Iterator[str]:
        speakers = self._contradicting_speakers
        if len(speakers) > MAX_PREVIEW_NAMES:
            speakers = [*speakers[:MAX_PREVIEW_NAMES], "others"]
        if speakers:
            yield f"contradicted by {join_with_and(speakers)}"
        elif self._contradictions:
            yield "contradicted by another claim"
        articles = self.counts[CONTRADICTS]["articles"]
        if articles:
            yield f"contradicted in {number_of(articles, 'article')}"


def page_of(
    record: Json,
    published_claims: Collection[str] | None = None,
    evidence: Iterable[Row] = (),
    corrected: Mapping[str, str] | None = None,
) -> ClaimPage:
    """The ClaimPage of a record.

    `published_claims` are the ids of currently published claims: frozen relations to other
    claims are omitted (None: all are shown). `evidence` are the rows of a member's page.
    `corrected` holds notes on quotes that are no longer in their texts, by evidence id; they
    are shown next to the record, which does not change.
    """
    corrected = corrected or {}
    rows = {row.public_id: row for row in evidence}
    return ClaimPage(
        id=record["id"],
        number=record["number"],
        statement=record["statement"],
        speaker=record["speaker"]["name"] if record["speaker"] else "",
        attribution=record["attribution"],
        said=_date(record["said"]),
        credibility=record["credibility"]["figure"],
        credibility_words=record["credibility"]["words"],
        verdict=record["verdict"],
        published=_day(record["published_at"]),
        tags=[(tag["name"], tag["hue"]) for tag in record["tags"]],
        groups=[
            _group(record, stance, rows, corrected)
            for stance in HEADINGS
            if _evidence_of(record, stance)
        ],
        relations=[
            _relation(part)
            for part in record["relations"]
            if published_claims is None or part["claim"]["id"] in published_claims
        ],
        counts=record["counts"],
    )


def related_ids(record: Json) -> set[str]:
    """The ids of the claims that a record is related to."""
    return {part["claim"]["id"] for part in record["relations"]}


def by_words(speaker: str, attribution: str, said: ImpreciseDate | None) -> str:
    quoted = f"“{attribution}”" if attribution else ""
    return ", ".join(str(part) for part in (speaker or quoted, said) if part)


def _evidence_of(record: Json, stance: str) -> list[Json]:
    return [part for part in record["evidence"] if part["stance"] == stance]


def _group(
    record: Json, stance: str, rows: Mapping[str, Row], corrected: Mapping[str, str]
) -> EvidenceGroup:
    parts = [_evidence(part, rows, corrected) for part in _evidence_of(record, stance)]
    articles = record["counts"][stance]["articles"]
    return EvidenceGroup(stance, HEADINGS[stance], articles, parts)


def _evidence(part: Json, rows: Mapping[str, Row], corrected: Mapping[str, str]) -> EvidencePart:
    article, origin = part["article"], part["origin"]
    return EvidencePart(
        quote=part["quote"],
        lang=article["language"],
        dir=article["dir"],
        why=part["why"],
        letter=part["grade"]["letter"],
        letter_words=part["grade"]["words"],
        source=article["source"]["name"] if article["source"] else "",
        title=article["title"],
        has_title=article["has_title"],
        published=_date(article["published"]),
        origin=", ".join(str(fact) for fact in (origin["name"], _date(origin["dated"])) if fact)
        if origin
        else "",
        original=text_fragment(article["url"], part["quote"], part.get("directives", "")),
        page=shown_page(part.get("page", "")),
        corrected=corrected.get(part["id"], ""),
        row=rows.get(part["id"]),
    )


def _relation(part: Json) -> RelationPart:
    other = part["claim"]
    return RelationPart(
        kind=part["kind"],
        words=part["words"],
        statement=other["statement"],
        by=other["by"],
        has_speaker=other["has_speaker"],
        said=_date(other["said"]),
        path=other["path"],
    )


def _date(iso: str | None) -> ImpreciseDate | None:
    return parse(iso) if iso else None


def _day(moment: str | None) -> ImpreciseDate | None:
    return ImpreciseDate(datetime.fromisoformat(moment).date(), DAY) if moment else None
