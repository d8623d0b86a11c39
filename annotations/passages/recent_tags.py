"""The tags that the popup offers before anything is typed: those with a key, and recent ones."""

from dataclasses import dataclass
from itertools import islice

from django.db.models import Max

from annotations.models import Passage, PassageTag, Tag
from corpus.db.compiled_query import KEY, KEYS, CompiledQuery

# The newest passages, or tags given, that are looked at.
RECENT_ROWS = 100


@dataclass(frozen=True)
class TagOffer:
    """A tag to choose, as plain values; `digit` is its key, if it has one."""

    name: str
    hue: int
    definition: str
    digit: int | None = None


def tags_with_keys():
    """The TagOffers that a digit adds, in the order of the digits."""
    return tuple(TagOffer(*row) for row in _with_keys())


def recent_tags(member, limit):
    """Up to `limit` TagOffers without a key: those the member used last, then anybody."""
    rows = _in_order(_last_used_by(member.pk))
    if len(rows) < limit:
        rows |= {
            pk: row for pk, row in _in_order(_last_used_by_anybody()).items() if pk not in rows
        }
    return tuple(TagOffer(*row) for _, *row in islice(rows.values(), limit))


def _in_order(last_used):
    """{key: row of `_without_keys`} of rows of (key of the tag, newest link), in their order."""
    rows = {row[0]: row for row in _without_keys([pk for pk, _ in last_used])}
    return {pk: rows[pk] for pk, _ in last_used if pk in rows}


def _last_used(links):
    # Tags are read afterwards: to group by their columns takes five times as long.
    return links.values_list("tag_id").annotate(last=Max("pk")).order_by("-last")


def _rows_used_by_member(member):
    # Bounded: an analyst's last hundred passages have the tags in use.
    passages = Passage.objects.filter(created_by=member).order_by("-pk").values("pk")[:RECENT_ROWS]
    return _last_used(PassageTag.objects.filter(content_object__pk__in_array=passages))


def _rows_used_last():
    newest = PassageTag.objects.order_by("-pk").values("pk")[:RECENT_ROWS]
    return _last_used(PassageTag.objects.filter(pk__in_array=newest))


_last_used_by = CompiledQuery(KEY, build=_rows_used_by_member)
_last_used_by_anybody = CompiledQuery(build=_rows_used_last)
_with_keys = CompiledQuery(
    build=lambda: Tag.objects.with_keys().values_list("name", "hue", "definition", "digit")
)
_without_keys = CompiledQuery(
    KEYS,
    build=lambda keys: (
        Tag.objects.standing()
        .filter(pk__in_array=keys, digit=None)
        .order_by()
        .values_list("pk", "name", "hue", "definition")
    ),
)
