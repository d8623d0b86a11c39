"""The orders of a list of articles; each is an order by one whole number."""

from dataclasses import dataclass

from django.db.models import BigIntegerField, ExpressionWrapper, F

from annotations.models.passage import Passage, with_passage_counts
from corpus.models.article_order import DAY_SIZE
from corpus.pagination import PAGE_SIZE, page_of


@dataclass(frozen=True)
class Order:
    """`key` is the column or annotation to order by; `omits` says what the order leaves out."""

    words: str
    key: str = "sort_key"
    is_ascending: bool = False
    omits: str = ""


# More than any sort key: the last day that has a date is below 2^22.
KEY_LIMIT = 2**22 * DAY_SIZE

# By value in an address; "" is the order of the desk.
ORDERS = {
    "": Order("newest"),
    "oldest": Order("oldest", is_ascending=True, omits="Articles without a date are left out."),
    "added": Order("recently added", "pk"),
    "passages": Order("most passages", "rank", omits="Articles without passages are left out."),
}


def in_order(articles, name, member):
    """The articles that an order has a place for, with its key, still unsorted."""
    if name == "oldest":
        return articles.filter(sort_key__gte=DAY_SIZE)
    if name == "passages":
        passages = Passage.objects.present().visible_to(member).order_by()
        marked = articles.filter(pk__in=passages.values("article"))
        # One number for both, so that pages start at a key: the count, and the date below it.
        # A plain integer would be taken for one of 32 bits, and no page would have an end.
        rank = ExpressionWrapper(F("passage_count") * KEY_LIMIT + F("sort_key"), BigIntegerField())
        return with_passage_counts(marked, member).annotate(rank=rank)
    return articles


def ordered_page(articles, name, member, cursor, size=PAGE_SIZE):
    """The Page of articles in an order; `cursor` is as `PageForm` gives it."""
    order = ORDERS[name]
    rows = in_order(articles, name, member)
    return page_of(rows, order.key, is_ascending=order.is_ascending, size=size, **cursor)


def following(articles, name, member, article):
    """The one of these articles that follows an article in an order, or None.

    The article itself may have left the list, as by being read.
    """
    order, all_articles = ORDERS[name], type(article).objects.all()
    position = in_order(all_articles, name, member).filter(pk=article.pk)
    start = position.values_list(order.key, flat=True).first()
    if start is None:
        return None
    page = ordered_page(articles, name, member, {"before": start}, size=1)
    return next(iter(page), None)
