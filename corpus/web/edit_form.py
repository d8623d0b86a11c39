"""What the pages that edit a row share: what was sent, and why it was not saved."""

from contextlib import contextmanager
from http import HTTPStatus

from django import forms
from django.views.decorators.http import require_http_methods

from corpus.records.edit_conflict import StaleVersion

with_form = require_http_methods(["GET", "HEAD", "POST"])


def posted(request):
    """The values of a form that was sent, None where its page is opened."""
    return request.POST if request.method == "POST" else None


def status_of(form):
    """The status of the page that shows a form which is no EditForm: 422 if it was refused, 409
    if it was because the row was changed meanwhile (`is_stale` of a RecordForm), else 200.
    """
    if getattr(form, "is_stale", False):
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


class EditForm(forms.Form):
    """A form for a write that may be refused; `current` is the row now after an edit conflict.

    `is_too_large` says that a file is missing from it because it was above the upload limit.
    """

    current = None
    is_too_large = False

    @contextmanager
    def refusals(self, refusal=(), field=None):
        """Keep what refuses the write in the block: StaleVersion as `current`, a `refusal` (an
        exception class) as an error of `field`, None for the whole form.

        After an edit conflict the form has the current version: sent again, it overwrites.
        """
        try:
            yield
        except StaleVersion as stale:
            self.current = stale.current
            self.data = self.data.copy()
            self.data["version"] = str(stale.current.version)
        except refusal as refused:
            self.add_error(field, str(refused))

    @property
    def status(self):
        """The status of the page that shows the form."""
        if self.current:
            return HTTPStatus.CONFLICT
        if self.is_too_large:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return HTTPStatus.UNPROCESSABLE_ENTITY if self.errors else HTTPStatus.OK
