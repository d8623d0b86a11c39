"""Shared by the pages of sources, people and tags."""

from django.shortcuts import redirect, render
from django.utils.http import urlencode

from annotations.claims.rows import lines_with_opponents
from annotations.forms.passage_filter import PassageFilterForm
from annotations.passages.excerpts import excerpts_page, readable
from annotations.passages.facets import facets_of
from corpus.names import name_key
from corpus.pagination import bounded_count, name_page_of
from corpus.web.paging_forms import AutocompleteForm, CursorForm
from corpus.web.redirects import with_query


def name_list(request, template, rows, **context):
    """A page of rows ordered by name; `q` filters by a prefix of the name."""
    typed = AutocompleteForm.parse(request.GET)
    if name_key(typed):
        rows = rows.starting(typed)
    page = name_page_of(rows, CursorForm.parse(request.GET))
    query = f"{urlencode({'q': typed})}&" if typed else ""
    context |= {"page": page, "q": typed, "query": query}
    return render(request, template, context)


def to_canonical(request, row):
    """Redirect (301) to the row's current address; an old name may become current again."""
    return redirect(with_query(row.get_absolute_url(), request), permanent=True)


def claims_section(request, claims, section="claims"):
    """The context of a paged section of claims, with their count."""
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
    [(kind, row)] = own.items()
    return form, {"filters": form, "facets": facets, "own": kind, "own_id": row.public_id}
