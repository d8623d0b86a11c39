from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from annotations.claims.filters import filtered
from annotations.models import Claim, Credibility, Status, Tag
from corpus.ids import is_id
from corpus.models import Person, Source
from corpus.names import name_key

LONGEST_NAME = 200
# As many drawn forms as one process keeps.
FRESH_KEPT = 50


class RowsField(forms.CharField):
    """Present rows by a public id or by a name; `find(name)` answers those of that name."""

    def __init__(self, model, find, *, nothing, **kwargs):
        self.model, self.find, self.nothing = model, find, nothing
        super().__init__(required=False, max_length=LONGEST_NAME, **kwargs)

    def clean(self, value):
        typed = super().clean(value)
        if not name_key(typed):
            return []
        found = self._by_id(typed) if is_id(typed) else []
        found = found or list(self.find(typed))
        if not found:
            raise ValidationError(self.nothing.format(typed))
        return found

    def _by_id(self, public_id):
        return list(self.model.objects.present().filter(public_id=public_id))


class SpeakersField(RowsField):
    """Somebody merged into another stands for the other."""

    def clean(self, value):
        return [person.resolved for person in super().clean(value)]

    def _by_id(self, public_id):
        people = Person.objects.present().select_related("merged_into")
        return list(people.filter(public_id=public_id))


class ClaimFilterForm(forms.Form):
    """Which claims a member asks for; the address of the list says the same."""

    speaker = SpeakersField(
        Person, lambda name: Person.objects.known_as(name), nothing="Nobody here is called “{}”."
    )
    tag = RowsField(
        Tag, lambda name: Tag.objects.standing().named(name), nothing="There is no tag “{}”."
    )
    source = RowsField(
        Source,
        lambda name: Source.objects.present().named(name),
        nothing="There is no source “{}”.",
        label="Reported by",
    )
    status = forms.ChoiceField(choices=[("", "any"), *Status.choices], required=False)
    credibility = forms.TypedChoiceField(
        choices=[("", "any"), *((n, f"{n} {words}") for n, words in Credibility.choices)],
        coerce=int,
        required=False,
    )
    dispute = forms.BooleanField(required=False, label="In dispute only")

    def __init__(self, query):
        super().__init__(query, auto_id="filter_%s")
        self.is_valid()

    @property
    def claims(self):
        """The claims asked for; none where a name in the question is unknown."""
        return Claim.objects.none() if self.errors else filtered(self.cleaned_data)

    @property
    def query(self):
        """What was asked, as the address of the list says it; "" where all claims are shown."""
        asked = {name: self.data.get(name, "").strip() for name in self.fields}
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def names(self):
        """What stands in the fields for rows: the name where the address has an id."""
        found = {name: self.cleaned_data.get(name) for name in ("speaker", "tag", "source")}
        # A page cannot hold U+0000, which an address can.
        typed = {name: self.data.get(name, "").replace("\0", "") for name in found}
        return {name: rows[0].name if rows else typed[name] for name, rows in found.items()}


@dataclass(frozen=True)
class Offered:
    """Names to filter by next."""

    speakers: tuple
    tags: tuple
    sources: tuple


def offered_by(lines):
    """The names on a page of claims, which cost no query."""
    return Offered(
        speakers=_sorted(line.speaker for line in lines if line.speaker),
        tags=_sorted(name for line in lines for name, _ in line.tags),
        sources=_sorted(name for line in lines for name in line.sources),
    )


def _sorted(names):
    return tuple(sorted(set(names)))


@lru_cache(FRESH_KEPT)
def fresh_filters(offered):
    """The form as it is drawn before anything was asked; the same names give the same form."""
    context = {"form": ClaimFilterForm({}), "offered": offered}
    return render_to_string("annotations/claims/_claim_filters.html", context)
