"""Shared by the pages of sources, people and tags."""

from django.shortcuts import redirect, render
from django.utils.http import urlencode

from annotations.claims.rows import lines_with_opponents
from annotations.forms.passage_filter import PassageFilterForm
from annotations.forms.records.records import NameListForm
from annotations.pages.orders import ordered_list
from annotations.passages.excerpts import excerpts_page, readable
from annotations.passages.facets import facets_of
from corpus.pagination import bounded_count
from corpus.web.paging_forms import CursorForm
from corpus.web.redirects import with_query


def name_list(request, template, rows, with_counts=None, **context):
    """A page of rows in the order that was chosen, as many as NameListForm lets through.

    `with_counts(rows)` annotates those of the page alone, unless the order is by such a number.
    """
    form = NameListForm.parse(request.GET)
    rows = form.filter(rows)
    page = ordered_list(rows, form.order_of(rows.model), CursorForm.parse(request.GET), with_counts)
    query = f"{urlencode(form.asked)}&" if form.asked else ""
    context |= {"page": page, "count": bounded_count(rows), "q": form.typed, "query": query}
    context |= {"filters": form.filters, "orders": list(form.orders(rows.model))}
    context["sort"] = form.sort_of(rows.model)
    return render(request, template, context)


def to_canonical(request, row):
    """Redirect (301) to the row's current address; an old name may become current again."""
    return redirect(with_query(row.get_absolute_url(), request), permanent=True)


def claims_section(request, claims):
    """The context of a paged section of claims, with their count."""
    section = "claims"
    page, lines = lines_with_opponents(CursorForm.parse(request.GET, prefix=section), claims)
    return {"section": section, "page": page, "lines": lines, "count": bounded_count(claims)}


def mentions_section(request, passages, section, query=""):
    """The context of a paged section of passages in reading order, with their count.

    `query` is that of the filters that were applied to them.
    """
    cursor = CursorForm.parse(request.GET, prefix=section)
    page = excerpts_page(passages, cursor, in_reading_order=True)
    count = bounded_count(passages)
    return {"section": section, "page": page, "count": count, "query": query}


def passage_filters(request, **own):
    """The PassageFilterForm of a page, and its context with tables of what the page is about.

    `own` is the row of the page, by its kind.
    """
    form = PassageFilterForm.parse(
        request.GET, own={kind: row.public_id for kind, row in own.items()}
    )
    facets = facets_of(form.filter_around_tables(readable(request.user)))
    choices = form.choices(readable(request.user))
    [(kind, row)] = own.items()
    context = {"filters": form, "facets": facets, "choices": choices}
    return form, context | {"own": kind, "own_id": row.public_id}
