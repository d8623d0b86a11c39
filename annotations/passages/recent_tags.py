"""The tags that a member, or anybody, used last on passages."""

from dataclasses import dataclass

from django.db.models import Max

from annotations.models import Passage, PassageTag
from corpus.db.compiled_query import KEY, CompiledQuery

RECENT_ROWS = 300
# The most recent tags to return.
MAX_RECENT = 30


@dataclass(frozen=True)
class TagOffer:
    """A tag to choose, as plain values."""

    name: str
    hue: int
    definition: str


def recent_tags(member, limit):
    """Up to `limit` TagOffers: those the member used last, then those anybody used last."""
    rows = _last_used_by(member.pk)
    if len(rows) < limit:
        rows += _last_used_by_anybody()
    return list(dict.fromkeys(TagOffer(*row) for *row, _ in rows))[:limit]


def _last_used(links):
    tags = links.filter(tag__deleted_at=None, tag__merged_into=None)
    rows = tags.values_list("tag__name", "tag__hue", "tag__definition").annotate(last=Max("pk"))
    return rows.order_by("-last")[:MAX_RECENT]


def _rows_used_by_member(member):
    # Bounded: an analyst's last few hundred passages have the tags in use.
    passages = Passage.objects.filter(created_by=member).order_by("-pk").values("pk")[:RECENT_ROWS]
    return _last_used(PassageTag.objects.filter(content_object__in=passages))


def _rows_used_last():
    newest = PassageTag.objects.order_by("-pk").values("pk")[:RECENT_ROWS]
    return _last_used(PassageTag.objects.filter(pk__in=newest))


_last_used_by = CompiledQuery(KEY, build=_rows_used_by_member)
_last_used_by_anybody = CompiledQuery(build=_rows_used_last)
