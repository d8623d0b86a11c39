"""The forms of the import pages."""

from django import forms
from django.conf import settings
from django.utils.datastructures import MultiValueDict

from corpus.canonical_urls import is_web
from corpus.characters import is_blank
from corpus.importing.several_files import ArchiveOfFiles, FilesField
from corpus.importing.upload_limit import note_upload_limit
from corpus.index_entry import TOO_MANY_WORDS, has_too_many_words
from corpus.readers.columns import likely_columns
from corpus.readers.fields import ADDRESS_REFUSAL, FIELDS, is_address_alone
from corpus.readers.file_types import foreign_type
from corpus.readers.formats import FORMATS, HEAD_BYTES, format_of
from corpus.readers.labels import FIELD_LABELS
from corpus.readers.limits import MAX_LENGTHS, MAX_TEXT
from corpus.text import TextRefused, normalise
from corpus.web.date_field import ImpreciseDateField
from corpus.web.edit_form import EditForm
from corpus.web.language_field import language_field
from corpus.web.text_fields import LineField

DETECTED_FORMAT = [("", "detect from the file")]
LANGUAGE_HELP = "For articles without a language: en, ru, pt-BR."


def one_line(field, **options):
    options.setdefault("required", False)
    return LineField(max_length=MAX_LENGTHS[field], **options)


class UploadForm(EditForm):
    """A file of articles, or several in one archive, which an import job keeps."""

    file = FilesField(
        label="Files",
        max_length=200,
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )
    format = forms.ChoiceField(
        required=False,
        choices=lambda: DETECTED_FORMAT + [(name, each.label) for name, each in FORMATS.items()],
    )
    source = one_line(
        "source",
        help_text="For articles without a source: a name, or a domain such as reuters.com.",
    )
    language = language_field(help_text=LANGUAGE_HELP)
    update = forms.BooleanField(required=False)

    @classmethod
    def from_request(cls, request):
        """Return the form of a POST, without files if they are above the upload limit."""
        form = cls(request.POST, request.FILES)
        note_upload_limit(form, request, "file", "Upload it in parts, or use the command line.")
        if form.is_too_large:
            form.files = MultiValueDict()
        return form

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if isinstance(file, ArchiveOfFiles):
            # Several: each is recognised in the archive.
            cleaned["format"] = "zip"
        elif file and not cleaned.get("format"):
            head = file.read(HEAD_BYTES)
            file.seek(0)
            cleaned["format"] = format_of(file.name, head) or ""
            if not cleaned["format"] and "format" not in self.errors:
                kind = foreign_type(head)
                if kind:
                    self.add_error("file", f"This is {kind}.")
                else:
                    self.add_error("format", "The format is not recognised. Choose it.")
        return cleaned

    @property
    def max_bytes(self):
        """The bytes that all files of an upload may have together."""
        return settings.MAX_UPLOAD_BYTES

    @property
    def fields_of_job(self):
        """The fields of the ImportJob of this upload."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["file"].name,
            "is_update": cleaned.get("update", False),
            **{name: cleaned[name] for name in ("format", "source", "language")},
        }


class ColumnsForm(EditForm):
    """Maps our columns to those of a file, which has `columns`: {name: first value}."""

    def __init__(self, data=None, *, columns, **kwargs):
        super().__init__(data, **kwargs)
        likely = likely_columns(columns)
        choices = [(name, f"{name}: {value}" if value else name) for name, value in columns.items()]
        for column, label in FIELD_LABELS.items():
            self.fields[column] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", "none"), *choices],
                initial=likely.get(column, ""),
            )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not (cleaned["text"] or cleaned["html"]):
            self.add_error("text", "Choose the column that has the text.")
        return cleaned

    @property
    def columns(self):
        """{ours: theirs} of the columns that were chosen."""
        return {ours: name for ours, name in self.cleaned_data.items() if name}


class PasteForm(EditForm):
    """One article, typed or pasted."""

    text = forms.CharField(strip=False, widget=forms.Textarea(attrs={"rows": 12}))
    title = one_line("title", help_text="Not part of the text.")
    source = one_line("source", help_text="A name, or a domain such as reuters.com.")
    published = ImpreciseDateField(label="Date", required=False)
    url = one_line("url", label="Address", help_text="The web address of the original.")
    byline = one_line("byline", help_text="The author, as published.")
    language = language_field(help_text="en, ru, pt-BR.")
    update = forms.BooleanField(required=False)

    def clean_text(self):
        text = self.cleaned_data["text"]
        if len(text) > MAX_TEXT:
            raise forms.ValidationError(
                f"The text has {len(text):,} characters; the limit is {MAX_TEXT:,}."
            )
        try:
            normalised = normalise(text)
        except TextRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        if is_blank(normalised.text):
            raise forms.ValidationError("There is no text.")
        if has_too_many_words(normalised.text):
            raise forms.ValidationError(TOO_MANY_WORDS)
        if is_address_alone(text):
            raise forms.ValidationError(ADDRESS_REFUSAL)
        return text

    def clean_url(self):
        url = self.cleaned_data["url"]
        if url and not is_web(url):
            raise forms.ValidationError("Enter a web address that starts with https://.")
        return url

    @property
    def values(self):
        """The values keyed by our columns, without empty ones."""
        return {name: self.cleaned_data[name] for name in FIELDS if self.cleaned_data.get(name)}
