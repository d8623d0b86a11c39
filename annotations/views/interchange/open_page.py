from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from annotations.corrections.text_diff import changes
from annotations.forms.interchange.open_page import OpenPageForm
from annotations.passages.marking import AlreadyMarked, KeyConflict, QuoteMismatch
from annotations.passages.selected_words import mark_selected, span_of
from corpus.importing.open_page import save_open_page
from corpus.importing.rights import for_importers, may_import, may_update
from corpus.importing.upload_limit import note_upload_limit
from corpus.models import acting

# Code points of a text that are shown before it is saved.
MAX_SHOWN = 20_000


@login_not_required
@require_safe
def import_page(request):
    """The window to which a bookmark hands the page that is open in the browser.

    It alone keeps its link to the page that opened it, which is another site's. It shows nothing
    of the desk; whoever is signed out signs in there, and loses nothing.
    """
    if request.user.is_authenticated and not may_import(request.user):
        raise PermissionDenied
    response = render(request, "annotations/imports/open_page.html")
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


@require_POST
@for_importers
def import_page_read(request):
    """What the desk understands of a page; nothing is saved."""
    form = _form(request)
    page = form.read()
    if not form.is_valid():
        return _read(request, form, page)
    facts = OpenPageForm(initial=form.facts_of(page) | {"key": uuid4()})
    _limit(facts, request.user)
    return _read(request, facts, page, form.cleaned_data)


@require_POST
@for_importers
def import_page_save(request):
    """Save a page with the facts that a member left, and mark what was selected in it."""
    form = _form(request)
    page = form.read(with_facts=True)
    if not form.is_valid():
        return _read(request, form, page, form.cleaned_data)
    with acting("article.import", request.user):
        counts, articles = save_open_page(page, update=form.cleaned_data.get("update", False))
    if counts.refused:
        for problem in counts.problems:
            form.add_error(None, problem.reason)
        return _read(request, form, page, form.cleaned_data)
    context = {"counts": counts, "articles": articles, "neighbour": page.neighbour}
    if form.cleaned_data["quote"]:
        context |= {"words": form.cleaned_data}
        context |= _mark(request.user, articles, form.cleaned_data)
    return render(request, "annotations/imports/_open_page_saved.html", context)


def _form(request):
    form = OpenPageForm(request.POST, request.FILES)
    note_upload_limit(form, request, "page", "Save it without its images, and upload it.")
    _limit(form, request.user)
    return form


def _limit(form, member):
    """Take the field away that corrects texts, if the member may not."""
    if not may_update(member):
        del form.fields["update"]


def _read(request, form, page=None, words=None):
    """The page as it was understood, and its facts to mend; with errors it is refused (422)."""
    context = {"form": form, "page": page, "words": words}
    if page:
        text = page.draft.text
        context |= {"text": text[:MAX_SHOWN], "more": max(0, len(text) - MAX_SHOWN)}
        if page.is_changed:
            context["changes"] = changes(page.article.text, text)
        if words and words.get("quote"):
            context |= _selected(text, words)
    return render(request, "annotations/imports/_open_page.html", context, status=form.status)


def _selected(text, words):
    """The context of the selected words: the text around them, or why they have no place."""
    try:
        start, end = span_of(text, words["quote"], words["prefix"], words["suffix"])
    except ValueError as reason:
        return {"not_placed": str(reason)}
    return {
        "before": text[:MAX_SHOWN][:start],
        "selected": text[:MAX_SHOWN][start:end],
        "after": text[:MAX_SHOWN][end:],
    }


def _mark(member, articles, words):
    """Mark the selected words in the first article that has them; the context of the outcome."""
    reason = ""
    for article in articles:
        try:
            span = span_of(article.text, words["quote"], words["prefix"], words["suffix"])
            if not member.has_perm("annotations.add_passage"):
                return {"not_placed": "You do not have permission to mark passages."}
            with acting("passage.create", member):
                return {"passage": mark_selected(article, span, words["key"])}
        except (AlreadyMarked, KeyConflict) as error:
            return {"passage": error.passage}
        except (QuoteMismatch, ValueError) as error:
            reason = str(error)
    return {"not_placed": reason}
