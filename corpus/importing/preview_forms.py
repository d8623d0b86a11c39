"""The form of a preview: the facts of each article that will be made, to be mended."""

from http import HTTPStatus

from django import forms

from corpus.importing.forms import language_field, one_line
from corpus.importing.preview import FACTS
from corpus.models import Article
from corpus.web.date_field import ImpreciseDateField
from corpus.web.edit_form import EditForm


class CheckedArticleForm(EditForm):
    """The facts of one article; `initial` is its row of the preview."""

    title = one_line("title")
    source = one_line("source")
    published = ImpreciseDateField(label="Date", required=False, help_text="")
    byline = one_line("byline")
    language = language_field()
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
        return self.initial | {"mended": mended, "is_left_out": cleaned["is_left_out"]}


class PreviewForms:
    """The rows of a preview, each with its form; `data` is what was sent, None if nothing was.

    A row that was not sent stays as it is.
    """

    def __init__(self, job, data=None):
        rows = job.preview["articles"]
        known = Article.objects.titled().filter(
            public_id__in=[row["article"] for row in rows if "article" in row]
        )
        self._articles = {article.public_id: article for article in known}
        self._rows = [(row, _form(row, number, data)) for number, row in enumerate(rows, 1)]

    def __iter__(self):
        """Yield (row, its form, the article that is here already or None)."""
        for row, form in self._rows:
            yield row, form, self._articles.get(row.get("article"))

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
