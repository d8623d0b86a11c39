"""What the pages of sources, people and tags have in common."""

from django.shortcuts import redirect, render
from django.utils.http import urlencode

from annotations.claims.detail import live_page
from annotations.passages.excerpts import excerpts_page
from corpus.names import name_key
from corpus.pagination import name_page_of, tally
from corpus.web.paging_forms import CursorForm, TypedForm
from corpus.web.redirects import with_query


def name_list(request, template, rows):
    """A page of a plain list in the order of names; `q` keeps those that begin so."""
    typed = TypedForm.typed(request.GET)
    if name_key(typed):
        rows = rows.starting(typed)
    page = name_page_of(rows, CursorForm.cursor_in(request.GET))
    query = f"{urlencode({'q': typed})}&" if typed else ""
    return render(request, template, {"page": page, "q": typed, "query": query})


def to_canonical(request, row):
    """Redirect for good; asked again each time, because an old name may come back."""
    return redirect(with_query(row.get_absolute_url(), request), permanent=True)


def claims_section(request, claims, section="claims"):
    """A page of claims on the page of something else, and how many there are."""
    page, readings = live_page(CursorForm.cursor_in(request.GET, section), among=claims)
    return {"section": section, "page": page, "readings": readings, "count": tally(claims)}


def mentions_section(request, passages, section):
    """A page of passages on the page of something else, and how many there are."""
    page = excerpts_page(passages, CursorForm.cursor_in(request.GET, section))
    return {"section": section, "page": page, "count": tally(passages)}
