from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from corpus.importing import jobs
from corpus.importing.forms import ColumnsForm, PasteForm, UploadForm
from corpus.importing.single_article import paste
from corpus.models import ImportJob
from corpus.pagination import page_of
from corpus.web.paging_forms import PageForm
from corpus.web.redirects import see_other

READ = ["GET", "HEAD", "POST"]
MOST_SHOWN = 100
MOST_SOURCES = 30

for_editors = permission_required("corpus.add_article", raise_exception=True)


@require_http_methods(READ)
@for_editors
def import_list(request):
    """What was imported here so far, and the way to import more."""
    form, status = UploadForm(), 200
    if request.method == "POST":
        form = UploadForm.sent(request)
        if form.is_valid():
            return see_other(_kept(form, request.user))
        status = (
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            if form.is_too_large
            else HTTPStatus.UNPROCESSABLE_ENTITY
        )
    page = page_of(ImportJob.objects.newest_first(), "pk", **PageForm.parse(request.GET))
    return render(request, "corpus/import_list.html", {"form": form, "page": page}, status=status)


def _kept(form, by):
    """The job of an upload, begun already where there is nothing to ask."""
    with transaction.atomic():
        job = form.keep(ImportJob.objects, by)
    if not jobs.columns_of(job):
        jobs.start(job, {})
    return job


@require_http_methods(READ)
@for_editors
def import_job(request, public_id):
    """How far an import is; before it begins, what its columns are."""
    job = get_object_or_404(ImportJob.objects.select_related("by"), public_id=public_id)
    form = None
    if job.is_ready:
        form = ColumnsForm(_sent(request), names=jobs.columns_of(job))
        if form.is_valid():
            jobs.start(job, form.columns)
            return see_other(job)
    elif request.method == "POST":
        return see_other(job)
    context = {"form": form, **job_context(job)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form and form.errors else 200
    return render(request, "corpus/import_job.html", context, status=status)


def _sent(request):
    """What a form sent, even if that is nothing; None where none was sent."""
    return request.POST if request.method == "POST" else None


def job_context(job):
    problems = list(job.problems.all()[: MOST_SHOWN + 1])
    sources = list(job.sources.present().in_name_order()[: MOST_SOURCES + 1])
    return {
        "job": job,
        "problems": problems[:MOST_SHOWN],
        "has_more_problems": len(problems) > MOST_SHOWN,
        "sources": sources[:MOST_SOURCES],
        "has_more_sources": len(sources) > MOST_SOURCES,
    }


@require_POST
@for_editors
def import_move(request, public_id):
    """Import for a moment. The page asks again and again; without a script, a button does."""
    job = get_object_or_404(ImportJob.objects.select_related("by"), public_id=public_id)
    job = jobs.move(job)
    if request.htmx:
        return render(request, "corpus/_import_state.html", job_context(job))
    return see_other(job)


@require_POST
@for_editors
def import_stop(request, public_id):
    """Stop an import, or let one that was stopped go on."""
    job = get_object_or_404(ImportJob, public_id=public_id)
    if job.is_stopped:
        jobs.go_on(job)
    else:
        jobs.stop(job)
    return see_other(job)


@require_POST
@for_editors
def import_give_up(request, public_id):
    """Let an upload go that was not begun, or was stopped."""
    job = get_object_or_404(ImportJob, public_id=public_id)
    jobs.give_up(job)
    return see_other(job)


@require_http_methods(READ)
@for_editors
def import_paste(request):
    """Keep one article that was pasted; one that is known already is shown instead."""
    form = PasteForm(_sent(request))
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else 200
        return render(request, "corpus/import_paste.html", {"form": form}, status=status)
    tally, article = paste(form.values, request.user, update=form.cleaned_data["update"])
    if article is None or tally.refused:
        for problem in tally.problems:
            form.add_error(None, problem.reason)
        return render(
            request,
            "corpus/import_paste.html",
            {"form": form},
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    messages.success(request, _said(tally))
    return see_other(article)


def _said(tally):
    if tally.neighbours:
        return f"Imported. {tally.problems[-1].reason}"
    if tally.new:
        return (
            "Imported." if not tally.resembling else "Imported. It is nearly the same as another."
        )
    if tally.updated:
        return "It was known: its text is the one that you pasted now."
    if tally.other:
        return "It was known, with another text. Yours is kept beside it; the text is as it was."
    return "It was known already: nothing changed."
