"""Passages that do not stand for certain in the text of today, and what happened to each."""

from dataclasses import dataclass

from django.db.models import F, Q
from django.db.models.functions import Left, Substr

from annotations.anchoring.rebase import LOST
from annotations.corrections.preview import Place, claims_of
from annotations.models import Passage, Placement
from corpus.models import Revision
from corpus.models.article import OPENING_LENGTH


@dataclass(frozen=True)
class PendingPiece:
    """A piece: where it last stood for certain, in which revision, and what is proposed now.

    `correction` is the Revision that put it in doubt; both are None where it never stood for
    certain. `beyond` is the length of the text where its place was stored behind the end of it.
    """

    number: int
    is_set_aside: bool
    old: Place
    old_revision: int | None
    correction: Revision | None
    new: Place | None
    score: int
    beyond: int | None = None


@dataclass(frozen=True)
class PendingPlacement:
    """A passage with its pieces in doubt, and the claims that it is evidence for."""

    passage: Passage
    pieces: list
    claims: list
    may_review: bool

    @property
    def is_proposed(self):
        """Whether there is a place to confirm."""
        return any(piece.new for piece in self.pieces)

    @property
    def is_corrected(self):
        """Whether a correction of the text put it in doubt."""
        return any(piece.correction for piece in self.pieces)

    @property
    def is_set_aside(self):
        return all(piece.is_set_aside for piece in self.pieces)

    @property
    def state_words(self):
        if self.is_set_aside:
            return "set aside"
        return "needs review" if all(piece.new for piece in self.pieces) else "lost"


def in_doubt(passages):
    """Passages with what a list of doubts shows of them, and of their articles without texts."""
    related = passages.select_related("article", "created_by")
    return related.annotate(opening=Left("article__text", OPENING_LENGTH)).defer("article__text")


def doubts_of(passages, user):
    """The Doubts of passages (see `in_doubt`), in a fixed number of queries."""
    if not passages:
        return []
    pks = [passage.pk for passage in passages]
    by_pk = {passage.pk: passage for passage in passages}
    of_these = Placement.objects.filter(passage__in=pks).annotate(
        words=Substr("revision__text", F("start") + 1, F("end") - F("start"))
    )
    is_newest = Q(revision__number=F("passage__article__revision_number"))
    newest = list(of_these.filter(is_newest).uncertain().order_by("passage", "piece"))
    certain = of_these.certain().annotate(number=F("revision__number"))
    stood = {(each.passage_id, each.piece): each for each in certain.order_by("number")}
    corrections = _corrections(passages)
    pieces = {}
    for each in newest:
        passage = by_pk[each.passage_id]
        old = stood.get((each.passage_id, each.piece))
        pieces.setdefault(each.passage_id, []).append(_piece(each, old, passage, corrections))
    claims = claims_of(pks)
    found = []
    for passage in passages:
        if hasattr(passage, "opening"):
            passage.article.opening = passage.opening
        if passage.pk in pieces:
            row = pieces[passage.pk], claims.get(passage.pk, [])
            found.append(PendingPlacement(passage, *row, passage.may_be_edited_by(user)))
    return found


def _piece(piece, old, passage, corrections):
    """The PieceInDoubt; `old` is where it last stood for certain, None where it never did."""
    beyond = piece.text_length if piece.is_beyond_text else None
    correction = corrections.get((passage.article_id, old.number + 1)) if old else None
    return PendingPiece(
        number=piece.piece,
        is_set_aside=piece.is_set_aside,
        old=Place(old.prefix, old.words, old.suffix) if old else Place("", passage.quote, ""),
        old_revision=old.number if old else None,
        correction=correction,
        new=None if piece.state == LOST else Place(piece.prefix, piece.words, piece.suffix),
        score=round(piece.score),
        beyond=beyond,
    )


def doubt_of(passage, user):
    """The Doubt of one passage, or None where all of it stands for certain."""
    return next(iter(doubts_of([passage], user)), None)


def summary(doubts):
    """How many wait, in words: "2 passages need review, 1 lost"; "" where none does."""
    proposed = sum(doubt.state_words == "needs review" for doubt in doubts)
    lost = sum(doubt.state_words == "lost" for doubt in doubts)
    parts = [
        (proposed, "needs review" if proposed == 1 else "need review"),
        (lost, "lost"),
    ]
    said = [f"{number} {words}" for number, words in parts if number]
    if said:
        number, _, words = said[0].partition(" ")
        said[0] = f"{number} passage{'' if number == '1' else 's'} {words}"
    return ", ".join(said)


def _corrections(passages):
    """The corrections of the articles of these passages, by article and number, without texts."""
    articles = {passage.article_id for passage in passages}
    rows = Revision.objects.filter(article__in=articles, number__gt=1)
    rows = rows.select_related("created_by").defer("text")
    return {(row.article_id, row.number): row for row in rows}
