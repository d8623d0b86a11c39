"""Whether quotes of passages still stand in the texts of today, for pages of claims."""

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Substr

from annotations.anchoring import LOST, NEEDS_REVIEW
from annotations.models.placement import Placement

# What pages say of a quote, in the order in which one piece outweighs the others. Nothing is
# said of a quote that stands as it was marked.
GONE = "The article was corrected since; these words no longer stand in it."
IN_REVIEW = (
    "The article was corrected since; whether these words still stand in it is being reviewed."
)
REWORDED = "The article was corrected since; these words now read otherwise there."
_ORDER = [GONE, IN_REVIEW, REWORDED]


def quotes_corrected(evidence):
    """What is to be said of the quotes of evidence, by its public ids, which are given; one query.

    A piece that somebody placed at other words has the words of the new text.
    """
    words = Substr("revision__text", F("start") + 1, F("end") - F("start"))
    marked = Placement.objects.filter(passage=OuterRef("passage"), piece=OuterRef("piece"))
    marked = marked.order_by("revision__number").annotate(words=words)
    pieces = (
        Placement.objects.filter(
            passage__evidence__public_id__in=evidence,
            revision__number=F("passage__article__revision_number"),
            revision__number__gt=1,
        )
        .annotate(words=words, marked=Subquery(marked.values("words")[:1]))
        .values_list("passage__evidence__public_id", "state", "words", "marked")
    )
    said = {}
    for public_id, state, now, then in pieces:
        words = {LOST: GONE, NEEDS_REVIEW: IN_REVIEW}.get(state, REWORDED if now != then else "")
        if words:
            said.setdefault(public_id, set()).add(words)
    return {one: next(words for words in _ORDER if words in of) for one, of in said.items()}
