from functools import lru_cache
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from annotations.articles.filters import READING_CHOICES, filtered
from annotations.forms.fields import MAX_NAME_LENGTH, TypedDateField
from annotations.models import Tag
from corpus.db.compiled_query import CompiledQuery
from corpus.models import Person, Source
from corpus.web.paging_forms import QueryForm

# Maximum of names that a field proposes; others can be typed.
MAX_PROPOSALS = 100
# Maximum of rendered blank forms cached per process.
FORM_CACHE_SIZE = 8


class NameField(forms.CharField):
    """The name or public id of a row; cleans to the row or None, refuses unknown names.

    `rows()` gives the QuerySet, `noun` names a row in messages, such as "source".
    """

    def __init__(self, rows, noun):
        self.rows, self.noun = rows, noun
        self._first_names = CompiledQuery(
            build=lambda: rows().in_name_order().values_list("name")[:MAX_PROPOSALS]
        )
        super().__init__(required=False, max_length=MAX_NAME_LENGTH)

    def clean(self, value):
        name = super().clean(value)
        if not name:
            return None
        row = self.rows().filter(public_id=name).first() or self.named(name)
        if row is None:
            raise ValidationError(f"No {self.noun} is called “{name}”.")
        return row

    def named(self, name):
        return self.rows().named(name).first()

    def proposals(self):
        """The first names in alphabetical order."""
        return tuple(name for (name,) in self._first_names())


class PersonNameField(NameField):
    def named(self, name):
        return self.rows().known_as(name).first()


class ArticleFilterForm(QueryForm):
    """The filters of a list of articles; its query is the whole state of the page."""

    source = NameField(lambda: Source.objects.present(), "source")
    person = PersonNameField(lambda: Person.objects.standing(), "person")
    tag = NameField(lambda: Tag.objects.standing(), "tag")
    since = TypedDateField(required=False, max_length=10)
    until = TypedDateField(required=False, max_length=10)
    read = forms.ChoiceField(choices=[("", "all"), *READING_CHOICES], required=False)

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since.first > until.last:
            self.add_error("until", "The end date is before the start date.")
        return cleaned

    def filter(self, articles, member):
        """The articles that match; none if a filter is invalid."""
        if not self.asked:
            return articles
        if not self.is_valid():
            return articles.none()
        cleaned = self.cleaned_data
        since, until = cleaned["since"], cleaned["until"]
        return filtered(
            articles,
            member,
            source=cleaned["source"],
            person=cleaned["person"],
            tag=cleaned["tag"],
            read=cleaned["read"],
            period=(since and since.first, until and until.last) if since or until else None,
        )

    @property
    def proposals(self):
        """(field, names to propose) of the fields for names."""
        return tuple((name, self.fields[name].proposals()) for name in ("source", "person", "tag"))

    @property
    def asked(self):
        """The filters that are set, as (field name, typed text)."""
        return [(name, self.data[name]) for name in self.fields if self.data.get(name)]

    @property
    def query(self):
        """The query of the first page of this list: "" or "?…"."""
        return f"?{urlencode(self.asked)}" if self.asked else ""

    def without(self):
        """(label, value in words, query without it) of each filter that is set."""
        labels = dict(READING_CHOICES)
        for name, value in self.asked:
            rest = [pair for pair in self.asked if pair[0] != name]
            yield LABELS[name], labels.get(value, value), f"?{urlencode(rest)}"


@lru_cache(FORM_CACHE_SIZE)
def blank_filter_html(proposals):
    """The rendered form without filters; equal proposals are rendered once."""
    context = {"form": ArticleFilterForm({}), "proposals": dict(proposals)}
    return render_to_string("annotations/articles/_article_filter.html", context)


LABELS = {
    "source": "source",
    "person": "person",
    "tag": "tag",
    "since": "from",
    "until": "to",
    "read": "",
}
