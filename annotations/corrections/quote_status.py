"""Whether quotes of passages still stand in the texts of today, for pages of claims."""

from collections import defaultdict

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Substr

from annotations.anchoring.rebase import LOST, NEEDS_REVIEW
from annotations.models.evidence import Evidence
from annotations.models.placement import Placement
from annotations.publishing.text_fragments import GAP

# What pages say of a quote; the piece that fares worst decides. Nothing is said of a quote that
# stands as it was marked.
GONE = "The article was corrected since; these words no longer stand in it."
IN_REVIEW = (
    "The article was corrected since; whether these words still stand in it is being reviewed."
)
REWORDED = "The article was corrected since; these words now read otherwise there."


def with_corrections(claims):
    """Say of each claim, as `has_corrections`, whether an article that it quotes was corrected.

    Only then is there anything to be asked about its quotes. Evidence that was deleted since
    counts too: it may stand in what was published.
    """
    quoted = Evidence.objects.filter(claim=OuterRef("pk"))
    corrected = quoted.filter(passage__article__revision_number__gt=1)
    return claims.annotate(has_corrections=Exists(corrected))


def quotes_corrected(evidence, frozen=None):
    """What is to be said of the quotes of evidence, by its public ids, which are given; one query.

    Where somebody placed a passage at other words they are not its quote; where somebody moved
    its ends, they are. `frozen` are quotes as they were published, by the same ids: where the
    passage was mended since, what counts is whether these words stand in the text at all.
    """
    pieces = (
        Placement.objects.filter(
            passage__evidence__public_id__in=evidence,
            revision__number=F("passage__article__revision_number"),
            revision__number__gt=1,
        )
        .annotate(words=Substr("revision__text", F("start") + 1, F("end") - F("start")))
        .with_effective_state()
        .order_by("piece")
        .values_list("passage__evidence__public_id", "effective_state", "words", "passage__quote")
    )
    quotes, states = defaultdict(list), defaultdict(set)
    marked = {}
    for public_id, state, words, quote in pieces:
        quotes[public_id].append(words or "")
        states[public_id].add(state)
        marked[public_id] = quote
    said = {one: _said(states[one], quotes[one], marked[one]) for one in marked}
    mended = {
        one: quote for one, quote in (frozen or {}).items() if marked.get(one, quote) != quote
    }
    return {one: words for one, words in (said | _of_mended(mended)).items() if words}


def _of_mended(quotes):
    """What is to be said of published quotes whose passages stand elsewhere now; one more query."""
    if not quotes:
        return {}
    newest = Placement.objects.filter(
        passage__evidence__public_id__in=quotes,
        revision__number=F("passage__article__revision_number"),
    )
    texts = dict(newest.values_list("passage__evidence__public_id", "revision__text"))
    return {
        one: "" if all(piece in texts[one] for piece in quote.split(GAP)) else GONE
        for one, quote in quotes.items()
    }


def _said(states, words, quote):
    if LOST in states:
        return GONE
    if NEEDS_REVIEW in states:
        return IN_REVIEW
    return "" if GAP.join(words) == quote else REWORDED
