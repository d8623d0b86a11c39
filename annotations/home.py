"""The home page: what a member has to do, and what the public sees."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from annotations.articles.filters import ASSIGNED, DONE, READING, as_seen_by, filtered
from annotations.claims.detail import published_page
from annotations.claims.filters import in_dispute
from annotations.claims.rows import ClaimLine, lines_of, newest_rows
from annotations.models import Claim, Member, Passage, ProposedCorrection, Status
from corpus.db.compiled_query import KEY, CompiledModelQuery, CompiledQuery
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
    since = _last_visit(member)
    return MembersHome(
        assigned=_assigned(member.pk),
        reading=_reading(member.pk),
        articles=_newest(member.pk),
        passages=list(_passages_of_colleagues(member, since)[:LONG_LIST_LENGTH]),
        since=since,
        disputed=lines_of(_disputed()),
        drafts=lines_of(_drafts(member)),
        sent_back=_sent_back(member.pk),
        reviews=bounded_count(_to_review(member)),
        proposals=bounded_count(_to_decide(member)),
        decided=list(_decided(member)[:SHORT_LIST_LENGTH]),
        hides_colleagues=bool(_hiding(member.pk)),
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


def _decided(member):
    """The member's own proposed corrections on which an editor has just decided."""
    since = timezone.now() - timedelta(days=DAYS_DECIDED)
    return ProposedCorrection.objects.decided_of(member).filter(decided_at__gt=since).listed()


def _drafts(member):
    """Draft claims: all of them for members who may publish, else the member's own.

    Without those that wait for their authors.
    """
    if member.has_perm("annotations.publish_claim"):
        return _all_drafts()
    return _own_drafts(member.pk)


def _rows_of_drafts(**own):
    drafts = Claim.objects.present().filter(status=Status.DRAFT, sent_back_reason="", **own)
    return newest_rows(drafts, SHORT_LIST_LENGTH)


def _build_sent_back(member):
    drafts = Claim.objects.present().filter(status=Status.DRAFT, created_by=member)
    return drafts.exclude(sent_back_reason="").newest_first()[:LONG_LIST_LENGTH]


_all_drafts = CompiledQuery(build=_rows_of_drafts)
_own_drafts = CompiledQuery(KEY, build=lambda member: _rows_of_drafts(created_by=member))
_disputed = CompiledQuery(
    build=lambda: newest_rows(in_dispute(Claim.objects.present()), SHORT_LIST_LENGTH)
)
# The member's own drafts that an editor sent back.
_sent_back = CompiledModelQuery(KEY, build=_build_sent_back)
_hiding = CompiledQuery(KEY, build=lambda member: Member.objects.hiding(member).values_list("pk"))
