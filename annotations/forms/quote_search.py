from django import forms
from django.core.exceptions import ValidationError

from annotations.anchoring.find_quote import find_quote
from annotations.forms.fields import line_feeds
from annotations.forms.passage import place_of

NOWHERE = "These words do not stand in the text. Paste them as the text has them."


class FoundByWords(forms.Form):
    """A place in a text named by its words; `places` asks which, where there are several.

    Only spans that `may_stand` are meant; `ask` is what is said where nothing was typed.
    """

    quote = forms.CharField(strip=False, required=False, widget=forms.Textarea)
    place = forms.CharField(required=False)

    places = ()

    def find(self, text, ask, nowhere=NOWHERE, may_stand=lambda span: True):
        """The span that the valid fields name; raises ValidationError."""
        quote = line_feeds(self.cleaned_data.get("quote") or "")
        if not quote.strip():
            raise ValidationError({"quote": ask})
        spans = [span for span in find_quote(text, quote) if may_stand(span)]
        chosen = self.cleaned_data.get("place")
        named = [span for span in spans if f"{span[0]}-{span[1]}" == chosen]
        if not spans:
            raise ValidationError({"quote": nowhere})
        if len(spans) > 1 and not named:
            self.places = [place_of(text, span) for span in spans]
            raise ValidationError(
                {"place": f"These words stand {len(spans)} times in the text. Which ones?"}
            )
        return (named or spans)[0]
