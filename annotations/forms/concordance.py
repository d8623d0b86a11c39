from django import forms

from corpus.search.concordance import LEFT, RIGHT, TEXT
from corpus.web.paging_forms import QueryForm


class SearchTextForm(QueryForm):
    """The text of the search from which an article was opened."""

    q = forms.CharField(required=False)

    def result(self):
        """The text as it was typed; "" where it is not given or not valid."""
        return self.cleaned_data.get("q", "")


class ConcordanceForm(SearchTextForm):
    """The text to search for, and the order of the lines: by the text or the context on a side."""

    sort = forms.ChoiceField(
        choices=[(order, order) for order in (TEXT, LEFT, RIGHT)], required=False
    )

    def result(self):
        """{"q": text, "sort": order}; the order is TEXT unless a valid one is given."""
        return {"q": super().result(), "sort": self.cleaned_data.get("sort") or TEXT}
