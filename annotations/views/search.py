from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from annotations.forms.search import RELEVANT, CompletionForm, SavedSearchForm, SearchForm
from annotations.history.notices import note
from annotations.models import SavedSearch
from annotations.models.saved_search import SearchGone
from annotations.pages.passage_search import passages_context
from annotations.search.facets import facets_of
from annotations.search.query import parse_query
from annotations.search.results import (
    ARTICLES,
    PASSAGES,
    PEOPLE,
    TAGS,
    counts,
    newest_articles,
    read_claims,
    read_names,
    read_people,
    read_tags,
    relevant_articles,
)
from corpus.models import acting
from corpus.search.fields import fields
from corpus.web.paging_forms import CursorForm
from corpus.web.redirects import see_other

MAX_NAMES = 100


@require_safe
def search(request):
    """The results of a search, one group at a time, newest first."""
    form, question, context = _search_context(request, is_for_newest=True)
    if question.tree:
        context |= group_context(form, question, request)
        if form.cleaned_data["facets"]:
            context |= facets_context(question, request.user)
    else:
        context["saved"] = SavedSearch.objects.of(request.user)
    return render(request, "annotations/search/search.html", context)


def _search_context(request, *, is_for_newest=False):
    form = SearchForm.parse(request.GET)
    search = form.search
    is_for_newest = is_for_newest and search.is_of_newest
    before = form.cleaned_data.get("before")
    question = parse_query(search.typed, is_for_newest=is_for_newest, before=before)
    context = {"form": search, "question": question, "in_group": search.in_group}
    return form, question, context


@require_safe
def search_facets(request):
    """The counts of each group and the facets, fetched after the page."""
    _, question, context = _search_context(request)
    if question.tree:
        context |= facets_context(question, request.user)
    return render(request, "annotations/search/_search_facets.html", context)


@require_safe
def search_completions(request):
    """Values for the search field that is being typed at `at`."""
    form = CompletionForm(request.GET)
    begun = form.begun if form.is_valid() else None
    complete = fields()[begun.name].complete if begun else None
    offers = (
        [(value, begun.completed(value)) for value in complete(begun.prefix)] if complete else []
    )
    return render(request, "annotations/search/_search_completions.html", {"offers": offers})


def facets_context(question, member):
    facets = facets_of(question, member)
    return {"counts": counts(question, member, facets.articles), "facets": facets}


def group_context(form, question, request):
    """The results of the selected group, as context of the page."""
    group, member = form.search.in_group, request.user
    if group == ARTICLES:
        page = articles_page(form, question, member)
        return {"page": page, **(read_names(question, member) if page.is_first else {})}
    context = {"counts": counts(question, member)}
    if group == PASSAGES:
        return context | passages_context(form, question, request)
    if group == PEOPLE:
        return context | {"people": read_people(question, member, MAX_NAMES)}
    if group == TAGS:
        return context | {"tags": read_tags(question, member, MAX_NAMES)}
    page, rows = read_claims(question, member, CursorForm.parse(request.GET))
    return context | {"page": page, "rows": rows}


def articles_page(form, question, member):
    """A page of articles in the selected order."""
    if form.search.in_order == RELEVANT:
        return relevant_articles(question, member, form.cleaned_data.get("offset") or 0)
    return newest_articles(question, member, form.cleaned_data.get("before"))


@require_POST
def saved_search_keep(request):
    """Save a search under a name."""
    form = SavedSearchForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Enter a name for the search.", "text/plain")
    with acting("search.save", request.user) as action:
        saved = SavedSearch.objects.save_as(**form.cleaned_data)
    note(request, f"Search saved as “{saved.name}”.", action)
    return see_other(f"{reverse('search')}?{saved.query}")


@require_POST
def saved_search_forget(request, public_id):
    """Delete one of the member's saved searches."""
    saved = get_object_or_404(SavedSearch.objects.of(request.user), public_id=public_id)
    try:
        with acting("search.forget", request.user) as action:
            saved.forget()
    except SearchGone as gone:
        raise Http404(str(gone)) from gone
    note(request, f"Saved search “{saved.name}” deleted.", action)
    return see_other(reverse("search"))
