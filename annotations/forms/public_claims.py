from urllib.parse import urlencode

from django import forms

from annotations.forms.fields import MAX_NAME_LENGTH, TypedDateField
from annotations.publishing.public_facts import VALUE_FILTERS, PublicFilters
from corpus.search.parser import parse
from corpus.search.text_matching import tree_to_match
from corpus.web.paging_forms import QueryForm

# Characters of a search by the public: each word is looked for in every published claim.
MAX_PUBLIC_QUERY_LENGTH = 200
# Values that a filter offers, the most frequent.
MAX_OFFERED = 100
LABELS = {"speaker": "Speaker", "source": "Reported by", "verdict": "Verdict"}


class PublicClaimForm(QueryForm):
    """The search and filters of the public list of claims; its query is the state of the page.

    It knows no fields, other names or forms of words: these come from what is not published.
    """

    q = forms.CharField(required=False, max_length=MAX_PUBLIC_QUERY_LENGTH)
    speaker = forms.CharField(required=False, max_length=MAX_NAME_LENGTH)
    source = forms.CharField(required=False, max_length=MAX_NAME_LENGTH)
    verdict = forms.CharField(required=False, max_length=MAX_NAME_LENGTH)
    since = TypedDateField(required=False, max_length=10)
    until = TypedDateField(required=False, max_length=10)

    def clean_q(self):
        """The ParsedQuery of the words."""
        return parse(self.cleaned_data["q"])

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since.first > until.last:
            self.add_error("until", "The end date is before the start date.")
        return cleaned

    @property
    def problems(self):
        """Sentences about words that could not be parsed."""
        parsed = self.cleaned_data.get("q")
        return parsed.problems if parsed else ()

    @property
    def filters(self):
        """The PublicFilters; None if one is invalid."""
        if self.errors:
            return None
        values = self.cleaned_data
        return PublicFilters(
            tree=tree_to_match(values["q"].tree),
            values=tuple(values[name] for name in VALUE_FILTERS),
            since=values["since"],
            until=values["until"],
        )

    @property
    def has_filters(self):
        """Whether anything but words is asked for."""
        return any(text for name, text in self.texts.items() if name != "q")

    @property
    def query(self):
        """The filters as the list's query string; "" if none is set."""
        return urlencode({name: text for name, text in self.texts.items() if text})

    @property
    def texts(self):
        """{field: typed text} of all fields. An address may contain U+0000, which HTML must not."""
        return {name: self.data.get(name, "").replace("\0", "").strip() for name in self.fields}

    def choices(self, offered):
        """(name, label, typed value, [(value, number)]) of each filter by a value.

        `offered` is that of a PublishedList; a value that no claim has is offered with 0.
        """
        for name in VALUE_FILTERS:
            typed = self.texts[name]
            pairs = offered.get(name, [])
            numbers = dict(pairs[:MAX_OFFERED])
            if typed:
                numbers[typed] = dict(pairs).get(typed, 0)
            if numbers:
                yield name, LABELS[name], typed, list(numbers.items())
