"""Preview of a correction: the comparison of the texts, and the outcome for each passage."""

from dataclasses import dataclass

from annotations.anchoring.spans import LOST, NEEDS_REVIEW, PLACED
from annotations.corrections.carry_over import MOVES, SET_ASIDE, STAYS, outcomes_of
from annotations.corrections.text_diff import Changed, Unchanged, changes
from annotations.models import Claim, Evidence, Passage
from corpus.models import Revision
from corpus.models.revision_text import text_of
from corpus.text import around, shown_context

# Code points of the text shown on each side of a passage.
CONTEXT_LENGTH = 60

# Passages listed for one outcome; longer lists would not be read.
MAX_SHOWN = 60

# A passage has the worst outcome of its pieces; those that need a decision come first.
KINDS = [NEEDS_REVIEW, LOST, MOVES, STAYS, SET_ASIDE]
_WORST_FIRST = [LOST, NEEDS_REVIEW, SET_ASIDE, MOVES, STAYS]

PHRASES = {
    STAYS: ("stays", "stay"),
    MOVES: ("moves", "move"),
    NEEDS_REVIEW: ("needs review", "need review"),
    LOST: ("is lost", "are lost"),
    SET_ASIDE: ("stays marked as removed", "stay marked as removed"),
}
HEADINGS = {
    STAYS: "at the same position",
    MOVES: "with their words",
    NEEDS_REVIEW: "position uncertain",
    LOST: "no similar words in the new text",
    SET_ASIDE: "their words are not in the text",
}


@dataclass(frozen=True)
class QuoteInContext:
    """Words of a text with their context on both sides."""

    before: str
    words: str
    after: str


@dataclass(frozen=True)
class PieceChange:
    """The last certain position of a piece, and the new one; None where it is lost."""

    old: QuoteInContext
    new: QuoteInContext | None


@dataclass(frozen=True)
class PassageChange:
    """A passage of the article, its pieces, and the claims that it is evidence for."""

    passage: Passage
    claims: list[Claim]
    pieces: list[PieceChange]


@dataclass(frozen=True)
class OutcomeGroup:
    """The passages with the same outcome: `number` of them, of which `shown` are the first."""

    kind: str
    number: int
    shown: list[PassageChange]

    @property
    def words(self):
        """Such as "2 move"."""
        return f"{self.number} {PHRASES[self.kind][self.number != 1]}"

    @property
    def heading(self):
        return HEADINGS[self.kind]

    @property
    def waits(self):
        """Whether they will need review."""
        return self.kind in (NEEDS_REVIEW, LOST)

    @property
    def more(self):
        return self.number - len(self.shown)


@dataclass(frozen=True)
class Comparison:
    """A new text compared with the current one: changes of the text, outcomes for passages."""

    changes: list[Changed | Unchanged]
    outcomes: list[OutcomeGroup]

    @property
    def is_same(self):
        """Whether nothing changes at all."""
        return not any(hasattr(each, "parts") for each in self.changes)

    @property
    def sentence(self):
        """Such as "12 stay, 2 move, 1 needs review, 1 is lost"."""
        order = [STAYS, MOVES, NEEDS_REVIEW, LOST, SET_ASIDE]
        phrases = {outcome.kind: outcome.words for outcome in self.outcomes}
        return ", ".join(phrases[kind] for kind in order if kind in phrases)


def compare(article, text):
    """The Comparison of an article with a normalised text, in a fixed number of queries."""
    old = article.revision
    pieces_by_passage = {}
    for outcome in outcomes_of(old, text):
        pieces_by_passage.setdefault(outcome.before.passage_id, []).append(outcome)
    passages = Passage.objects.present().select_related("created_by")
    present = passages.filter(article=article).in_bulk()
    groups = {}
    for passage_pk, pieces in pieces_by_passage.items():
        if passage_pk in present:
            kinds = {outcome.kind for outcome in pieces}
            kind = next(kind for kind in _WORST_FIRST if kind in kinds)
            groups.setdefault(kind, []).append((present[passage_pk], pieces))
    shown = {kind: group[:MAX_SHOWN] for kind, group in groups.items()}
    claims = claims_by_passage([passage.pk for group in shown.values() for passage, _ in group])
    texts = _texts(old, shown)
    outcomes = [
        OutcomeGroup(
            kind,
            len(groups[kind]),
            [
                PassageChange(
                    passage,
                    claims.get(passage.pk, []),
                    [_piece(outcome, texts, text) for outcome in pieces],
                )
                for passage, pieces in shown[kind]
            ],
        )
        for kind in KINDS
        if kind in groups
    ]
    return Comparison(changes(old.text, text), outcomes)


def claims_by_passage(passages):
    """{primary key of a passage: present claims that it is evidence for} for these keys."""
    claims = {}
    evidence = Evidence.objects.standing().filter(passage__in=passages).select_related("claim")
    for row in evidence:
        claims.setdefault(row.passage_id, []).append(row.claim)
    return claims


def quote_in_context(text, start, end):
    """The QuoteInContext of text[start:end]; offsets are code points."""
    before, after = shown_context(*around(text, start, end, CONTEXT_LENGTH), CONTEXT_LENGTH)
    return QuoteInContext(before, text[start:end], after)


def _piece(outcome, texts, text):
    certain, after = outcome.certain, outcome.after
    old = texts[certain.revision_id]
    new = quote_in_context(text, after.start, after.end) if after.state != LOST else None
    if certain.state != PLACED and certain.start is None:
        return PieceChange(QuoteInContext("", "", ""), new)
    return PieceChange(quote_in_context(old, certain.start, certain.end), new)


def _texts(old, shown):
    """{primary key: text} of the revisions in which the shown pieces were last certain."""
    revision_pks = {
        outcome.certain.revision_id
        for group in shown.values()
        for _, row in group
        for outcome in row
    } - {old.pk}
    texts = {old.pk: old.text}
    if revision_pks:
        rows = Revision.objects.filter(pk__in=revision_pks).values_list("pk", text_of())
        texts |= dict(rows)
    return texts
