"""The query of an article’s address: which passages’ cards, and which fold is open."""

from django import forms

from annotations.reading.page import ALL_CARDS, MAX_CARDS
from corpus.ids import ID_PATTERN, is_id
from corpus.web.paging_forms import QueryForm


class PassageIdsForm(QueryForm):
    """The passages whose cards are fetched: ids separated by spaces; invalid ids are skipped."""

    ids = forms.CharField(required=False)

    def result(self):
        """The first ids, up to the number of cards in a response."""
        words = self.cleaned_data.get("ids", "").split()
        return [word for word in words if is_id(word)][:MAX_CARDS]


class OpenFoldForm(QueryForm):
    """The fold that is open: `cards` is the id of the first passage in it, or `ALL_CARDS`."""

    cards = forms.RegexField(rf"\A({ID_PATTERN}|{ALL_CARDS})\Z", required=False)

    def result(self):
        """A passage's id or `ALL_CARDS`; "" if neither is given."""
        return self.cleaned_data.get("cards", "")
