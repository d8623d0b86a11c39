from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.template.loader import render_to_string

from annotations.claims.filters import filtered
from annotations.claims.orders import NEWEST, ORDERS
from annotations.forms.fields import MAX_NAME_LENGTH
from annotations.models import Claim, Credibility, Status, Tag
from corpus.ids import is_id
from corpus.models import Person, Source
from corpus.names import name_key
from corpus.web.paging_forms import QueryForm

# Maximum of rendered blank forms cached per process.
FORM_CACHE_SIZE = 50


class NamedRowsField(forms.CharField):
    """Present rows by public id or name; cleans to a list, empty if nothing was typed.

    `find(name)` gives the rows with that name; `nothing` is the message if there are none.
    """

    def __init__(self, model, find, *, nothing, **kwargs):
        self.model, self.find, self.nothing = model, find, nothing
        super().__init__(required=False, max_length=MAX_NAME_LENGTH, **kwargs)

    def clean(self, value):
        typed = super().clean(value)
        if not name_key(typed):
            return []
        rows = self._by_id(typed) if is_id(typed) else []
        rows = rows or list(self.find(typed))
        if not rows:
            raise ValidationError(self.nothing.format(typed))
        return rows

    def _by_id(self, public_id):
        return list(self.model.objects.present().filter(public_id=public_id))


class SpeakersField(NamedRowsField):
    """People by id or name; merged people are replaced by those they were merged into."""

    def clean(self, value):
        return [person.resolved for person in super().clean(value)]

    def _by_id(self, public_id):
        people = Person.objects.present().select_related("merged_into")
        return list(people.filter(public_id=public_id))


# The list leaves out withdrawn claims unless they are asked for; an export leaves out nothing.
CURRENT, ALL = "current", "all"
STATUS_CHOICES = [
    ("", "drafts and published"),
    *Status.choices,
    (ALL, "all, withdrawn included"),
]


class ClaimFilterForm(QueryForm):
    """The filters of a list of claims; its query is the whole state of the page."""

    speaker = SpeakersField(
        Person, lambda name: Person.objects.known_as(name), nothing="No person is called “{}”."
    )
    tag = NamedRowsField(
        Tag, lambda name: Tag.objects.standing().named(name), nothing="No tag is called “{}”."
    )
    source = NamedRowsField(
        Source,
        lambda name: Source.objects.present().named(name),
        nothing="No source is called “{}”.",
        label="Reported by",
    )
    status = forms.ChoiceField(choices=[*STATUS_CHOICES, (CURRENT, "")], required=False)
    credibility = forms.TypedChoiceField(
        choices=[("", "any"), *((n, f"{n} {words}") for n, words in Credibility.choices)],
        coerce=int,
        required=False,
    )
    dispute = forms.BooleanField(required=False, label="Disputed only")
    sort = forms.ChoiceField(choices=[(name, name) for name in ORDERS if name], required=False)

    def __init__(self, query):
        super().__init__(query, auto_id="filter_%s")
        self.fields["status"].widget.choices = STATUS_CHOICES

    @property
    def claims(self):
        """The claims that match, whatever their status if none is given.

        None if a name is unknown.
        """
        return self._claims(self.cleaned_data.get("status"))

    @property
    def listed_claims(self):
        """The claims of the list, which leaves out withdrawn ones if no status is given."""
        return self._claims(self.cleaned_data.get("status") or CURRENT)

    def _claims(self, status):
        if self.errors:
            return Claim.objects.none()
        claims = filtered(self.cleaned_data)
        if status == CURRENT:
            return claims.exclude(status=Status.WITHDRAWN)
        return claims.filter(status=status) if status in Status.values else claims

    @property
    def status_counts(self):
        """(number of claims, words, query of the list, whether it is shown) of each status."""
        others = {name: text for name, text in self._texts().items() if name != "status"}
        rows = self._claims(ALL).order_by().values_list("status").annotate(Count("pk"))
        numbers = dict(rows)
        for status, words in Status.choices:
            query = urlencode({**others, "status": status})
            yield numbers.get(status, 0), words, query, self.data.get("status") == status

    @property
    def usual_status(self):
        """The status that a line need not name."""
        status = self.cleaned_data.get("status")
        return status if status in Status.values else Status.PUBLISHED.value

    @property
    def order(self):
        """The name of the order in ORDERS."""
        return self.cleaned_data.get("sort", NEWEST)

    @property
    def orders(self):
        """(words, query of this list in that order, whether it is in that order) for links."""
        for name, (words, _) in ORDERS.items():
            pairs = self.filters | ({"sort": name} if name else {})
            yield words, urlencode(pairs), name == self.order

    @property
    def filters(self):
        """{field: typed text} of the filters that are set, without the order."""
        return {name: text for name, text in self._texts().items() if name != "sort"}

    @property
    def is_narrowed(self):
        """Whether a filter is set other than the status, which the links above the list show."""
        return any(name != "status" for name in self.filters)

    @property
    def export_query(self):
        """The query that exports what the list shows."""
        return urlencode({"status": CURRENT, **self.filters})

    @property
    def query(self):
        """The filters and the order as the list's query string; "" if none is set."""
        return urlencode(self._texts())

    def _texts(self):
        """{field: typed text} of the filters that are set."""
        texts = {name: self.data.get(name, "").strip() for name in self.fields}
        return {name: text for name, text in texts.items() if text}

    @property
    def names(self):
        """The values of the name fields: the row's name, even if the query has an id."""
        rows_by_field = {name: self.cleaned_data.get(name) for name in ("speaker", "tag", "source")}
        # An address may contain U+0000, which HTML must not.
        typed_names = {name: self.data.get(name, "").replace("\0", "") for name in rows_by_field}
        return {
            name: rows[0].name if rows else typed_names[name]
            for name, rows in rows_by_field.items()
        }


@dataclass(frozen=True)
class Offered:
    """Names that the filter fields propose."""

    speakers: tuple[str, ...]
    tags: tuple[str, ...]
    sources: tuple[str, ...]


def offered_by(lines):
    """The names on a page of claims; they need no query."""
    return Offered(
        speakers=_sorted(line.speaker for line in lines if line.speaker),
        tags=_sorted(name for line in lines for name, _ in line.tags),
        sources=_sorted(name for line in lines for name in line.sources),
    )


def _sorted(names):
    return tuple(sorted(set(names)))


@lru_cache(FORM_CACHE_SIZE)
def blank_filters_html(offered):
    """The rendered form without filters; equal names are rendered once."""
    context = {"form": ClaimFilterForm.parse({}), "offered": offered}
    return render_to_string("annotations/claims/_claim_filters.html", context)
