"""Merging two origins that turn out to be one event or document."""

from annotations.models import Claim, Evidence, Origin
from corpus.records.edit_conflict import refuse_conflict


def merge_origin(origin, into, version):
    """Give all evidence of an origin to another one, and delete it softly.

    Undoing the Action gives both back. Raises StaleVersion, RowGone.
    """
    evidence = list(Evidence.objects.filter(origin=origin).order_by("pk"))
    # Claims are locked before their evidence, as everywhere.
    claims = Claim.lock_all({row.claim_id for row in evidence})
    rows = Origin._base_manager.select_for_update(of=("self",)).filter(pk__in=[origin.pk, into.pk])
    locked = {row.pk: row for row in rows.order_by("pk")}
    refuse_conflict(locked[origin.pk], version)
    refuse_conflict(locked[into.pk])
    for row in Evidence.objects.select_for_update(of=("self",)).filter(
        pk__in=[row.pk for row in evidence], origin=origin
    ):
        row.origin = into
        row.save_act("origin")
    for claim in claims:
        claim.note_edit()
    locked[origin.pk].remove()
