"""What a form gets that was sent to a row which is gone: 410, what it was, and what was typed."""

from http import HTTPStatus

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from corpus.ids import is_id
from corpus.records.record import RowGone

SAFE = frozenset(["GET", "HEAD", "OPTIONS"])
# What a form carries for itself: nobody typed it.
UNTYPED = frozenset(
    "csrfmiddlewaretoken version into_version revision key prefix suffix start end piece at "
    "near_seen next do preview _save _continue _addanother _saveasnew post".split()
)
UNTYPED_ENDS = ("_FORMS", "-id", "-version", "-DELETE")
UNTYPED_STARTS = ("initial-",)
# Rows were chosen in them: an id tells nobody whom to choose again.
CHOSEN = frozenset("people speakers claim passage origin speaker into others".split())
# Rows that the admin keeps empty, to copy new ones from.
EMPTY_ROW = "__prefix__"


def addressed(request, rows, public_id, *parents):
    """The row at an address; Http404 where there is none, or it or one of its `parents` is gone.

    A form that was opened before, and is sent now, raises RowGone instead.
    """
    row = get_object_or_404(rows, public_id=public_id)
    for each in (row, *(getattr(row, name) for name in parents)):
        if each.is_gone:
            if request.method in SAFE:
                raise Http404
            raise RowGone(each)
    return row


class GoneMiddleware:
    """Turns RowGone, wherever a view meets it, into its answer."""

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
            "typed": typed_in(request.POST),
        }
        page = "_row_gone.html" if request.htmx else "row_gone.html"
        return render(request, page, context, status=HTTPStatus.GONE)


def typed_in(data):
    """What somebody typed or chose in a form, as pairs of a field's name in words and a text."""
    found = ((name, _words(name, values)) for name, values in data.lists() if _is_typed(name))
    return [(name.replace("_", " ").replace("-", " "), words) for name, words in found if words]


def _words(name, values):
    kept = [value for value in values if not (name in CHOSEN and is_id(value))]
    return "\n".join(filter(str.strip, kept))


def _is_typed(name):
    if name in UNTYPED or EMPTY_ROW in name:
        return False
    return not (name.startswith(UNTYPED_STARTS) or name.endswith(UNTYPED_ENDS))
