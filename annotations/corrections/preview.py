"""What a correction would change: the comparison of the texts, and what becomes of each passage."""

from dataclasses import dataclass

from annotations.anchoring.rebase import LOST, NEEDS_REVIEW, PLACED
from annotations.corrections.carry_over import MOVES, SET_ASIDE, STAYS, fates
from annotations.corrections.text_diff import changes
from annotations.models import Evidence, Passage

# As much of the text as is shown on each side of a passage, in code points.
AROUND = 60

# As many passages of a kind as the page shows; of a thousand that stay nobody reads more.
MOST_SHOWN = 60

# A passage is as badly off as the worst of its pieces: what waits for somebody comes first.
KINDS = [NEEDS_REVIEW, LOST, MOVES, STAYS, SET_ASIDE]
_WORST = [LOST, NEEDS_REVIEW, SET_ASIDE, MOVES, STAYS]

WORDS = {
    STAYS: ("stays", "stay"),
    MOVES: ("moves", "move"),
    NEEDS_REVIEW: ("needs review", "need review"),
    LOST: ("is lost", "are lost"),
    SET_ASIDE: ("stays set aside", "stay set aside"),
}
HEADINGS = {
    STAYS: "Stays where it is",
    MOVES: "Moves along with its words",
    NEEDS_REVIEW: "Needs review: a place is only proposed",
    LOST: "Lost: nothing like it stands in the new text",
    SET_ASIDE: "Set aside before",
}


@dataclass(frozen=True)
class Place:
    """Words of a text and what stands around them."""

    before: str
    words: str
    after: str


@dataclass(frozen=True)
class PieceChange:
    """Where a piece stood for certain, and where it would stand; None where nowhere."""

    old: Place
    new: Place | None


@dataclass(frozen=True)
class PassageChange:
    """A passage of the article, its pieces, and the claims that it is evidence for."""

    passage: Passage
    claims: list
    pieces: list


@dataclass(frozen=True)
class Outcome:
    """The passages of which the same becomes; `shown` are the first of them."""

    kind: str
    number: int
    shown: list

    @property
    def words(self):
        """Such as "2 move"."""
        return f"{self.number} {WORDS[self.kind][self.number != 1]}"

    @property
    def heading(self):
        return HEADINGS[self.kind]

    @property
    def waits(self):
        """Whether somebody will have to look at them."""
        return self.kind in (NEEDS_REVIEW, LOST)

    @property
    def more(self):
        return self.number - len(self.shown)


@dataclass(frozen=True)
class Comparison:
    """A text beside the one that stands: what changes in it, and what becomes of passages."""

    changes: list
    outcomes: list

    @property
    def is_same(self):
        """Whether nothing changes at all."""
        return not any(hasattr(each, "parts") for each in self.changes)

    @property
    def sentence(self):
        """Such as "12 stay, 2 move, 1 needs review, 1 is lost"."""
        order = [STAYS, MOVES, NEEDS_REVIEW, LOST, SET_ASIDE]
        known = {outcome.kind: outcome.words for outcome in self.outcomes}
        return ", ".join(known[kind] for kind in order if kind in known)


def compare(article, text):
    """The Comparison of a normalised text with an article's, in a fixed number of queries."""
    old = article.revision
    by_passage = {}
    for fate in fates(old, text):
        by_passage.setdefault(fate.before.passage_id, []).append(fate)
    passages = Passage.objects.present().select_related("created_by")
    present = passages.filter(article=article).in_bulk()
    groups = {}
    for pk, pieces in by_passage.items():
        if pk in present:
            kinds = {fate.kind for fate in pieces}
            kind = next(kind for kind in _WORST if kind in kinds)
            groups.setdefault(kind, []).append((present[pk], pieces))
    shown = {kind: group[:MOST_SHOWN] for kind, group in groups.items()}
    claims = claims_of([passage.pk for group in shown.values() for passage, _ in group])
    texts = _texts(old, shown)
    outcomes = [
        Outcome(
            kind,
            len(groups[kind]),
            [
                PassageChange(
                    passage,
                    claims.get(passage.pk, []),
                    [_piece(fate, texts, text) for fate in pieces],
                )
                for passage, pieces in shown[kind]
            ],
        )
        for kind in KINDS
        if kind in groups
    ]
    return Comparison(changes(old.text, text), outcomes)


def claims_of(passages):
    """The present claims for which passages, by their keys, are evidence, by passage."""
    found = {}
    evidence = Evidence.objects.standing().filter(passage__in=passages).select_related("claim")
    for each in evidence:
        found.setdefault(each.passage_id, []).append(each.claim)
    return found


def place_in(text, start, end):
    """The Place of half-open code points."""
    return Place(text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND])


def _piece(fate, texts, text):
    certain, after = fate.certain, fate.after
    old = texts[certain.revision_id]
    new = place_in(text, after.start, after.end) if after.state != LOST else None
    if certain.state != PLACED and certain.start is None:
        return PieceChange(Place("", "", ""), new)
    return PieceChange(place_in(old, certain.start, certain.end), new)


def _texts(old, shown):
    """The texts in which what is shown last stood for certain."""
    wanted = {
        fate.certain.revision_id for group in shown.values() for _, row in group for fate in row
    } - {old.pk}
    found = {old.pk: old.text}
    if wanted:
        rows = type(old).objects.filter(pk__in=wanted).values_list("pk", "text")
        found |= dict(rows)
    return found
