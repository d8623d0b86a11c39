from functools import lru_cache
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from annotations.articles.filters import READING_CHOICES, filtered
from annotations.models import Tag
from corpus.dates import parse
from corpus.db.compiled_query import CompiledQuery
from corpus.models import Person, Source

# As many names as a field proposes; any other can be typed.
PROPOSED = 100
# As many drawn forms as one process keeps.
FRESH_KEPT = 8


class NameField(forms.CharField):
    """The name of a row, or its public id; a name that nothing has is an error that says so."""

    def __init__(self, rows, noun):
        self.rows, self.noun = rows, noun
        self._first_names = CompiledQuery(
            build=lambda: rows().in_name_order().values_list("name")[:PROPOSED]
        )
        super().__init__(required=False, max_length=200)

    def clean(self, value):
        name = super().clean(value)
        if not name:
            return None
        found = self.rows().filter(public_id=name).first() or self.named(name)
        if found is None:
            raise ValidationError(f"No {self.noun} is called “{name}”.")
        return found

    def named(self, name):
        return self.rows().named(name).first()

    def proposals(self):
        """The first names in their order."""
        return tuple(name for (name,) in self._first_names())


class PersonField(NameField):
    def named(self, name):
        return self.rows().known_as(name).first()


class DateField(forms.CharField):
    """A day, month or year."""

    def __init__(self):
        super().__init__(required=False, max_length=10)

    def clean(self, value):
        typed = super().clean(value)
        try:
            return parse(typed) if typed else None
        except ValueError as error:
            raise ValidationError(str(error)) from error


class ArticleFilterForm(forms.Form):
    """What a list of articles is narrowed to; its query is the state of the page."""

    source = NameField(lambda: Source.objects.present(), "source")
    person = PersonField(lambda: Person.objects.standing(), "person")
    tag = NameField(lambda: Tag.objects.standing(), "tag")
    since = DateField()
    until = DateField()
    read = forms.ChoiceField(choices=[("", "all"), *READING_CHOICES], required=False)

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since.first > until.last:
            self.add_error("until", "The period ends before it begins.")
        return cleaned

    def narrow(self, articles, member):
        """The articles asked for; none where something in the query cannot be read."""
        if not self.asked:
            return articles
        if not self.is_valid():
            return articles.none()
        asked = self.cleaned_data
        since, until = asked["since"], asked["until"]
        return filtered(
            articles,
            member,
            source=asked["source"],
            person=asked["person"],
            tag=asked["tag"],
            read=asked["read"],
            period=(since and since.first, until and until.last) if since or until else None,
        )

    @property
    def proposals(self):
        """(field, names to propose) of the fields for names."""
        named = [
            (name, field) for name, field in self.fields.items() if hasattr(field, "proposals")
        ]
        return tuple((name, field.proposals()) for name, field in named)

    @property
    def asked(self):
        """What was asked for, as (field, words)."""
        return [(name, self.data[name]) for name in self.fields if self.data.get(name)]

    @property
    def query(self):
        """The query of the same list, without its page: "" or "?…"."""
        return f"?{urlencode(self.asked)}" if self.asked else ""

    def without(self):
        """Each thing asked for, in words, with the query of the list without it."""
        words = dict(READING_CHOICES)
        for name, value in self.asked:
            rest = [pair for pair in self.asked if pair[0] != name]
            yield LABELS[name], words.get(value, value), f"?{urlencode(rest)}"


class FreshFilterForm(ArticleFilterForm):
    """The form before anything was asked, with names that were looked up already."""

    def __init__(self, proposals):
        super().__init__({})
        for name, names in proposals:
            self.fields[name].proposals = lambda names=names: names


@lru_cache(FRESH_KEPT)
def fresh_filter(proposals):
    """The form as it is drawn before anything was asked; the same names give the same form."""
    context = {"form": FreshFilterForm(proposals)}
    return render_to_string("annotations/articles/_article_filter.html", context)


LABELS = {
    "source": "source",
    "person": "naming",
    "tag": "tagged",
    "since": "from",
    "until": "until",
    "read": "",
}
