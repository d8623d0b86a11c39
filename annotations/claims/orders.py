"""The orders of a list of claims."""

from django.db.models import OuterRef

from annotations.models import Claim, Evidence, Stance
from corpus.db.count_up_to import CountUpTo
from corpus.models import Article
from corpus.pagination import ordered_page_of

NEWEST, EDITED, REPORTS = "", "edited", "reports"
# The words and columns of each order, by value in an address.
ORDERS = {
    NEWEST: ("newest", ("-pk",)),
    EDITED: ("recently edited", ("-edited_at", "-pk")),
    REPORTS: ("most reports", ("-report_count", "-pk")),
}
OPPOSITE = {"before": "after", "after": "before"}


def ordered_claims_page(claims, sort, cursor, columns):
    """The Page of `columns` of claims in an order, as named tuples.

    As in the list of the newest, "before" of the cursor means the rows that follow.
    """
    _, order = ORDERS[sort]
    rows = _with_numbers(claims, sort).values_list(*columns, named=True)
    sides = {OPPOSITE[side]: public_id for side, public_id in cursor.items()}
    all_claims = _with_numbers(Claim.objects.all(), sort)
    return ordered_page_of(rows, order, sides, cursor_rows=all_claims)


def _with_numbers(claims, sort):
    if sort != REPORTS:
        return claims
    evidence = Evidence.objects.standing().filter(
        claim=OuterRef(OuterRef("pk")), stance=Stance.REPORTS
    )
    reports = Article.objects.filter(pk__in=evidence.order_by().values("passage__article"))
    return claims.annotate(report_count=CountUpTo(reports))
