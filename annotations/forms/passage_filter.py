from functools import partial

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils.http import urlencode

from annotations.forms.fields import TypedDateField
from annotations.models import Claim, Evidence, PassagePerson, PassageTag, Role, Tag
from annotations.passages.choices import STATES, choices_of, in_state
from corpus.dates import YEAR, parse
from corpus.ids import is_id
from corpus.models import Article, Person, Source
from corpus.pagination import PAGE_SIZE
from corpus.web.paging_forms import QueryForm

# Maximum of passages that can be selected at once: a page of them.
MAX_SELECTED = PAGE_SIZE


class RecordField(forms.CharField):
    """The public id of a present row; cleans to the row, or None if nothing was given."""

    def __init__(self, model):
        self.model = model
        super().__init__(required=False, max_length=200)

    def clean(self, value):
        public_id = super().clean(value)
        if not public_id:
            return None
        row = self.model.objects.present().filter(public_id=public_id).first()
        if row is None:
            raise forms.ValidationError(
                f"There is no {self.model._meta.verbose_name} “{public_id}”."
            )
        return row


class AuthorField(forms.CharField):
    """The name of a member; cleans to the account, or None if nothing was given."""

    def clean(self, value):
        name = super().clean(value)
        if not name:
            return None
        member = get_user_model().objects.filter(username=name).first()
        if member is None:
            raise forms.ValidationError(f"No member is called “{name}”.")
        return member


class PassageFilterForm(QueryForm):
    """The filters of passages: the page that they stand on, and those of that page.

    `with_tag` is a further tag; `role` is that of `person`, or of anybody. A passage has the date
    of its article: `since` and `until` take in every date that may be in the period, `month` is
    exact, so that its numbers are those of the table that leads here. `ids` are public ids with
    spaces between them: passages that were selected on a list.
    """

    article = RecordField(Article)
    tag = RecordField(Tag)
    with_tag = RecordField(Tag)
    person = RecordField(Person)
    role = forms.ChoiceField(
        choices=[("", "any role"), *Role.choices],
        required=False,
        error_messages={"invalid_choice": "There is no role “%(value)s”."},
    )
    source = RecordField(Source)
    claim = RecordField(Claim)
    author = AuthorField(required=False, max_length=150)
    state = forms.ChoiceField(
        choices=[("", "any"), *STATES],
        required=False,
        error_messages={"invalid_choice": "There is no state “%(value)s”."},
    )
    ids = forms.CharField(max_length=MAX_SELECTED * 13, required=False)
    since = TypedDateField(required=False, max_length=10)
    until = TypedDateField(required=False, max_length=10)
    month = forms.RegexField(
        r"\A\d{4}-(0[1-9]|1[0-2])\Z",
        required=False,
        error_messages={"invalid": "Write the month as 2021-07."},
    )

    def __init__(self, query, own=None):
        """`own` is {field: public id} of the row that the page is about, or nothing."""
        self.own = own or {}
        super().__init__({**dict(query.items()), **self.own})

    def filter(self, passages, but=""):
        """The passages that pass all filters, `but` that of one field, unless the page is about it.

        None if a filter cannot be read.
        """
        if self.errors:
            return passages.none()
        cleaned = self.cleaned_data | ({but: None} if but and but not in self.own else {})
        passages = self._filter_around_tables(passages, cleaned)
        if cleaned["source"]:
            passages = passages.filter(article__source=cleaned["source"])
        if cleaned["with_tag"]:
            passages = _tagged(passages, cleaned["with_tag"])
        if cleaned["month"]:
            month = parse(cleaned["month"])
            days = Article.objects.filter(published_on__range=(month.first, month.last))
            days = days.exclude(published_precision=YEAR).order_by()
            passages = passages.filter(Exists(days.filter(pk=OuterRef("article"))))
        return passages

    def filter_around_tables(self, passages):
        """As `filter`, but without what a cell of a table sets: the tables count these."""
        if self.errors:
            return passages.none()
        return self._filter_around_tables(passages, self.cleaned_data)

    def _filter_around_tables(self, passages, cleaned):
        if cleaned["ids"]:
            passages = passages.filter(public_id__in=cleaned["ids"])
        if cleaned["author"]:
            passages = passages.filter(created_by=cleaned["author"])
        if cleaned["state"]:
            passages = in_state(passages, cleaned["state"])
        if cleaned["article"]:
            passages = passages.filter(article=cleaned["article"])
        if "source" in self.own:
            passages = passages.filter(article__source=cleaned["source"])
        if cleaned["tag"]:
            passages = _tagged(passages, cleaned["tag"])
        if cleaned["person"] or cleaned["role"]:
            links = _links_of_people(cleaned["person"], cleaned["role"])
            passages = passages.filter(pk__in=links.values("passage"))
        if cleaned["claim"]:
            evidence = Evidence.objects.present().filter(claim=cleaned["claim"])
            passages = passages.filter(pk__in=evidence.order_by().values("passage"))
        since, until = cleaned["since"], cleaned["until"]
        if since or until:
            articles = Article.objects.order_by().filter(pk=OuterRef("article"))
            period = articles.published_within(since and since.first, until and until.last)
            passages = passages.filter(Exists(period))
        return passages

    def choices(self, passages):
        """The PassageChoices of the filters, for these passages before they are filtered."""
        names = ("with_tag", "person", "role", "source")
        chosen = {name: self.cleaned_data.get(name) for name in names}
        chosen |= {name: chosen[name].resolved for name in names[:2] if chosen[name]}
        return choices_of(partial(self.filter, passages), chosen)

    def clean_ids(self):
        return [public_id for public_id in self.cleaned_data["ids"].split() if is_id(public_id)]

    @property
    def asked(self):
        """The filters of the page that are set, as (field name, typed text)."""
        names = [name for name in self.fields if name not in self.own]
        return [(name, self.data[name]) for name in names if self.data.get(name)]

    @property
    def query(self):
        """The query of the filters; "" if none is set."""
        return urlencode(self.asked)

    @property
    def export_query(self):
        """The query that exports what the page shows."""
        return urlencode([*self.own.items(), *self.asked])

    @property
    def around_tables(self):
        """The query to which a cell of a table adds what it sets; "" or "…&"."""
        pairs = [pair for pair in self.asked if pair[0] not in ("with_tag", "source", "month")]
        return f"{urlencode(pairs)}&" if pairs else ""


def _links_of_people(person, role):
    """The links to a person, or to anybody, in a role, or in any."""
    links = PassagePerson.objects.order_by()
    if person:
        person = person.resolved
        links = links.filter(Q(person=person) | Q(person__merged_into=person))
    return links.filter(role=role) if role else links


def _tagged(passages, tag):
    links = PassageTag.objects.filter(tag=tag.resolved).order_by()
    return passages.filter(pk__in=links.values("content_object"))
