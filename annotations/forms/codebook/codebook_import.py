import io

from django import forms

from annotations.codebook.formats import csv_file, json_file, qdc, qdpx
from annotations.codebook.formats.plan import plan
from annotations.codebook.formats.record import MAX_BYTES, ExchangeError
from corpus.web.edit_form import EditForm

# Sentences about changed codes that are kept.
MAX_CHANGES = 1_000
# A code of another program is posted with its original names beside those of its tag.
MAX_CONTENT_BYTES = 3 * MAX_BYTES


class CodebookFileForm(EditForm):
    """An uploaded codebook.

    Once valid it has `plan` (a Plan), `content` (its codes as our CSV) and `changes` (what had to
    be changed, a sentence each).
    """

    file = forms.FileField(
        label="File",
        help_text="CSV with the columns tag and description (and hue or color), a REFI-QDA "
        "codebook or project (.qdc, .qdpx), or an INCEpTION tagset (tab-separated or JSON).",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        form = _format_of(file)
        if form is not qdpx and file.size > MAX_BYTES:
            raise forms.ValidationError(f"{file.name} is larger than {MAX_BYTES:,} bytes.")
        try:
            codebook = form.loads(file)
        except ExchangeError as error:
            raise forms.ValidationError(f"{file.name}, {error} Nothing was imported.") from error
        if not codebook.codes:
            raise forms.ValidationError(f"{file.name} has no tags.")
        self.plan = plan(codebook.codes)
        self.changes = codebook.changes[:MAX_CHANGES]
        if len(codebook.changes) > MAX_CHANGES:
            self.changes.append(f"And {len(codebook.changes) - MAX_CHANGES:,} more.")
        content = io.StringIO(newline="")
        csv_file.dumps(codebook.codes, content)
        self.content = content.getvalue()
        return file


def _format_of(file):
    """The module of `codebook.formats` for a file, detected by its first bytes."""
    first_bytes = file.read(200).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")
    file.seek(0)
    if first_bytes.startswith(b"PK"):
        return qdpx
    if first_bytes.startswith(b"<"):
        return qdc
    return json_file if first_bytes.startswith((b"{", b"[")) else csv_file


class CodebookPlanForm(forms.Form):
    """The import that was previewed; once valid `plan` (a Plan) and `content` (CSV)."""

    content = forms.CharField(strip=False, max_length=MAX_CONTENT_BYTES, widget=forms.HiddenInput)
    changes = forms.JSONField(required=False, widget=forms.HiddenInput)
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    only_new = forms.BooleanField(required=False)
    without_near = forms.BooleanField(required=False)

    def clean_content(self):
        self.content = self.cleaned_data["content"]
        try:
            content = io.BytesIO(self.content.encode())
            self.plan = plan(csv_file.loads(content, MAX_CONTENT_BYTES).codes)
        except ExchangeError as error:
            raise forms.ValidationError(str(error)) from error
        return self.content

    def clean_changes(self):
        changes = self.cleaned_data["changes"] or []
        if not isinstance(changes, list):
            raise forms.ValidationError("The form is incomplete. Reload the page.")
        self.changes = [str(change) for change in changes[: MAX_CHANGES + 1]]
        return self.changes

    @property
    def is_as_shown(self):
        return self.plan.digest == self.cleaned_data["digest"]

    @property
    def wishes(self):
        """The options of `codebook.jobs.begin`."""
        return {name: self.cleaned_data[name] for name in ("only_new", "without_near", "changes")}
