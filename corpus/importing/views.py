from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from corpus.importing import jobs
from corpus.importing.bookmarklet import bookmarklet
from corpus.importing.forms import ColumnsForm, PasteForm, UploadForm
from corpus.importing.preview_forms import PreviewForms
from corpus.importing.rights import for_importers, is_editor, may_update
from corpus.importing.single_article import pasted_draft, save_pasted
from corpus.models import ImportJob, acting
from corpus.pagination import page_of
from corpus.readers.fields import FIELDS
from corpus.web.edit_form import posted, with_form
from corpus.web.paging_forms import PageForm
from corpus.web.redirects import see_other

MAX_PROBLEMS_SHOWN = 100
MAX_SOURCES_SHOWN = 30


@with_form
@for_importers
def import_list(request):
    """List the imports, and start one from an uploaded file."""
    form, status = UploadForm(), 200
    if request.method == "POST":
        form = UploadForm.from_request(request)
    _limit(form, request.user)
    if request.method == "POST":
        if form.is_valid():
            ImportJob.objects.drop_unused()
            return see_other(_create_job(form, request.user, "preview" in request.POST))
        status = form.status
    shown = ImportJob.objects.newest_first()
    if not is_editor(request.user):
        shown = shown.filter(by=request.user)
    page = page_of(shown, "pk", **PageForm.parse(request.GET))
    window = f"{settings.SITE_URL}{reverse('import_page')}"
    context = {"form": form, "page": page, "bookmarklet": bookmarklet(window)}
    return render(request, "corpus/import_list.html", context, status=status)


def _limit(form, member):
    """Take the field away that corrects texts, if the member may not."""
    if not may_update(member):
        del form.fields["update"]


def _job(request, public_id):
    """The job of this id; an import of somebody else is for editors alone."""
    job = get_object_or_404(ImportJob.objects.select_related("by"), public_id=public_id)
    if job.by != request.user and not is_editor(request.user):
        raise PermissionDenied
    return job


def _create_job(form, member, is_preview):
    """Return the job of an upload; it is started, or its preview, if no columns are to choose."""
    with transaction.atomic():
        job = ImportJob.objects.keep(
            form.cleaned_data["file"].chunks(), by=member, **form.fields_of_job
        )
    names = [name.strip().casefold() for name in jobs.columns_of(job)]
    # Nothing is left to choose where every name is one of ours.
    are_ours = len(set(names)) == len(names) and {*names} <= {*FIELDS}
    if not names or (are_ours and {"text", "html"} & {*names}):
        _begin(job, {}, is_preview)
    return job


def _begin(job, columns, is_preview):
    """Start a job or, where somebody wants to see what it will make, its preview."""
    if is_preview:
        jobs.start_preview(job, columns)
        # A page without a script shows what a moment is enough for.
        job.refresh_from_db()
        jobs.move(job)
    else:
        jobs.start(job, columns)


@with_form
@for_importers
def import_job(request, public_id):
    """Show the progress of an import; before it starts, ask for its columns, show its preview."""
    job = _job(request, public_id)
    form = None
    if job.is_in_preview and not job.is_moving:
        return _check(request, job)
    if job.is_ready:
        form = ColumnsForm(posted(request), columns=jobs.columns_of(job))
        if form.is_valid():
            _begin(job, form.columns, "preview" in request.POST)
            return see_other(job)
    elif request.method == "POST":
        return see_other(job)
    context = {"form": form, **job_context(job, request.user)}
    status = form.status if form else 200
    return render(request, "corpus/import_job.html", context, status=status)


def _check(request, job):
    """Show the preview of a job, or import what was checked in it."""
    forms = PreviewForms(job, posted(request), may_update(request.user))
    if forms.book and forms.book.is_valid():
        jobs.start_preview(job, format=forms.book.cleaned_data["format"])
        job.refresh_from_db()
        jobs.move(job)
        return see_other(job)
    if request.method == "POST" and forms.is_valid:
        jobs.start_checked(job, forms.checked_rows)
        return see_other(job)
    context = job_context(job, request.user) | {"preview": forms}
    return render(request, "corpus/import_job.html", context, status=forms.status)


def job_context(job, member):
    problems = list(job.problems.all()[: MAX_PROBLEMS_SHOWN + 1])
    sources = list(job.sources.present().in_name_order()[: MAX_SOURCES_SHOWN + 1])
    return {
        "job": job,
        "preview": PreviewForms(job, None, may_update(member)) if job.is_in_preview else None,
        "problems": problems[:MAX_PROBLEMS_SHOWN],
        "has_more_problems": len(problems) > MAX_PROBLEMS_SHOWN,
        "sources": sources[:MAX_SOURCES_SHOWN],
        "has_more_sources": len(sources) > MAX_SOURCES_SHOWN,
    }


@require_POST
@for_importers
def import_move(request, public_id):
    """Advance an import. The page's script posts repeatedly; without scripts, a button does."""
    job = _job(request, public_id)
    job = jobs.move(job)
    if request.htmx:
        return render(request, "corpus/_import_progress.html", job_context(job, request.user))
    return see_other(job)


@require_POST
@for_importers
def import_stop(request, public_id):
    """Stop an import, or resume a stopped one."""
    job = _job(request, public_id)
    if job.is_stopped:
        jobs.go_on(job)
    else:
        jobs.stop(job)
    return see_other(job)


@require_POST
@for_importers
def import_give_up(request, public_id):
    """Cancel an import that has not started or is stopped."""
    job = _job(request, public_id)
    jobs.give_up(job)
    return see_other(job)


@with_form
@for_importers
def import_paste(request):
    """Save a pasted article; if it exists already, redirect to that one."""
    form = PasteForm(posted(request))
    _limit(form, request.user)
    if form.is_valid():
        draft = pasted_draft(form.values)
        with acting("article.import", request.user):
            counts, article = save_pasted(draft, update=form.cleaned_data.get("update", False))
        if article and not counts.refused:
            messages.success(request, _outcome_message(counts))
            return see_other(article)
        for problem in counts.problems:
            form.add_error(None, problem.reason)
    return render(request, "corpus/import_paste.html", {"form": form}, status=form.status)


def _outcome_message(counts):
    if counts.neighbours:
        return f"Imported. {counts.problems[-1].reason}"
    if counts.new:
        return (
            "Imported."
            if not counts.resembling
            else "Imported. It is a near-duplicate of another article."
        )
    if counts.updated:
        return "Already imported. Its text is now the text you pasted."
    if counts.other:
        return "Already imported with a different text. Yours is saved as an original."
    return "Already imported. Nothing was changed."
