"""A form of somebody whose session has ended, kept until it is sent again.

Nothing is stored: the sign-in form carries the fields, and the page after it shows them.
"""

from dataclasses import dataclass

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import UnreadablePostError
from django.http.request import RawPostDataException

from corpus.web.redirects import internal_address
from corpus.web.submitted_form import SubmittedForm, parse_submitted

# The names under which the sign-in form carries the address of another form, and its fields.
ADDRESS_NAME = "kept_address"
PREFIX = "kept-"
UNREADABLE_REQUEST = (
    BadRequest,
    SuspiciousOperation,
    UnreadablePostError,
    RawPostDataException,
    OSError,
)


@dataclass(frozen=True)
class KeptForm:
    """The fields, and the address to which they are sent again; "" if they cannot be."""

    typed: SubmittedForm
    address: str

    @property
    def carried(self):
        """The (name, value) pairs of the sign-in form."""
        pairs = [(PREFIX + field.name, field.value) for field in self.typed.fields]
        return [(ADDRESS_NAME, self.address), *pairs]


def submitted_form(request):
    """The SubmittedForm of a request; None if nothing was sent, or it cannot be read any more."""
    try:
        posted, files = request.POST, request.FILES
    except UNREADABLE_REQUEST:
        return None
    return parse_submitted(list(posted.lists()), has_files=bool(files))


def form_to_keep(request):
    """The KeptForm of a request; None if nothing in it was typed by a person."""
    typed = submitted_form(request)
    if not typed or not typed.shown:
        return None
    return KeptForm(typed, request.get_full_path() if typed.may_be_sent_again else "")


def form_carried_by(request):
    """The KeptForm that a submitted sign-in form carries; None if it carries none."""
    lists = [
        (name.removeprefix(PREFIX), values)
        for name, values in request.POST.lists()
        if name.startswith(PREFIX)
    ]
    typed = parse_submitted(lists)
    return typed and KeptForm(typed, internal_address(request.POST.get(ADDRESS_NAME)))
