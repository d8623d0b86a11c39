"""Preview of a merge of two tags: what would change."""

from dataclasses import dataclass

from annotations.models import Claim, ClaimTag, Passage, PassageTag
from annotations.passages.excerpts import passages_tagged
from corpus.pagination import BoundedCount, bounded_count

MAX_EXAMPLES = 5


@dataclass(frozen=True)
class Overlap:
    """Counts of what carries the merged tag and of what carries both, with some examples."""

    passages: BoundedCount
    passages_with_both: BoundedCount
    claims: BoundedCount
    claims_with_both: BoundedCount
    examples: list[Passage]
    example_claims: list[Claim]

    @property
    def is_none(self):
        return not self.passages.number and not self.claims.number


def overlap_of(tag, into, member):
    """The Overlap of merging a tag into another one, in a fixed number of queries.

    Passages hidden from the member are not count_hits, but they are merged too.
    """
    passages = passages_tagged(tag, member)
    both = passages.filter(pk__in=PassageTag.objects.filter(tag=into).values("content_object"))
    claims = Claim.objects.present().filter(pk__in=_claims(tag))
    claims_with_both = claims.filter(pk__in=_claims(into))
    return Overlap(
        passages=bounded_count(passages),
        passages_with_both=bounded_count(both),
        claims=bounded_count(claims),
        claims_with_both=bounded_count(claims_with_both),
        examples=list(_examples(both)),
        example_claims=list(claims_with_both.newest_first()[:MAX_EXAMPLES]),
    )


def _claims(tag):
    return ClaimTag.objects.filter(tag=tag).values("content_object")


def _examples(passages):
    return passages.select_related("article").defer("article__text").order_by("-pk")[:MAX_EXAMPLES]
