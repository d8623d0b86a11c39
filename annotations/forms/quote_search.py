from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError

from annotations.anchoring.find_quote import find_quote
from annotations.corrections.preview import quote_in_context
from annotations.forms.fields import MAX_INTEGER, line_feeds
from annotations.passages.editing import quote_of
from corpus.characters import is_blank
from corpus.web.edit_form import EditForm

SHOW_ORIGINAL = "If your browser translates the page, show the original first."
QUOTE_NOT_FOUND = (
    f"These words are not in the text. Paste them exactly as they appear. {SHOW_ORIGINAL}"
)
OTHER_WORDS = f"The text has other words at this position. Select them again. {SHOW_ORIGINAL}"


def occurrence_choice(text, span):
    """An occurrence to choose: its value in the form, and its QuoteInContext.

    `span` is half-open, in code points of `text`.
    """
    start, end = span
    context = quote_in_context(text, start, end)
    return {"value": f"{start}-{end}", "context": context}


class QuoteSearchForm(forms.Form):
    """A span of a text, given by its words.

    `places` lists the occurrences to choose from if there are several.
    """

    quote = forms.CharField(strip=False, required=False, widget=forms.Textarea)
    place = forms.CharField(required=False)

    places: Sequence[dict[str, object]] = ()

    def find(self, text, missing, not_found=QUOTE_NOT_FOUND, is_allowed=lambda span: True):
        """The half-open span, in code points of `text`, that the fields give.

        Only spans that `is_allowed` count. Raises ValidationError: `missing` if no quote was
        typed, `not_found` if there is no occurrence, else a question which one is meant.
        """
        quote = line_feeds(self.cleaned_data.get("quote") or "")
        if is_blank(quote):
            raise ValidationError({"quote": missing})
        spans = [span for span in find_quote(text, quote) if is_allowed(span)]
        place = self.cleaned_data.get("place")
        chosen = [span for span in spans if f"{span[0]}-{span[1]}" == place]
        if not spans:
            raise ValidationError({"quote": not_found})
        if len(spans) > 1 and not chosen:
            self.places = [occurrence_choice(text, span) for span in spans]
            raise ValidationError(
                {"place": f"These words occur {len(spans)} times. Select one occurrence."}
            )
        return (chosen or spans)[0]


class PositionForm(EditForm, QuoteSearchForm):
    """A position in the newest revision, and the revision and version that were seen.

    `start` and `end` are code points of piece `piece`; without them, `quote` is searched.
    """

    revision = forms.IntegerField(min_value=1, max_value=MAX_INTEGER)
    version = forms.IntegerField(min_value=1, max_value=MAX_INTEGER)
    piece = forms.IntegerField(min_value=0, max_value=MAX_INTEGER, required=False)
    start = forms.IntegerField(min_value=0, max_value=MAX_INTEGER, required=False)
    end = forms.IntegerField(min_value=1, max_value=MAX_INTEGER, required=False)

    def check_quote(self, article, spans):
        """Raise ValidationError if a quote was sent that differs from these spans of the text.

        An older revision is not compared: it is refused as an edit conflict.
        """
        cleaned = self.cleaned_data
        quote = line_feeds(cleaned.get("quote") or "")
        is_newest = cleaned.get("revision") == article.revision_number
        if quote and is_newest and quote != quote_of(article.text, spans):
            raise ValidationError({"quote": OTHER_WORDS})
