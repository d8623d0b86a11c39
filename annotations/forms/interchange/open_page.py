from django import forms
from django.core.exceptions import ValidationError

from annotations.forms.fields import line_feeds
from corpus.importing.forms import PasteForm
from corpus.importing.open_page import read_open_page
from corpus.readers.formats import HEAD_BYTES, format_of

MAX_QUOTE_LENGTH = 100_000
MAX_CONTEXT_LENGTH = 200
NO_PAGE = "There is no text here. Paste a text, or open a page and press the bookmark there."
NOT_A_PAGE = "This is neither a page nor a text. Upload it on the import page."


class OpenPageForm(PasteForm):
    """A page that is open in a member's browser, the words selected in it, and its facts.

    `page` comes as a file, because the fields of forms hold less.
    """

    # The text of a PasteForm is that of the page.
    text = None
    page = forms.FileField(max_length=200, error_messages={"required": NO_PAGE, "empty": NO_PAGE})
    retrieved = forms.CharField(required=False, max_length=40)
    quote = forms.CharField(required=False, max_length=MAX_QUOTE_LENGTH)
    prefix = forms.CharField(required=False, max_length=MAX_CONTEXT_LENGTH)
    suffix = forms.CharField(required=False, max_length=MAX_CONTEXT_LENGTH)
    # Made by the page, so that a request sent twice creates one passage.
    key = forms.UUIDField(required=False)

    SHOWN = ("title", "source", "published", "url", "byline", "language")

    def clean_page(self):
        page = self.cleaned_data["page"]
        self.format = format_of(page.name, page.read(HEAD_BYTES))
        if self.format not in ("html", "text"):
            raise ValidationError(NOT_A_PAGE)
        return page

    def clean_quote(self):
        return line_feeds(self.cleaned_data["quote"])

    def read(self, with_facts=False):
        """Return the OpenPage, `with_facts` with those of the form if it is valid.

        None with an error if there is no text in the page.
        """
        is_valid = self.is_valid()
        cleaned = self.cleaned_data
        if "page" not in cleaned:
            return None
        stated = {name: cleaned[name] for name in ("url", "retrieved") if cleaned.get(name)}
        facts = {name: cleaned[name] for name in self.SHOWN} if with_facts and is_valid else None
        page = read_open_page(cleaned["page"], self.format, stated, facts)
        if page.drafts:
            return page
        self.add_error("page", next(each.reason for each in page.problems if each.is_left_out))
        return None

    def facts_of(self, page):
        """The facts that a page states, by names of fields; {} if it is several articles."""
        if len(page.drafts) > 1:
            return {}
        return {name: getattr(page.draft.record, name) for name in self.SHOWN}

    @property
    def shown_fields(self):
        return [self[name] for name in self.SHOWN]

    @property
    def other_errors(self):
        """The errors that stand at none of these fields."""
        return [
            error
            for name, errors in self.errors.items()
            if name not in self.SHOWN
            for error in errors
        ]
