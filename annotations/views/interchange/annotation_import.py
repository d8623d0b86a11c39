from http import HTTPStatus

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from annotations.forms.interchange.annotation_import import AnnotationFileForm
from annotations.interchange import jobs, report
from annotations.models import AnnotationJob
from corpus.importing.rights import may_import
from corpus.models import acting
from corpus.web.edit_form import with_form
from corpus.web.redirects import see_other

MAX_UNFINISHED_JOBS = 30

for_annotators = permission_required("annotations.add_passage", raise_exception=True)


@with_form
@for_annotators
def annotation_import(request):
    """Upload a file of annotations; what it would bring is shown next."""
    form, status = AnnotationFileForm(), HTTPStatus.OK
    if request.method == "POST":
        form = AnnotationFileForm.from_request(request)
        job = form.keep(request.user) if form.is_valid() else None
        if job:
            return see_other(job)
        status = form.status
    unfinished = AnnotationJob.objects.unfinished()
    if not _is_editor(request.user):
        unfinished = unfinished.filter(by=request.user)
    context = {"form": form, "unfinished": unfinished[:MAX_UNFINISHED_JOBS]}
    return render(request, "annotations/imports/annotation_import.html", context, status=status)


def _is_editor(member):
    return member.has_perm("annotations.edit_any_passage")


def _job(request, public_id):
    """The job of this id; an import of somebody else is for editors alone."""
    jobs_with_rows = AnnotationJob.objects.select_related("by", "action")
    job = get_object_or_404(jobs_with_rows, public_id=public_id)
    if job.by != request.user and not _is_editor(request.user):
        raise PermissionDenied
    return job


@require_safe
@for_annotators
def annotation_job(request, public_id):
    """What an import would bring, how far it is, or what it brought."""
    context = report.context_of(_job(request, public_id), may_import(request.user))
    return render(request, "annotations/imports/annotation_job.html", context)


@require_POST
@for_annotators
def annotation_move(request, public_id):
    """Advance an import. The page's script posts repeatedly; without scripts, a button does."""
    job = jobs.move(_job(request, public_id))
    if request.htmx:
        context = report.context_of(job, may_import(request.user))
        return render(request, "annotations/imports/_annotation_state.html", context)
    return see_other(job)


@require_POST
@for_annotators
def annotation_start(request, public_id):
    """Start to write what was previewed."""
    job = _job(request, public_id)
    takes_in = "takes_in" in request.POST and may_import(request.user)
    if job.is_ready:
        with acting("passage.import", request.user):
            jobs.start(job, takes_in=takes_in)
    return see_other(job)


@require_POST
@for_annotators
def annotation_stop(request, public_id):
    """Stop an import, or resume a stopped one."""
    job = _job(request, public_id)
    if job.is_stopped:
        job.resume()
    else:
        job.stop()
    return see_other(job)


@require_POST
@for_annotators
def annotation_cancel(request, public_id):
    """Cancel an import that is not complete; nothing of it is kept."""
    job = _job(request, public_id)
    job.cancel()
    return see_other(job)
