from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from annotations.search.results import ARTICLES, GROUPS
from corpus.search.fields import fields
from corpus.search.parser import LONGEST
from corpus.search.query_editing import begun_field
from corpus.search_index.newest_hits import MOST_CONSIDERED
from corpus.web.paging_forms import MAX_KEY

NEWEST, RELEVANT = "newest", "relevance"


class SearchForm(forms.Form):
    """What is searched, in which group and order: the whole state of the page is its query."""

    q = forms.CharField(required=False)
    group = forms.ChoiceField(choices=[(group, group) for group in GROUPS], required=False)
    order = forms.ChoiceField(choices=[(NEWEST, NEWEST), (RELEVANT, RELEVANT)], required=False)
    # Where a page begins: articles below a place in the order, or after the best so many.
    before = forms.IntegerField(required=False, min_value=0, max_value=MAX_KEY)
    offset = forms.IntegerField(required=False, min_value=0, max_value=MOST_CONSIDERED)
    # Counts and facets on the page itself, for who has no script that fetches them.
    facets = forms.BooleanField(required=False)

    @classmethod
    def read(cls, query):
        """The form of a query; what cannot be read as a group or order asks for the first."""
        form = cls(query)
        form.is_valid()
        return form

    @property
    def typed(self):
        # NUL and what is too long are said by the grammar, which cuts them.
        return (self.cleaned_data.get("q") or self.data.get("q", "")).strip()[: 2 * LONGEST]

    @property
    def in_group(self):
        return self.cleaned_data.get("group") or ARTICLES

    @property
    def groups(self):
        """Each group with its heading."""
        return [(group, group.capitalize()) for group in GROUPS]

    @property
    def in_order(self):
        return self.cleaned_data.get("order") or NEWEST

    def query(self, **changed):
        """The query of the same search with something changed, without what is usual or None."""
        asked = {"q": self.typed, "group": self.in_group, "order": self.in_order} | changed
        usual = {"group": ARTICLES, "order": NEWEST}
        said = {name: value for name, value in asked.items() if value and usual.get(name) != value}
        return urlencode(said)


class SavedSearchForm(forms.Form):
    """A search to keep: its name and its query."""

    name = forms.CharField(max_length=100)
    query = forms.CharField(max_length=4 * LONGEST)

    def clean_query(self):
        """The query in its plain form, whatever else was sent along."""
        asked = SearchForm.read(QueryDict(self.cleaned_data["query"]))
        if not asked.typed:
            raise ValidationError("There is nothing in this search.")
        return asked.query()


class CompletionForm(forms.Form):
    """What stands in the search box, and the code point that the caret is at."""

    q = forms.CharField(max_length=2 * LONGEST, strip=False)
    at = forms.IntegerField(min_value=0, max_value=2 * LONGEST)

    @property
    def begun(self):
        return begun_field(self.cleaned_data["q"], self.cleaned_data["at"], frozenset(fields()))
