"""Sends two forms for one row simultaneously, and checks the resulting history.

A Kind says how a row is edited, deleted and merged on pages. Each act returns what is sent:
(address, data, the new value of its column).
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from threading import Barrier

from django.db import connection
from django.test import Client

from corpus.models import Alias, Credit, Grade
from tests.support import factories
from tests.support.admin_pages import opened, page_of
from tests.support.full_records import make_full_article, make_full_person, make_full_source

TAKEN = (302, 303)
REFUSED = (409, 410)


def editor():
    client = Client()
    client.force_login(factories.make_user(factories.EDITORS))
    return client


def sent_at_once(acts):
    """The response statuses of acts, each sent by a different editor."""
    start = Barrier(len(acts), timeout=20)
    clients = [editor() for _ in acts]

    def send(pair):
        client, (address, data, _) = pair
        try:
            start.wait()
            return client.post(address, data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(send, zip(clients, acts, strict=True)))


@dataclass(frozen=True)
class Kind:
    """A kind of row: how to create one, the column that edits change, and its acts on pages."""

    name: str
    make: Callable[..., object]
    column: str
    edit: Callable[..., object]
    remove: Callable[..., object]
    merge: Callable[..., object] | None = None

    def __str__(self):
        return self.name


def on_page(folder, column, then="delete", **always):
    """The acts of a row with its own pages for editing and deleting."""

    def edit(row, n):
        named = {name: getattr(row, name) for name, wanted in always.items() if wanted is None}
        said = {column: f"said {n}", "version": row.version} | always | named
        return f"/{folder}/{row.public_id}/edit/", said, said[column]

    def remove(row):
        return f"/{folder}/{row.public_id}/{then}/", {}, None

    return {"column": column, "edit": edit, "remove": remove}


def in_admin(column):
    """The acts of a row in the admin."""

    def edit(row, n):
        page = page_of(row)
        return page, opened(editor(), page) | {column: f"said {n}"}, f"said {n}"

    return {"column": column, "edit": edit, "remove": remove_in_admin}


def remove_in_admin(row):
    return page_of(row, "delete"), {"post": "yes"}, None


def part_in_admin(prefix, whole, column, values):
    """The acts of a row that is edited as an inline of another row."""

    def edit(row, n):
        page = page_of(getattr(row, whole))
        return page, opened(editor(), page) | {f"{prefix}-0-{column}": values[n]}, values[n]

    def remove(row):
        page = page_of(getattr(row, whole))
        return page, opened(editor(), page) | {f"{prefix}-0-DELETE": "on"}, None

    return {"column": column, "edit": edit, "remove": remove}


def moved(row, n):
    end = (10, 15)[n]
    said = {"do": "move", "piece": 0, "revision": 1, "version": row.version}
    return f"/passages/{row.public_id}/mend/", said | {"start": 0, "end": end}, row.quote[:end]


def merged(folder, make):
    def merge(row):
        data = {"into": make().public_id, "version": row.version}
        return f"/{folder}/{row.public_id}/merge/", data, None

    return merge


def part_of(make, model):
    def make_part():
        make()
        return model.objects.latest("pk")

    return make_part


def passage():
    """A passage with everything that edits have to keep."""
    person = factories.make_person()
    return factories.make_passage(tags=["a", "b"], people=[(person, "speaks")])


NOTE = on_page("passages", "note", tags="a, b")
KINDS = [
    Kind("passage", passage, **NOTE),
    Kind("ends of a passage", passage, **NOTE | {"column": "quote", "edit": moved}),
    Kind("passage in the admin", passage, **in_admin("note")),
    Kind(
        "claim",
        factories.make_claim,
        **on_page("claims", "statement", attribution="reportedly", credibility=6)
        | {"remove": remove_in_admin},
    ),
    Kind(
        "evidence",
        factories.make_evidence,
        **on_page("evidence", "why", then="remove", stance="reports"),
    ),
    Kind(
        "tag",
        factories.make_tag,
        **on_page("tags", "definition", name=None),
        merge=merged("tags", factories.make_tag),
    ),
    Kind(
        "person",
        factories.make_person,
        **in_admin("description"),
        merge=merged("people", factories.make_person),
    ),
    Kind("source", factories.make_source, **in_admin("country")),
    Kind("origin", factories.make_origin, **in_admin("place")),
    Kind("article", factories.make_article, **in_admin("byline")),
    Kind(
        "alias",
        part_of(make_full_person, Alias),
        **part_in_admin("aliases", "person", "name", ["Said A", "Said B"]),
    ),
    Kind(
        "grade",
        part_of(make_full_source, Grade),
        **part_in_admin("grades", "source", "letter", ["C", "D"]),
    ),
    Kind(
        "credit",
        part_of(make_full_article, Credit),
        **part_in_admin("credits", "article", "words", ["Said A", "Said B"]),
    ),
]


def history_of(row):
    return list(row.history.order_by("history_id"))


def values_in(history, column):
    """The successive values of a column."""
    return [value for value, _ in groupby(getattr(each, column) for each in history)]


def versions_rise(history):
    """Whether each change of a versioned row has a new version."""
    versions = [each.version for each in history if hasattr(each, "version")]
    return versions == sorted(set(versions))


def ends_deleted(history):
    """Whether it was deleted once, as the last change."""
    gone = [each.deleted_at for each in history]
    return gone[:-1] == [None] * (len(gone) - 1) and gone[-1] is not None


def stands(row, history, column):
    """Whether the row equals the last row of its history."""
    now = type(row).objects.get(pk=row.pk)
    last = history[-1]
    names = {column, "deleted_at", "deleted_by_id"} | ({"version"} & set(vars(last)))
    return {name: getattr(now, name) for name in names} == {
        name: getattr(last, name) for name in names
    }
