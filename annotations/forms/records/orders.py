"""The orders of the lists of people, sources and origins."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from annotations.models import Evidence, Origin, PassagePerson
from corpus.models import Person, Source

BY_NAME = ""


@dataclass(frozen=True)
class NameOrder:
    """`columns` are those of `ordered_page_of`; `annotation()` gives those that no list shows.

    `is_by_count` says that one of the numbers that the list shows is among them.
    """

    words: str
    columns: tuple[str, ...]
    annotation: Callable[[], dict[str, Any]] | None = None
    is_by_count: bool = False


def _by_count(words, column):
    return NameOrder(words, (f"-{column}", "name_key", "pk"), is_by_count=True)


def _newest_mention():
    people = Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk"))
    links = PassagePerson.objects.filter(people).order_by("-pk")
    return {"last_used": Coalesce(Subquery(links.values("pk")[:1]), 0)}


def _newest_evidence():
    evidence = Evidence.objects.present().filter(origin=OuterRef("pk")).order_by("-pk")
    return {"last_used": Coalesce(Subquery(evidence.values("pk")[:1]), 0)}


def _by_use(annotation):
    return NameOrder("recently used", ("-last_used", "name_key", "pk"), annotation)


_NAME = NameOrder("name", ("name_key", "pk"))
_ADDED = NameOrder("recently added", ("-pk",))

# By the model and by value in an address.
ORDERS = {
    Person: {
        BY_NAME: _NAME,
        "passages": _by_count("most passages", "passage_count"),
        "used": _by_use(_newest_mention),
        "added": _ADDED,
    },
    Source: {
        BY_NAME: _NAME,
        "articles": _by_count("most articles", "article_count"),
        "added": _ADDED,
    },
    Origin: {
        BY_NAME: _NAME,
        "claims": _by_count("most claims", "claim_count"),
        "used": _by_use(_newest_evidence),
        "added": _ADDED,
    },
}
SORTS = sorted({name for orders in ORDERS.values() for name in orders if name})
