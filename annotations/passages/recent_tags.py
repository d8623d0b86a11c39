"""The tags that the popup offers before anything is typed: those with a key, and recent ones."""

from dataclasses import dataclass
from itertools import islice

from django.db.models import Max, Q

from annotations.models import Passage, PassageTag, Tag
from corpus.db.compiled_query import KEY, KEYS, CompiledQuery
from corpus.db.query_batch import ColumnOf, sent_together

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
    return tags_offered(member, limit)[1]


def tags_offered(member, limit):
    """(`tags_with_keys`, `recent_tags` of the member), which takes a statement less."""
    keyed, recent = _keyed_and_in_order(_last_used_by(member.pk))
    if len(recent) < limit:
        with sent_together(*_with_tags((_last_used_by_anybody,))):
            recent |= _keyed_and_in_order(_last_used_by_anybody())[1]
    return keyed, tuple(islice(recent.values(), limit))


def offer_queries(member_pk):
    """Calls for `sent_together` that `tags_offered` makes, whatever they answer."""
    return _with_tags((_last_used_by, member_pk))


def _with_tags(last_used):
    return [last_used, (_with_keys_or_of, ColumnOf(last_used, "tag_id"))]


def _keyed_and_in_order(last_used):
    """The TagOffers with a key, in the order of the digits, and {key of the tag: TagOffer} of those
    without, in the order of `last_used`, rows of (key of the tag, newest link).
    """
    rows = _with_keys_or_of([pk for pk, _ in last_used])
    offers = {pk: TagOffer(*row) for pk, *row in rows}
    keyed = tuple(offer for offer in offers.values() if offer.digit is not None)
    unkeyed = {pk: offers[pk] for pk, _ in last_used if pk in offers and not offers[pk].digit}
    return keyed, unkeyed


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
_with_keys_or_of = CompiledQuery(
    KEYS,
    build=lambda keys: (
        Tag.objects.standing()
        .filter(Q(pk__in_array=keys) | Q(digit__isnull=False))
        .order_by("digit")
        .values_list("pk", "name", "hue", "definition", "digit")
    ),
)
