from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from annotations.search.results import ARTICLES, CLAIMS, GROUPS, PASSAGES
from corpus.search.fields import fields
from corpus.search.parser import MAX_QUERY_LENGTH
from corpus.search.query_editing import partial_field
from corpus.search_index.newest_hits import MAX_CONSIDERED
from corpus.web.paging_forms import MAX_KEY, QueryForm, SharedFields
from corpus.web.text_fields import LineField

# The groups of results that can be exported by their search.
EXPORTED_GROUPS = (ARTICLES, PASSAGES, CLAIMS)
NEWEST, RELEVANT = "newest", "relevance"


@dataclass(frozen=True)
class Search:
    """The text, group and order of a search: the whole state of its page, all plain values."""

    typed: str
    in_group: str = ARTICLES
    in_order: str = NEWEST

    @property
    def groups(self):
        """Each group with its heading."""
        return [(group, group.capitalize()) for group in GROUPS]

    @property
    def exported(self):
        """The group of results that is exported: names have no export of their own."""
        return self.in_group if self.in_group in EXPORTED_GROUPS else ARTICLES

    @property
    def is_of_newest(self):
        return self.in_group == ARTICLES and self.in_order == NEWEST

    @property
    def is_exportable(self):
        return self.in_group in EXPORTED_GROUPS

    @property
    def export_query(self):
        return urlencode({"q": self.typed})

    def query(self, **changed):
        """The query of this search with some values changed; defaults and None are omitted."""
        values = {"q": self.typed, "group": self.in_group, "order": self.in_order} | changed
        defaults = {"group": ARTICLES, "order": NEWEST}
        given = [pair for pair in values.items() if pair[1] and pair[1] != defaults.get(pair[0])]
        return urlencode(given)


class SearchForm(QueryForm):
    """A Search, and where its page begins.

    An invalid group or order counts as the first one.
    """

    q = forms.CharField(required=False)
    group = forms.ChoiceField(choices=[(group, group) for group in GROUPS], required=False)
    order = forms.ChoiceField(choices=[(NEWEST, NEWEST), (RELEVANT, RELEVANT)], required=False)
    # Where a page begins: below this sort key, or after this many of the most relevant hits.
    before = forms.IntegerField(required=False, min_value=0, max_value=MAX_KEY)
    offset = forms.IntegerField(required=False, min_value=0, max_value=MAX_CONSIDERED)
    # Whether counts and facets are on the page itself, for browsers without scripts.
    facets = forms.BooleanField(required=False)
    # Whether the filters of passages are open; counting what they offer takes time.
    filters = forms.BooleanField(required=False)

    @property
    def search(self):
        values = self.cleaned_data
        # The parser reports and removes NUL, and truncates long texts.
        typed = (values.get("q") or self.data.get("q", "")).strip()[: 2 * MAX_QUERY_LENGTH]
        return Search(typed, values.get("group") or ARTICLES, values.get("order") or NEWEST)


SearchForm.base_fields = SharedFields(SearchForm.base_fields)


class SavedSearchForm(forms.Form):
    """The name and query of a search to save."""

    name = LineField(max_length=100)
    query = forms.CharField(max_length=4 * MAX_QUERY_LENGTH)

    def clean_query(self):
        """The canonical query, without other parameters."""
        search = SearchForm.parse(QueryDict(self.cleaned_data["query"])).search
        if not search.typed:
            raise ValidationError("Enter a search first.")
        return search.query()


class CompletionForm(forms.Form):
    """The text of the search box, and the position of the caret in code points."""

    q = forms.CharField(max_length=2 * MAX_QUERY_LENGTH, strip=False)
    at = forms.IntegerField(min_value=0, max_value=2 * MAX_QUERY_LENGTH)

    @property
    def begun(self):
        return partial_field(self.cleaned_data["q"], self.cleaned_data["at"], frozenset(fields()))
