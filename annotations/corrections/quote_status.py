"""Whether the quotes of passages are still in the newest texts, for claim pages."""

from collections import defaultdict

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Substr

from annotations.anchoring.folding import FoldedText
from annotations.anchoring.spans import LOST, NEEDS_REVIEW
from annotations.models.evidence import Evidence
from annotations.models.placement import Placement
from annotations.publishing.text_fragments import GAP
from corpus.models.revision_text import text_of

# Sentences about a quote on pages; its worst piece decides. An unchanged quote gets none.
GONE = "The article was corrected. These words are no longer in it."
IN_REVIEW = "The article was corrected. The position of these words needs review."
REWORDED = "The article was corrected. These words now read differently."


def with_corrections(claims):
    """Claims annotated with `has_corrections`: whether an article that they quote was corrected.

    Without a correction their quotes need no check. Evidence that was deleted since counts too:
    it may be part of what was published.
    """
    quoted = Evidence.objects.filter(claim=OuterRef("pk"))
    corrected = quoted.filter(passage__article__revision_number__gt=1)
    return claims.annotate(has_corrections=Exists(corrected))


def quotes_corrected(evidence, frozen=None):
    """{public id of evidence: sentence} for those of these ids whose quote changed; one query.

    A passage that somebody placed at other words has another quote; one whose boundaries were
    adjusted has not. `frozen` are the published quotes, by the same ids: where the passage was
    edited since, what counts is whether the published words are in the text at all.
    """
    pieces = (
        Placement.objects.filter(
            passage__evidence__public_id__in=evidence,
            revision__number=F("passage__article__revision_number"),
            revision__number__gt=1,
        )
        .annotate(words=Substr(text_of("revision__"), F("start") + 1, F("end") - F("start")))
        .with_effective_state()
        .order_by("piece")
        .values_list("passage__evidence__public_id", "effective_state", "words", "passage__quote")
    )
    quotes, states = defaultdict(list), defaultdict(set)
    marked = {}
    for public_id, state, text, quote in pieces:
        quotes[public_id].append(text or "")
        states[public_id].add(state)
        marked[public_id] = quote
    statuses = {
        evidence_id: _status(states[evidence_id], quotes[evidence_id], marked[evidence_id])
        for evidence_id in marked
    }
    edited = {
        evidence_id: quote
        for evidence_id, quote in (frozen or {}).items()
        if marked.get(evidence_id, quote) != quote
    }
    return {
        evidence_id: text for evidence_id, text in (statuses | _of_edited(edited)).items() if text
    }


def _of_edited(quotes):
    """Sentences for published quotes whose passages were edited since; one more query."""
    if not quotes:
        return {}
    newest = Placement.objects.filter(
        passage__evidence__public_id__in=quotes,
        revision__number=F("passage__article__revision_number"),
    )
    texts = dict(newest.values_list("passage__evidence__public_id", text_of("revision__")))
    return {
        one: ""
        if all(_folded(piece) in _folded(texts[one]) for piece in quote.split(GAP))
        else GONE
        for one, quote in quotes.items()
    }


def _status(states, words, quote):
    if LOST in states:
        return GONE
    if NEEDS_REVIEW in states:
        return IN_REVIEW
    return REWORDED if is_reworded(words, quote) else ""


def is_reworded(words, quote):
    """Whether the words of the pieces of a passage differ from its quote."""
    return GAP.join(words) != quote and _folded(GAP.join(words)) != _folded(quote)


def _folded(text):
    """The text as a correction compares it: kinds of quotation marks and dashes are one."""
    return FoldedText(text).text
