"""Passages across articles in the order in which they are read."""

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from annotations.models import Passage, Placement
from corpus.pagination import PAGE_SIZE, Page

# After every position in a text: passages whose words are no longer in it.
BEYOND = 2**31 - 1
KEY = ("article__sort_key", "text_start", "pk")


def reading_order_page(passages, cursor):
    """A Page of passages: the newest article first, in it from its beginning to its end.

    `cursor` is {"before": id}, for the passages that follow one, {"after": id}, for those that
    precede it, or empty. Positions are code points of the newest text.
    """
    rows = _with_starts(passages)
    side, public_id = next(iter(cursor.items()), ("", ""))
    marked = _with_starts(Passage._base_manager.filter(public_id=public_id))
    key = marked.values_list(*KEY).first() if side else None
    if key is None:
        side = ""
    if side == "after":
        preceding = rows.filter(_beside(key, "gt", "lt"))
        fetched = list(
            preceding.order_by("article__sort_key", "-text_start", "-pk")[: PAGE_SIZE + 1]
        )
        shown, has_newer, has_older = fetched[:PAGE_SIZE][::-1], len(fetched) > PAGE_SIZE, True
    else:
        rows = rows.filter(_beside(key, "lt", "gt")) if side else rows
        fetched = list(rows.order_by("-article__sort_key", "text_start", "pk")[: PAGE_SIZE + 1])
        shown, has_newer, has_older = fetched[:PAGE_SIZE], bool(side), len(fetched) > PAGE_SIZE
    older = shown[-1].pk if shown and has_older else None
    return Page(shown, older, shown[0].pk if shown and has_newer else None)


def _with_starts(passages):
    pieces = Placement.objects.filter(
        passage=OuterRef("pk"),
        revision__number=OuterRef("article__revision_number"),
        start__isnull=False,
    )
    first = Subquery(pieces.order_by("start").values("start")[:1])
    return passages.annotate(text_start=Coalesce(first, BEYOND))


def _beside(key, in_other_articles, in_this_one):
    sort_key, start, pk = key
    further = Q(**{f"text_start__{in_this_one}": start})
    further |= Q(text_start=start, **{f"pk__{in_this_one}": pk})
    other = Q(**{f"article__sort_key__{in_other_articles}": sort_key})
    return other | Q(article__sort_key=sort_key) & further
