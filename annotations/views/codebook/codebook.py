import json
from http import HTTPStatus

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from annotations.codebook import jobs
from annotations.codebook.formats import csv_file as csv_format
from annotations.codebook.formats import json_file as json_format
from annotations.codebook.formats import qdc as qdc_format
from annotations.codebook.formats.plan import codes_of_ours
from annotations.forms.codebook.codebook_import import CodebookFileForm, CodebookPlanForm
from annotations.models import CodebookJob
from corpus.importing.upload_limit import note_upload_limit
from corpus.models import acting
from corpus.web.edit_form import posted, with_form
from corpus.web.redirects import mark_unsaved, see_other

MAX_UNFINISHED_JOBS = 30
# Maximum of tags in a preview for each kind of change.
MAX_STEPS_SHOWN = 500

for_editors = permission_required("annotations.change_tag", raise_exception=True)


@require_safe
def codebook_csv(request):
    """The codebook as CSV, to download."""
    return _export(csv_format, "text/csv; charset=utf-8", "codebook.csv")


@require_safe
def codebook_json(request):
    """The codebook as JSON, to download."""
    return _export(json_format, "application/json; charset=utf-8", "codebook.json")


@require_safe
def codebook_qdc(request):
    """The codebook as REFI-QDA, to download."""
    return _export(qdc_format, "text/xml; charset=utf-8", "codebook.qdc")


def _export(file_format, media_type, name):
    response = HttpResponse(content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    file_format.dumps(codes_of_ours(), response)
    return response


@with_form
@for_editors
def codebook_import(request):
    """Import a codebook from a file: preview the changes, then apply them."""
    if "digest" in request.POST:
        return _apply(request)
    form = CodebookFileForm(posted(request), request.FILES or None)
    note_upload_limit(form, request, "file", "Export its codebook alone.")
    if form.is_valid():
        return mark_unsaved(_preview(request, form))
    return _file_page(request, form, form.status)


def _file_page(request, form, status, **context):
    """The page to choose a file, with the unfinished imports."""
    unfinished = CodebookJob.objects.unfinished()[:MAX_UNFINISHED_JOBS]
    context = {"form": form, "unfinished": unfinished, **context}
    return render(request, "annotations/tags/codebook_import.html", context, status=status)


def _preview(request, form, status=200, **context):
    shown = {"most_shown": MAX_STEPS_SHOWN, "shown": f":{MAX_STEPS_SHOWN}"}
    values = {"plan": form.plan, "content": form.content, "changes": form.changes}
    context = {**values, "changes_json": json.dumps(form.changes), **shown, **context}
    return render(request, "annotations/tags/codebook_preview.html", context, status=status)


def _apply(request):
    form = CodebookPlanForm(request.POST)
    if not form.is_valid():
        return _file_page(
            request, CodebookFileForm(), HTTPStatus.UNPROCESSABLE_ENTITY, refused=form.errors
        )
    if not form.is_as_shown:
        return _preview(request, form, HTTPStatus.CONFLICT, is_outdated=True)
    with acting("tag.import", request.user):
        job = jobs.begin(form.plan, **form.wishes)
    job = jobs.move(job)
    if not job.is_finished:
        return see_other(job)
    return render(request, "annotations/tags/codebook_imported.html", {"job": job})


@require_safe
@for_editors
def codebook_job(request, public_id):
    """The progress of an import."""
    job = get_object_or_404(CodebookJob.objects.select_related("by", "action"), public_id=public_id)
    return render(request, "annotations/tags/codebook_job.html", {"job": job})


@require_POST
@for_editors
def codebook_move(request, public_id):
    """Advance an import. The page's script posts repeatedly; without scripts, a button does."""
    job = get_object_or_404(CodebookJob.objects.select_related("by", "action"), public_id=public_id)
    job = jobs.move(job)
    if request.htmx:
        return render(request, "annotations/tags/_codebook_state.html", {"job": job})
    return see_other(job)


@require_POST
@for_editors
def codebook_stop(request, public_id):
    """Stop an import, or resume a stopped one."""
    job = get_object_or_404(CodebookJob, public_id=public_id)
    if job.is_stopped:
        job.resume()
    else:
        job.stop()
    return see_other(job)
