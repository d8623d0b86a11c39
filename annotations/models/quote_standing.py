"""Whether quotes of passages still stand in the texts of today, for pages of claims."""

from collections import defaultdict

from django.db.models import F
from django.db.models.functions import Substr

from annotations.anchoring import LOST, NEEDS_REVIEW
from annotations.models.placement import Placement
from annotations.text_fragments import GAP

# What pages say of a quote; the piece that fares worst decides. Nothing is said of a quote that
# stands as it was marked.
GONE = "The article was corrected since; these words no longer stand in it."
IN_REVIEW = (
    "The article was corrected since; whether these words still stand in it is being reviewed."
)
REWORDED = "The article was corrected since; these words now read otherwise there."


def quotes_corrected(evidence):
    """What is to be said of the quotes of evidence, by its public ids, which are given; one query.

    Where somebody placed a passage at other words they are not its quote; where somebody moved
    its ends, they are.
    """
    pieces = (
        Placement.objects.filter(
            passage__evidence__public_id__in=evidence,
            revision__number=F("passage__article__revision_number"),
            revision__number__gt=1,
        )
        .annotate(words=Substr("revision__text", F("start") + 1, F("end") - F("start")))
        .order_by("piece")
        .values_list("passage__evidence__public_id", "state", "words", "passage__quote")
    )
    quotes, states = defaultdict(list), defaultdict(set)
    marked = {}
    for public_id, state, words, quote in pieces:
        quotes[public_id].append(words or "")
        states[public_id].add(state)
        marked[public_id] = quote
    return {one: said for one in marked if (said := _said(states[one], quotes[one], marked[one]))}


def _said(states, words, quote):
    if LOST in states:
        return GONE
    if NEEDS_REVIEW in states:
        return IN_REVIEW
    return "" if GAP.join(words) == quote else REWORDED
