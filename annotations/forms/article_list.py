from functools import lru_cache
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from annotations.articles.filters import READING_CHOICES, filtered
from annotations.articles.orders import ORDERS, following
from annotations.forms.fields import MAX_NAME_LENGTH, TypedDateField
from annotations.models import Tag
from corpus.db.compiled_query import CompiledQuery
from corpus.ids import is_id
from corpus.models import Person, Source
from corpus.pagination import PAGE_SIZE
from corpus.web.paging_forms import QueryForm

NAME_FIELDS = ("source", "person", "tag")
# Maximum of names that a field proposes; others can be typed.
MAX_PROPOSALS = 100
# Maximum of articles that can be selected at once: a page of them.
MAX_SELECTED = PAGE_SIZE
# Maximum of rendered blank forms cached per process.
FORM_CACHE_SIZE = 8


class NameField(forms.CharField):
    """The name or public id of a row; cleans to the row or None, refuses unknown names.

    `rows()` gives the QuerySet, `noun` names a row in messages, such as "source".
    """

    def __init__(self, rows, noun):
        self.rows, self.noun = rows, noun
        self.first_names = CompiledQuery(
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
        return tuple(name for (name,) in self.first_names())


class PersonNameField(NameField):
    def named(self, name):
        return self.rows().known_as(name).first()


class ArticleFilterForm(QueryForm):
    """The filters and the order of a list of articles; its query is the whole state of the page.

    `ids` are public ids with spaces between them: articles that were selected on a list.
    """

    source = NameField(lambda: Source.objects.present(), "source")
    person = PersonNameField(lambda: Person.objects.standing(), "person")
    tag = NameField(lambda: Tag.objects.standing(), "tag")
    since = TypedDateField(required=False, max_length=10)
    until = TypedDateField(required=False, max_length=10)
    read = forms.ChoiceField(choices=[("", "all"), *READING_CHOICES], required=False)
    ids = forms.CharField(max_length=MAX_SELECTED * 13, required=False)
    sort = forms.ChoiceField(choices=[(name, name) for name in ORDERS], required=False)

    def clean_ids(self):
        typed = self.cleaned_data["ids"].split()
        return [public_id for public_id in typed if is_id(public_id)] if typed else None

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since.first > until.last:
            self.add_error("until", "The end date is before the start date.")
        return cleaned

    def filter(self, articles, member):
        """The articles that match; none if a filter is invalid."""
        if not self.filters:
            return articles
        if not self.is_valid():
            return articles.none()
        cleaned = self.cleaned_data
        since, until = cleaned["since"], cleaned["until"]
        if cleaned["ids"] is not None:
            articles = articles.filter(public_id__in=cleaned["ids"])
        return filtered(
            articles,
            member,
            source=cleaned["source"],
            person=cleaned["person"],
            tag=cleaned["tag"],
            read=cleaned["read"],
            period=(since and since.first, until and until.last) if since or until else None,
        )

    def following(self, articles, member, article):
        """The one of these articles that follows an article in this list, or None."""
        return following(self.filter(articles, member), self.order, member, article)

    @property
    def order(self):
        """The name of the order in ORDERS."""
        return self.cleaned_data.get("sort", "")

    @property
    def orders(self):
        """(Order, query of this list in that order, whether it is in that order) for links."""
        for name, order in ORDERS.items():
            pairs = [*self.filters, *([("sort", name)] if name else [])]
            yield order, f"?{urlencode(pairs)}", name == self.order

    @property
    def omits(self):
        return ORDERS[self.order].omits

    @property
    def proposals(self):
        """(field, names to propose) of the fields for names."""
        return tuple((name, self.fields[name].proposals()) for name in NAME_FIELDS)

    def proposal_queries(self):
        """Calls for `sent_together` that `proposals` makes."""
        return [(self.fields[name].first_names,) for name in NAME_FIELDS]

    @property
    def asked(self):
        """The filters and the order that are set, as (field name, typed text)."""
        return [(name, self.data[name]) for name in self.fields if self.data.get(name)]

    @property
    def filters(self):
        """`asked` without the order."""
        return [(name, text) for name, text in self.asked if name != "sort"]

    @property
    def query(self):
        """The query of the first page of this list: "" or "?…"."""
        return f"?{urlencode(self.asked)}" if self.asked else ""

    def without(self):
        """(label, value in words, query without it) of each filter that is set."""
        labels = dict(READING_CHOICES)
        for name, value in self.filters:
            rest = [pair for pair in self.asked if pair[0] != name]
            words = f"{len(value.split())} selected" if name == "ids" else labels.get(value, value)
            yield LABELS[name], words, f"?{urlencode(rest)}"


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
    "ids": "",
}
