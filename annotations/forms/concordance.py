from django import forms

from corpus.search.concordance import LEFT, RIGHT, TEXT
from corpus.web.paging_forms import QueryForm


class SearchTextForm(QueryForm):
    """The text of the search from which an article was opened."""

    q = forms.CharField(required=False)

    def result(self):
        """The text as typed; "" if it is missing or invalid."""
        return self.cleaned_data.get("q", "")


class ConcordanceForm(SearchTextForm):
    """The text to search for, and the order of lines: by position or by context on one side."""

    sort = forms.ChoiceField(
        choices=[(order, order) for order in (TEXT, LEFT, RIGHT)], required=False
    )

    def result(self):
        """{"q": text, "sort": order}; the order defaults to TEXT."""
        return {"q": super().result(), "sort": self.cleaned_data.get("sort") or TEXT}
