"""What an address of an article may ask of its passages."""

from django import forms

from annotations.reading.page import ALL_CARDS, MAX_CARDS
from corpus.ids import ID_PATTERN, is_id


class PassagesForm(forms.Form):
    """Whose cards are wanted: ids separated by spaces; what is no id is passed over."""

    ids = forms.CharField(required=False)

    @classmethod
    def asked(cls, query):
        """The first ids, as many as one answer has cards."""
        form = cls(query)
        form.is_valid()
        words = form.cleaned_data.get("ids", "").split()
        return [word for word in words if is_id(word)][:MAX_CARDS]


class OpenedForm(forms.Form):
    """The fold that is open: `cards` is the first passage of those shown, or `ALL_CARDS`."""

    cards = forms.RegexField(rf"\A({ID_PATTERN}|{ALL_CARDS})\Z", required=False)

    @classmethod
    def opened(cls, query):
        """A passage's id or `ALL_CARDS`, or "" where none can be read."""
        form = cls(query)
        form.is_valid()
        return form.cleaned_data.get("cards", "")
