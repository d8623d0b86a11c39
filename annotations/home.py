"""The home page: what a member has to do, and what the public sees."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from annotations.articles.filters import ASSIGNED, DONE, READING, as_seen_by, filtered
from annotations.claims.detail import published_page
from annotations.claims.filters import in_dispute
from annotations.claims.rows import ClaimLine, newest_lines
from annotations.models import Claim, Member, Passage, ProposedCorrection, Status
from corpus.db.compiled_query import KEY, CompiledModelQuery
from corpus.models import Action, Article
from corpus.pagination import BoundedCount, bounded_count

SHORT_LIST_LENGTH, LONG_LIST_LENGTH = 5, 8


@dataclass(frozen=True)
class MembersHome:
    """The lists of a member's home, each short and newest first."""

    assigned: list[Article]
    reading: list[Article]
    articles: list[Article]
    passages: list[Passage]
    since: datetime | None
    disputed: tuple[ClaimLine, ...]
    drafts: tuple[ClaimLine, ...]
    sent_back: list[Claim]
    reviews: BoundedCount
    proposals: BoundedCount
    hides_colleagues: bool


def members_home(member):
    """The MembersHome of a member, in a fixed number of queries."""
    since = _last_visit(member)
    return MembersHome(
        assigned=_assigned(member.pk),
        reading=_reading(member.pk),
        articles=_newest(member.pk),
        passages=list(_passages_of_colleagues(member, since)[:LONG_LIST_LENGTH]),
        since=since,
        disputed=newest_lines(in_dispute(Claim.objects.present()), SHORT_LIST_LENGTH),
        drafts=newest_lines(_drafts(member), SHORT_LIST_LENGTH),
        sent_back=list(_sent_back(member)[:LONG_LIST_LENGTH]),
        reviews=bounded_count(_to_review(member)),
        proposals=bounded_count(_to_decide(member)),
        hides_colleagues=Member.objects.hiding(member).exists(),
    )


def _articles(member):
    return as_seen_by(member, Article.objects.listed()).in_reading_order()


def _build_assigned(member):
    assigned = filtered(_articles(member), member, read=ASSIGNED)
    return assigned.exclude(my_state=DONE)[:LONG_LIST_LENGTH]


def _build_reading(member):
    return filtered(_articles(member), member, read=READING)[:SHORT_LIST_LENGTH]


_assigned = CompiledModelQuery(KEY, build=_build_assigned)
_reading = CompiledModelQuery(KEY, build=_build_reading)
_newest = CompiledModelQuery(KEY, build=lambda member: _articles(member)[:SHORT_LIST_LENGTH])


def public_home():
    """The ClaimDetails of the newest published claims."""
    _, readings = published_page({})
    return readings[:LONG_LIST_LENGTH]


def _last_visit(member):
    """When the member last changed anything before today, or None.

    Visits themselves are not recorded; the changes of today belong to the visit that goes on.
    """
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    actions = Action.objects.filter(by=member, at__lt=today).order_by("-pk")
    return actions.values_list("at", flat=True).first()


def _passages_of_colleagues(member, since):
    """What colleagues marked since then, newest first; all of it for None."""
    passages = Passage.objects.filter(created_at__gt=since) if since else Passage.objects
    return (
        passages.present()
        .visible_to(member)
        .filter(article__deleted_at=None)
        .exclude(created_by=member)
        .select_related("article", "created_by")
        .prefetch_related("tag_links__tag")
        .order_by("-pk")
    )


def _to_review(member):
    """Passages to review: all of them for editors, else the member's own."""
    passages = Passage.objects.to_review().visible_to(member)
    if member.has_perm("annotations.edit_any_passage"):
        return passages
    return passages.filter(created_by=member)


def _to_decide(member):
    """Proposed corrections that wait for a decision, for those who may correct texts."""
    proposals = ProposedCorrection.objects.open()
    return proposals if member.has_perm("corpus.change_article") else proposals.none()


def _drafts(member):
    """Draft claims: all of them for members who may publish, else the member's own.

    Without those that wait for their authors.
    """
    drafts = Claim.objects.present().filter(status=Status.DRAFT, sent_back_reason="")
    if member.has_perm("annotations.publish_claim"):
        return drafts
    return drafts.filter(created_by=member)


def _sent_back(member):
    """The member's own drafts that an editor sent back."""
    drafts = Claim.objects.present().filter(status=Status.DRAFT, created_by=member)
    return drafts.exclude(sent_back_reason="").newest_first()
