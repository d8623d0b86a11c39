"""What the merging of two tags would change, as the page says it before."""

from dataclasses import dataclass

from annotations.models import Claim, ClaimTag, PassageTag
from annotations.passages.excerpts import passages_tagged
from corpus.pagination import BoundedCount, tally

EXAMPLES = 5


@dataclass(frozen=True)
class Overlap:
    """How much carries the tag that goes, how much of it both, and some examples of both."""

    passages: BoundedCount
    passages_with_both: BoundedCount
    claims: BoundedCount
    claims_with_both: BoundedCount
    examples: list
    example_claims: list

    @property
    def is_none(self):
        return not self.passages.number and not self.claims.number


def overlap_of(tag, into, member):
    """The Overlap of a tag that is merged into another one, in a fixed number of queries.

    Passages that the member may not see now are not counted; they are merged too.
    """
    passages = passages_tagged(tag, member)
    both = passages.filter(pk__in=PassageTag.objects.filter(tag=into).values("content_object"))
    claims = Claim.objects.present().filter(pk__in=_claims(tag))
    claims_with_both = claims.filter(pk__in=_claims(into))
    return Overlap(
        passages=tally(passages),
        passages_with_both=tally(both),
        claims=tally(claims),
        claims_with_both=tally(claims_with_both),
        examples=list(_read(both)),
        example_claims=list(claims_with_both.newest_first()[:EXAMPLES]),
    )


def _claims(tag):
    return ClaimTag.objects.filter(tag=tag).values("content_object")


def _read(passages):
    return passages.select_related("article").defer("article__text").order_by("-pk")[:EXAMPLES]
