"""The response to a form for a deleted or merged row: 410, which row, and what was typed."""

from http import HTTPStatus

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from corpus.ids import is_id
from corpus.records.edit_conflict import RowGone
from corpus.web.form_fields import MACHINE_FIELDS

SAFE_METHODS = frozenset(["GET", "HEAD", "OPTIONS"])
# Fields filled in by pages, and the buttons of the admin.
HIDDEN_NAMES = MACHINE_FIELDS | set("_save _continue _addanother _saveasnew".split())
HIDDEN_SUFFIXES = ("_FORMS", "-id", "-version", "-DELETE")
HIDDEN_PREFIXES = ("initial-",)
# Fields for the ids of selected rows, which are meaningless to a reader.
ID_FIELDS = frozenset("people speakers claim passage origin speaker into others".split())
# The admin's empty forms, which scripts copy for new rows.
EMPTY_FORM_PREFIX = "__prefix__"


def addressed(request, rows, public_id, *parents):
    """The row of an address, by its public id.

    Raises Http404 if it is missing, or it or one of `parents` (names of foreign keys) is gone.
    For a submitted form, which may have been opened earlier, a row that is gone raises RowGone.
    """
    return addressed_row(request, get_object_or_404(rows, public_id=public_id), *parents)


def addressed_row(request, row, *parents):
    """The row of an address, which may be None; the same where a compiled query has read it."""
    if row is None:
        raise Http404
    for checked_row in (row, *(getattr(row, name) for name in parents)):
        if checked_row.is_gone:
            if request.method in SAFE_METHODS:
                raise Http404
            raise RowGone(checked_row)
    return row


class GoneMiddleware:
    """Turns RowGone, raised by any view, into its response."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, RowGone):
            return None
        row = exception.row
        context = {
            "row": row,
            "kind": row._meta.verbose_name,
            "heir": getattr(row, "merged_into", None),
            "typed": typed_values(request.POST),
        }
        page = "_row_gone.html" if request.htmx else "row_gone.html"
        return render(request, page, context, status=HTTPStatus.GONE)


def typed_values(data):
    """What was typed in a form, a QueryDict, as pairs (label of the field, text)."""
    labelled = ((name, _text_of(name, values)) for name, values in data.lists() if _is_typed(name))
    return [(name.replace("_", " ").replace("-", " "), text) for name, text in labelled if text]


def _text_of(name, values):
    texts = [value for value in values if not (name in ID_FIELDS and is_id(value))]
    return "\n".join(filter(str.strip, texts))


def _is_typed(name):
    if name in HIDDEN_NAMES or EMPTY_FORM_PREFIX in name:
        return False
    return not (name.startswith(HIDDEN_PREFIXES) or name.endswith(HIDDEN_SUFFIXES))
