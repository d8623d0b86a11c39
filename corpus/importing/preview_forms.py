"""The form of a preview: the facts of each article that will be made, to be mended."""

from http import HTTPStatus

from django import forms

from corpus.importing.forms import one_line
from corpus.importing.preview import FACTS
from corpus.models import Article
from corpus.web.date_field import ImpreciseDateField
from corpus.web.edit_form import EditForm
from corpus.web.language_field import language_field


class CheckedArticleForm(EditForm):
    """The facts of one article; `initial` is its row of the preview."""

    may_update = False
    title = one_line("title")
    source = one_line("source")
    published = ImpreciseDateField(label="Date", required=False, help_text="")
    byline = one_line("byline")
    language = language_field()
    is_revision = forms.BooleanField(required=False)
    is_left_out = forms.BooleanField(required=False)

    def clean(self):
        for name in list(self.errors):
            # What the file states stands as it is, unless somebody changes it.
            if name not in self._written_anew:
                del self._errors[name]
        return super().clean()

    @property
    def _written_anew(self):
        return [name for name in FACTS if self[name].data != self.initial[name]]

    @property
    def checked_row(self):
        """The row, with what was mended as strings."""
        cleaned = self.cleaned_data
        facts = {name: cleaned[name] for name in self._written_anew}
        if facts.get("published"):
            facts["published"] = facts["published"].isoformat()
        mended = {name: value or "" for name, value in facts.items()}
        row = self.initial | {"mended": mended, "is_left_out": cleaned["is_left_out"]}
        # An article that was imported before is corrected by those alone who may.
        if row.get("text"):
            row["is_revision"] = self.may_update and cleaned["is_revision"]
        return row


class BookForm(EditForm):
    """Whether a book becomes one article, or each of its chapters does."""

    format = forms.ChoiceField(
        choices=[("epub", "The book as one article"), ("chapters", "Each chapter as an article")]
    )

    @property
    def others(self):
        """(format, label) of what is not chosen."""
        return [each for each in self.fields["format"].choices if each[0] != self.initial["format"]]

    @classmethod
    def of(cls, job, data=None):
        """The form of a job, None if its upload is no book; bound if the choice was sent."""
        is_book = job.format in dict(cls.base_fields["format"].choices)
        sent = data if data and "format" in data else None
        return cls(sent, initial={"format": job.format}) if is_book else None


class PreviewForms:
    """The rows of a preview, each with its form; `data` is what was sent, None if nothing was.

    A row that was not sent stays as it is.
    """

    def __init__(self, job, data=None, may_update=False):
        self._job = job
        rows = job.preview["articles"]
        self.may_update = may_update
        self.book = BookForm.of(job, data)
        known = Article.objects.present().filter(
            public_id__in=[row["article"] for row in rows if "article" in row]
        )
        self._articles = {article.public_id: article for article in known}
        self._rows = [(row, _form(row, number, data)) for number, row in enumerate(rows, 1)]
        for _, form in self._rows:
            form.may_update = may_update

    def __iter__(self):
        """Yield (row with its place, its form, the article that is here already or None)."""
        for row, form in self._rows:
            yield self._with_place(row), form, self._articles.get(row.get("article"))

    @property
    def problems(self):
        """The records and files that cannot be imported, each with its place and a reason."""
        return [self._with_place(problem) for problem in self._job.preview["problems"]]

    def _with_place(self, row):
        return row | {"place": self._job.name_within(row["file"])}

    @property
    def is_valid(self):
        return all(form.is_valid() for _, form in self._rows if form.is_bound)

    @property
    def status(self):
        return HTTPStatus.OK if self.is_valid else HTTPStatus.UNPROCESSABLE_ENTITY

    @property
    def checked_rows(self):
        return [form.checked_row if form.is_bound else row for row, form in self._rows]


def _form(row, number, data):
    prefix = f"article-{number}"
    is_sent = data is not None and f"{prefix}-shown" in data
    return CheckedArticleForm(data if is_sent else None, initial=row, prefix=prefix)
