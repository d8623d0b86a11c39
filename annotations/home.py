"""The home page: what a member has to do, and what the public sees."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from annotations.articles.filters import ASSIGNED, DONE, READING, filtered, with_reading_state
from annotations.claims.detail import published_page
from annotations.claims.filters import in_dispute
from annotations.claims.rows import ClaimLine, newest_lines
from annotations.models import Claim, Member, Passage, ProposedCorrection, Status
from annotations.models.passage import with_passage_counts
from corpus.models import Action, Article
from corpus.pagination import BoundedCount, bounded_count

SHORT_LIST_LENGTH, LONG_LIST_LENGTH = 5, 8
# So long a decision on a proposed correction stands on the home of its author.
DAYS_DECIDED = 14


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
    decided: list[ProposedCorrection]
    hides_colleagues: bool


def members_home(member):
    """The MembersHome of a member, in a fixed number of queries."""
    articles = with_reading_state(with_passage_counts(Article.objects.listed(), member), member)
    newest = articles.in_reading_order()
    since = _last_visit(member)
    assigned = filtered(newest, member, read=ASSIGNED).exclude(my_state=DONE)
    return MembersHome(
        assigned=list(assigned[:LONG_LIST_LENGTH]),
        reading=list(filtered(newest, member, read=READING)[:SHORT_LIST_LENGTH]),
        articles=list(newest[:SHORT_LIST_LENGTH]),
        passages=list(_passages_of_colleagues(member, since)[:LONG_LIST_LENGTH]),
        since=since,
        disputed=newest_lines(in_dispute(Claim.objects.present()), SHORT_LIST_LENGTH),
        drafts=newest_lines(_drafts(member), SHORT_LIST_LENGTH),
        sent_back=list(_sent_back(member)[:LONG_LIST_LENGTH]),
        reviews=bounded_count(_to_review(member)),
        proposals=bounded_count(_to_decide(member)),
        decided=list(_decided(member)[:SHORT_LIST_LENGTH]),
        hides_colleagues=Member.objects.hiding(member).exists(),
    )


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


def _decided(member):
    """The member's own proposed corrections on which an editor has just decided."""
    since = timezone.now() - timedelta(days=DAYS_DECIDED)
    return ProposedCorrection.objects.decided_of(member).filter(decided_at__gt=since).listed()


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
