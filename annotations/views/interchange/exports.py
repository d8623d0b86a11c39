from collections import deque
from contextlib import closing
from http import HTTPStatus
from tempfile import TemporaryFile

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from annotations.exports.export import SUFFIXES
from annotations.exports.references import REFERENCE_FORMATS
from annotations.exports.workbooks import SMALL_ROWS, make_workbook, workbook_of
from annotations.exports.writers import in_large_parts
from annotations.formats.registry import WRITTEN
from annotations.forms.interchange.export import ExportRefused, export_of
from corpus.models import acting

# Where the steps stand in the page of a workbook: a character that no page has.
_STEPS = "\ue000"


@require_safe
def export(request, noun, suffix):
    """The rows that a page shows, as a file."""
    try:
        wanted = export_of(noun, request.GET, request.user)
    except ExportRefused as refusal:
        return _refused(refusal)
    _log(request, noun)
    _, media_type = SUFFIXES[suffix]
    if suffix == "xlsx":
        # The response closes it, and with that deletes it.
        file = TemporaryFile()  # noqa: SIM115 - it outlives this function
        if request.method == "GET":
            deque(wanted.write_xlsx(file), maxlen=0)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"{noun}.xlsx")
    parts = wanted.parts(suffix) if request.method == "GET" else ()
    response = StreamingHttpResponse(parts, content_type=media_type)
    if suffix != "html":
        response["Content-Disposition"] = f'attachment; filename="{wanted.file_name(suffix)}"'
    return response


@require_safe
def workbook(request, noun):
    """A workbook; for a large one a page that says how far it is, and where to fetch it."""
    try:
        wanted = export_of(noun, request.GET, request.user)
    except ExportRefused as refusal:
        return _refused(refusal)
    if wanted.count_up_to(SMALL_ROWS + 1) <= SMALL_ROWS:
        return export(request, noun, "xlsx")
    _log(request, noun)
    context = {"noun": noun, "steps_mark": _STEPS}
    head, _, foot = render_to_string(
        "annotations/exports/workbook.html", context, request
    ).partition(_STEPS)
    parts = _workbook_parts(wanted, head, foot) if request.method == "GET" else ()
    response = StreamingHttpResponse(parts)
    response.is_live = True
    return response


def _workbook_parts(wanted, head, foot):
    """The page, part by part, while the workbook grows."""
    yield head
    # Who leaves the page ends the work with it.
    with closing(make_workbook(wanted)) as steps:
        for step in steps:
            yield render_to_string("annotations/exports/_workbook_step.html", step)
    yield foot


@require_safe
def workbook_file(request, name):
    """A workbook that the member made in the last hour."""
    made = workbook_of(name, request.user)
    if made is None:
        raise Http404
    path, noun = made
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{noun}.xlsx")


@require_safe
def annotation_export(request, name):
    """Passages in a format of annotations."""
    file_format = WRITTEN[name]
    file_name = f"passages-{name}.{file_format.extension}"
    return _streamed(
        request,
        "passages",
        lambda wanted: wanted.annotation_parts(file_format),
        file_format.media_type,
        file_name,
    )


@require_safe
def reference_export(request, noun, name):
    """Articles or claims as references, or published claims as JSON-LD."""
    file_format = REFERENCE_FORMATS[noun][name]
    return _streamed(
        request,
        noun,
        lambda wanted: wanted.reference_parts(name),
        file_format.media_type,
        f"{noun}.{file_format.extension}",
    )


def _streamed(request, noun, parts_of, media_type, file_name):
    """The file that `parts_of` makes of the Export that the query asks for."""
    try:
        wanted = export_of(noun, request.GET, request.user)
    except ExportRefused as refusal:
        return _refused(refusal)
    _log(request, noun)
    parts = in_large_parts(parts_of(wanted)) if request.method == "GET" else ()
    response = StreamingHttpResponse(parts, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _refused(refusal):
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return HttpResponse(str(refusal), "text/plain; charset=utf-8", status)


def _log(request, noun):
    """Enter the export in the log of the desk, in a transaction that ends before it is written."""
    if request.method == "GET":
        with acting(f"{noun}.export", request.user) as action:
            action.has_written = True
