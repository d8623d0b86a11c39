from django import forms

from annotations.formats.record import FormatError
from annotations.formats.registry import FORMATS
from annotations.interchange.staging import recognised_format, stage
from corpus.importing.forms import DETECTED_FORMAT
from corpus.importing.upload_limit import note_upload_limit
from corpus.web.edit_form import EditForm


class AnnotationFileForm(EditForm):
    """An uploaded file of annotations, which `keep` reads into an AnnotationJob."""

    file = forms.FileField(
        label="File",
        max_length=200,
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )
    format = forms.ChoiceField(
        required=False,
        choices=lambda: DETECTED_FORMAT + [(name, each.label) for name, each in FORMATS.items()],
    )

    @classmethod
    def from_request(cls, request):
        """Return the form of a POST; a file above the upload limit is missing from it."""
        form = cls(request.POST, request.FILES)
        note_upload_limit(form, request, "file", "Split it, or use the command line.")
        return form

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if file and "format" not in self.errors and not cleaned["format"]:
            cleaned["format"] = recognised_format(file, file.name)
            if not cleaned["format"]:
                self.add_error("format", "The format is not recognised. Choose it.")
        return cleaned

    def keep(self, owner):
        """The AnnotationJob of the file, or None with an error where it cannot be read."""
        file = self.cleaned_data["file"]
        try:
            return stage(file, self.cleaned_data["format"], file.name, owner)
        except FormatError as refused:
            self.add_error("file", f"{file.name}, {refused}")
            return None
