"""Passages whose position in the newest text is uncertain, and what happened to each."""

from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Substr

from annotations.anchoring.spans import CONTEXT_LENGTH, LOST
from annotations.corrections.preview import QuoteInContext, claims_by_passage
from annotations.models import Claim, Passage, Placement
from corpus.models import Revision
from corpus.models.revision_text import text_of
from corpus.number_words import number_of
from corpus.text import shown_context

# Passages named in a message.
MAX_NAMED = 5


@dataclass(frozen=True)
class PendingPiece:
    """A piece: its last certain position, in which revision, and what is proposed now.

    `correction` is the Revision that made it uncertain; both are None where its position never
    was certain. `beyond` is the length of the text, in code points, where the stored position
    ends after it.
    """

    number: int
    is_set_aside: bool
    old: QuoteInContext
    old_revision: int | None
    correction: Revision | None
    new: QuoteInContext | None
    score: int
    beyond: int | None = None


@dataclass(frozen=True)
class PendingPlacement:
    """A passage with its uncertain pieces, and the claims that it is evidence for."""

    passage: Passage
    pieces: list[PendingPiece]
    claims: list[Claim]
    may_review: bool

    @property
    def is_proposed(self):
        """Whether there is a position to confirm."""
        return any(piece.new for piece in self.pieces)

    @property
    def is_corrected(self):
        """Whether a correction of the text made it uncertain."""
        return any(piece.correction for piece in self.pieces)

    @property
    def is_set_aside(self):
        return all(piece.is_set_aside for piece in self.pieces)

    @property
    def state_words(self):
        if self.is_set_aside:
            return "marked as removed"
        return "needs review" if all(piece.new for piece in self.pieces) else "lost"


def with_articles(passages):
    """Passages with author and article, but without its text."""
    return passages.select_related("article", "created_by").defer("article__text")


def pending_placements(passages, user):
    """The PendingPlacements of passages `with_articles`, in a fixed number of queries."""
    if not passages:
        return []
    pks = [passage.pk for passage in passages]
    by_pk = {passage.pk: passage for passage in passages}
    placements = Placement.objects.filter(passage__in=pks).annotate(
        words=Substr(text_of("revision__"), F("start") + 1, F("end") - F("start"))
    )
    is_newest = Q(revision__number=F("passage__article__revision_number"))
    newest = list(placements.filter(is_newest).uncertain().order_by("passage", "piece"))
    certain = placements.certain().annotate(number=F("revision__number"))
    last_certain = {
        (placement.passage_id, placement.piece): placement
        for placement in certain.order_by("number")
    }
    corrections = _corrections(passages)
    pieces = {}
    for placement in newest:
        passage = by_pk[placement.passage_id]
        old = last_certain.get((placement.passage_id, placement.piece))
        pieces.setdefault(placement.passage_id, []).append(
            _piece(placement, old, passage, corrections)
        )
    claims = claims_by_passage(pks)
    pending = []
    for passage in passages:
        if passage.pk in pieces:
            details = pieces[passage.pk], claims.get(passage.pk, [])
            pending.append(PendingPlacement(passage, *details, passage.may_be_edited_by(user)))
    return pending


def _piece(placement, last_certain, passage, corrections):
    """The PendingPiece; `last_certain` is its last certain Placement, None where it has none."""
    beyond = placement.text_length if placement.is_beyond_text else None
    correction = (
        corrections.get((passage.article_id, last_certain.number + 1)) if last_certain else None
    )
    return PendingPiece(
        number=placement.piece,
        is_set_aside=placement.is_set_aside,
        old=_in_context(last_certain) if last_certain else QuoteInContext("", passage.quote, ""),
        old_revision=last_certain.number if last_certain else None,
        correction=correction,
        new=None if placement.state == LOST else _in_context(placement),
        score=round(placement.score),
        beyond=beyond,
    )


def _in_context(placement):
    before, after = shown_context(placement.prefix, placement.suffix, CONTEXT_LENGTH)
    return QuoteInContext(before, placement.words, after)


def pending_placement(passage, user):
    """The PendingPlacement of one passage, or None where all its pieces are placed."""
    return next(iter(pending_placements([passage], user)), None)


def proposals_of(article, user, limit):
    """The first PendingPlacements of an article that a member can confirm, and how many more.

    In text order: by the position proposed for the first uncertain piece.
    """
    proposed = Placement.objects.pending().filter(passage=OuterRef("pk"), start__isnull=False)
    first_start = Subquery(proposed.order_by("start").values("start")[:1])
    passages = article.passages.present().visible_to(user).annotate(proposed_at=first_start)
    passages = with_articles(passages.filter(proposed_at__isnull=False))
    editable = [
        passage
        for passage in passages.order_by("proposed_at", "pk")
        if passage.may_be_edited_by(user)
    ]
    return pending_placements(editable[:limit], user), len(editable[limit:])


def confirmed_message(number, left):
    """What was confirmed, and by its quote each passage that was left as it is."""
    message = f"{number_of(number, 'position')} confirmed."
    if left:
        quotes = ", ".join(f"“{passage}”" for passage in left[:MAX_NAMED])
        more = f" and {len(left) - MAX_NAMED} more" if len(left) > MAX_NAMED else ""
        message += f" Changed meanwhile and left as they are: {quotes}{more}."
    return message


def pending_summary(placements):
    """How many are pending, in words: "2 passages need review, 1 lost"; "" for none."""
    proposed = sum(placement.state_words == "needs review" for placement in placements)
    lost = sum(placement.state_words == "lost" for placement in placements)
    counts = [(proposed, "needs review" if proposed == 1 else "need review"), (lost, "lost")]
    parts = [(number, words) for number, words in counts if number]
    # Only the first says what is counted.
    first = [f"{number_of(number, 'passage')} {words}" for number, words in parts[:1]]
    return ", ".join([*first, *(f"{number} {words}" for number, words in parts[1:])])


def _corrections(passages):
    """The corrections of the articles of these passages, by article and number, without texts."""
    articles = {passage.article_id for passage in passages}
    rows = Revision.objects.filter(article__in=articles, number__gt=1)
    rows = rows.select_related("created_by").defer("text")
    return {(row.article_id, row.number): row for row in rows}
