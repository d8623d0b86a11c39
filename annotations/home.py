"""What waits for a member at the door, and what strangers find there."""

from dataclasses import dataclass

from annotations.articles.filters import ASSIGNED, DONE, READING, narrowed, with_state_of
from annotations.claims.detail import lines_of, list_published
from annotations.claims.filters import in_dispute
from annotations.models import Claim, Member, Passage, Status
from annotations.models.passage import with_passage_counts
from corpus.models import Article
from corpus.pagination import BoundedCount, bounded_count

FEW, SOME = 5, 8


@dataclass(frozen=True)
class MembersHome:
    """The lists of a member's home, each short and newest first."""

    assigned: list
    reading: list
    articles: list
    passages: list
    disputed: list
    drafts: list
    reviews: BoundedCount
    hides_colleagues: bool


def members_home(member):
    """The MembersHome of a member, in a fixed number of queries."""
    articles = with_state_of(with_passage_counts(Article.objects.listed(), member), member)
    newest = articles.in_reading_order()
    assigned = narrowed(newest, member, read=ASSIGNED).exclude(my_state=DONE)
    return MembersHome(
        assigned=list(assigned[:SOME]),
        reading=list(narrowed(newest, member, read=READING)[:FEW]),
        articles=list(newest[:FEW]),
        passages=list(_passages_of_colleagues(member)[:SOME]),
        disputed=_lines(in_dispute(Claim.objects.present())),
        drafts=_lines(_drafts(member)),
        reviews=bounded_count(_to_review(member)),
        hides_colleagues=Member.objects.hiding(member).exists(),
    )


def strangers_home():
    """The newest published claims as they were frozen."""
    _, readings = list_published({})
    return readings[:SOME]


def _lines(claims):
    newest = claims.newest_first().select_related("speaker", "publication")
    return lines_of(list(newest.defer("publication__record")[:FEW]))


def _passages_of_colleagues(member):
    return (
        Passage.objects.present()
        .visible_to(member)
        .filter(article__deleted_at=None)
        .exclude(created_by=member)
        .select_related("article", "created_by")
        .prefetch_related("tag_links__tag")
        .order_by("-pk")
    )


def _to_review(member):
    """Passages in doubt that wait for who may place all; for anybody else, their own."""
    passages = Passage.objects.to_review().visible_to(member)
    if member.has_perm("annotations.edit_any_passage"):
        return passages
    return passages.filter(created_by=member)


def _drafts(member):
    """Drafts that wait for who may publish them; for anybody else, their own."""
    drafts = Claim.objects.present().filter(status=Status.DRAFT)
    if member.has_perm("annotations.publish_claim"):
        return drafts
    return drafts.filter(created_by=member)
