from http import HTTPStatus

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.codebook import jobs
from annotations.codebook.formats import csv_file as csv_format
from annotations.codebook.formats import qdc as qdc_format
from annotations.codebook.formats.plan import codes_of_ours
from annotations.forms.codebook_import import CodebookFileForm, CodebookPlanForm
from annotations.models import CodebookJob
from corpus.web.redirects import saving_nothing, see_other

MOST_SHOWN = 30
# As many tags of a kind does a preview show.
MOST_STEPS = 500

for_editors = permission_required("annotations.change_tag", raise_exception=True)


@require_safe
def codebook_csv(request):
    """The codebook as CSV, to download."""
    return _export(csv_format, "text/csv; charset=utf-8", "codebook.csv")


@require_safe
def codebook_qdc(request):
    """The codebook as REFI-QDA has it, to download."""
    return _export(qdc_format, "text/xml; charset=utf-8", "codebook.qdc")


def _export(file_format, media_type, name):
    response = HttpResponse(content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    file_format.dumps(codes_of_ours(), response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def codebook_import(request):
    """Take a codebook from a file: show first what it would change, then change it."""
    if "digest" in request.POST:
        return _apply(request)
    form = CodebookFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = CodebookFileForm(request.POST, request.FILES)
        if form.is_valid():
            return saving_nothing(_preview(request, form))
    return _chosen(request, form, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else 200)


def _chosen(request, form, status, **said):
    """The page where a file is chosen, and where imports that can go on are named."""
    context = {"form": form, "unfinished": CodebookJob.objects.unfinished()[:MOST_SHOWN], **said}
    return render(request, "annotations/tags/codebook_import.html", context, status=status)


def _preview(request, form, status=200, **said):
    shown = {"most_shown": MOST_STEPS, "shown": f":{MOST_STEPS}"}
    context = {"plan": form.plan, "content": form.content, **shown, **said}
    return render(request, "annotations/tags/codebook_preview.html", context, status=status)


def _apply(request):
    form = CodebookPlanForm(request.POST)
    if not form.is_valid():
        return _chosen(
            request, CodebookFileForm(), HTTPStatus.UNPROCESSABLE_ENTITY, refused=form.errors
        )
    if not form.is_as_shown:
        return _preview(request, form, HTTPStatus.CONFLICT, is_outdated=True)
    job = jobs.move(jobs.begin(form.plan, request.user, **form.wishes))
    if not job.is_finished:
        return see_other(job)
    return render(request, "annotations/tags/codebook_imported.html", {"job": job})


@require_safe
@for_editors
def codebook_job(request, public_id):
    """How far a codebook has come in."""
    job = get_object_or_404(CodebookJob.objects.select_related("by", "action"), public_id=public_id)
    return render(request, "annotations/tags/codebook_job.html", {"job": job})


@require_POST
@for_editors
def codebook_move(request, public_id):
    """Take it in for a moment. The page asks again and again; without a script, a button does."""
    job = get_object_or_404(CodebookJob.objects.select_related("by", "action"), public_id=public_id)
    job = jobs.move(job)
    if request.htmx:
        return render(request, "annotations/tags/_codebook_state.html", {"job": job})
    return see_other(job)


@require_POST
@for_editors
def codebook_stop(request, public_id):
    """Stop it, or let one that was stopped go on."""
    job = get_object_or_404(CodebookJob, public_id=public_id)
    if job.is_stopped:
        job.resume()
    else:
        job.stop()
    return see_other(job)
