from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from annotations.exchange import codebook_csv as csv_format
from annotations.exchange import codebook_qdc as qdc_format
from annotations.exchange.codebook import codes_of_ours
from annotations.forms.codebook_file import CodebookFileForm, CodebookPlanForm
from annotations.models.tag import NameTaken
from corpus.answers import saving_nothing
from corpus.models.record import RowGone, StaleVersion

CONFLICT, UNPROCESSABLE = 409, 422


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
@permission_required("annotations.change_tag", raise_exception=True)
def codebook_import(request):
    """Take a codebook from a file: show first what it would change, then change it."""
    if "digest" in request.POST:
        return _apply(request)
    form = CodebookFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = CodebookFileForm(request.POST, request.FILES)
        if form.is_valid():
            return saving_nothing(_preview(request, form))
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "annotations/codebook_import.html", {"form": form}, status=status)


def _preview(request, form, status=200, **said):
    context = {"plan": form.plan, "content": form.content, **said}
    return render(request, "annotations/codebook_preview.html", context, status=status)


def _apply(request):
    form = CodebookPlanForm(request.POST)
    if not form.is_valid():
        context = {"form": CodebookFileForm(), "refused": form.errors}
        return render(request, "annotations/codebook_import.html", context, status=UNPROCESSABLE)
    if form.is_as_shown:
        try:
            made, changed = form.plan.apply(request.user, **form.wishes)
        except (NameTaken, StaleVersion, RowGone):
            form.clean_content()
        else:
            context = {"made": made, "changed": changed}
            return render(request, "annotations/codebook_imported.html", context)
    return _preview(request, form, CONFLICT, is_outdated=True)
