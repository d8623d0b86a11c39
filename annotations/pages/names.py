"""Shared by the pages of sources, people and tags."""

from django.shortcuts import redirect, render
from django.utils.http import urlencode

from annotations.claims.rows import lines_with_opponents
from annotations.passages.excerpts import excerpts_page
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


def mentions_section(request, passages, section):
    """The context of a paged section of passages, with their count."""
    page = excerpts_page(passages, CursorForm.parse(request.GET, prefix=section))
    return {"section": section, "page": page, "count": bounded_count(passages)}
