"""Forms of the pages that list, make, edit and merge sources, people and origins."""

from urllib.parse import urlencode

from django import forms

from annotations.forms.fields import find_by_link, offering
from annotations.forms.records.orders import BY_NAME, ORDERS, SORTS
from annotations.models import Origin
from corpus.models import Alias, Person, Source
from corpus.names import name_key
from corpus.record_admin.forms import RecordForm
from corpus.record_admin.records import PersonForm, SourceForm
from corpus.web.date_field import ImpreciseDateField
from corpus.web.edit_form import EditForm
from corpus.web.paging_forms import QueryForm
from corpus.web.text_fields import LineField, NoteField

MAX_OTHER_NAMES, MAX_ALIAS_LENGTH = 100, 200
# A new name is compared with at most so many.
MAX_COMPARED = 20_000
# Names that a merge offers in place of one that nothing has.
MAX_OFFERED = 8


class NearNamesMixin(RecordForm):
    """Asks once before a name is given that may be another spelling of a known one.

    `near` holds the rows with such names; sent again with the same name as `near_seen`, the form
    is valid.
    """

    near_seen = forms.CharField(required=False, widget=forms.HiddenInput)
    near = ()

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("name", "")
        is_new = not self.instance.pk or name_key(name) != self.instance.name_key
        if name and is_new and not self.is_stale and cleaned.get("near_seen") != name:
            self.near = _rows_named_like(name, self.instance)
            is_taken = any(row.name_key == name_key(name) for row in self.near)
            # The name of a source is its own: that it is taken is said at its field.
            if self.near and not (is_taken and isinstance(self.instance, Source)):
                self.data = self.data.copy()
                self.data["near_seen"] = name
                raise forms.ValidationError("Not saved yet.")
        return cleaned


def _rows_named_like(name, row):
    """The present rows of its model, other than `row`, whose names are near to `name`."""
    # Brings a library that takes long to load; only new names need it.
    from annotations.names.similar_names import near_names

    others = type(row).objects.present().exclude(pk=row.pk)
    names = list(others.order_by("name_key").values_list("name", "pk")[:MAX_COMPARED])
    if isinstance(row, Person):
        aliases = Alias.objects.present().filter(person__deleted_at=None).exclude(person=row.pk)
        names += aliases.order_by("name_key").values_list("name", "person")[:MAX_COMPARED]
    near = near_names(name, [each for each, _ in names])
    keys = dict.fromkeys(pk for near_name in near for name, pk in names if name == near_name)
    rows = others.in_bulk(keys)
    return list(dict.fromkeys(getattr(rows[pk], "resolved", rows[pk]) for pk in keys))


class OriginForm(NearNamesMixin):
    dated = ImpreciseDateField(label="Date", required=False)
    dates = {"dated": ("dated_on", "dated_precision")}

    class Meta:
        model = Origin
        fields = ["name", "kind", "place", "description"]
        field_classes = {"name": LineField, "place": LineField, "description": NoteField}


class SourceEditForm(NearNamesMixin, SourceForm):
    """A source on the desk."""


class PersonEditForm(NearNamesMixin, PersonForm):
    """A person with all other names, as one text."""

    other_names = NoteField(
        required=False,
        max_length=MAX_OTHER_NAMES * MAX_ALIAS_LENGTH,
        widget=forms.Textarea,
        help_text="Other names and spellings, one a line.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            names = self.instance.aliases.present().values_list("name", flat=True)
            self.initial["other_names"] = "\n".join(names)

    def clean_other_names(self):
        """The names, each once, in their order."""
        lines = self.cleaned_data["other_names"].split("\n")
        names = {name_key(line): line for line in reversed(lines) if name_key(line)}
        if any(len(name) > MAX_ALIAS_LENGTH for name in names.values()):
            raise forms.ValidationError(f"A name has at most {MAX_ALIAS_LENGTH} characters.")
        if len(names) > MAX_OTHER_NAMES:
            raise forms.ValidationError(f"There are at most {MAX_OTHER_NAMES} other names.")
        return list(reversed(names.values()))


FORMS = {Source: SourceEditForm, Person: PersonEditForm, Origin: OriginForm}


class RecordMergeForm(EditForm):
    """The row to merge another one into: by its name, its id or a link to its page."""

    into = forms.CharField(
        max_length=2_000,
        label="Merge into",
        help_text="The name to keep, or the link to its page.",
        error_messages={"required": "Enter a name or a link."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    # Rows with a name that begins as what was typed, where none has it.
    near = ()
    several = "Several are called “{}”. Paste the link to one."

    def __init__(self, *args, row, is_preview=False, **kwargs):
        self.row = row
        super().__init__(*args, **kwargs)
        self.fields["into"].widget.attrs |= offering(row._meta.model_name)
        if is_preview:
            del self.fields["version"]

    @property
    def not_there(self):
        return f"No other {self.row._meta.verbose_name} is called “{{}}”."

    @property
    def others(self):
        return type(self.row).objects.present().exclude(pk=self.row.pk)

    def called(self, typed):
        """The rows with exactly this name."""
        return self.others.filter(name_key=name_key(typed))

    def clean_into(self):
        typed = self.cleaned_data["into"]
        linked = find_by_link(typed, self.row._meta.verbose_name_plural, self.others)
        namesakes = [linked] if linked else list(self.called(typed)[:2])
        if not namesakes:
            near = self.others.starting(typed).exclude(pk=self.row.pk)
            self.near = near.order_by("name_key", "pk")[:MAX_OFFERED] if name_key(typed) else ()
            raise forms.ValidationError(self.not_there.format(typed))
        if len(namesakes) > 1:
            raise forms.ValidationError(self.several.format(typed))
        return namesakes[0]


class NameListForm(QueryForm):
    """The filters of the lists of sources, people and origins, and of their exports.

    `q` is how a word of the name begins; `start` is the letter that the list begins with;
    `graded` is "no" for sources that have no grade yet; `sort` is one of ORDERS.
    """

    q = forms.CharField(required=False, max_length=200)
    start = forms.RegexField(r"\A[a-z]\Z", required=False)
    graded = forms.ChoiceField(choices=[("no", "not yet")], required=False)
    sort = forms.ChoiceField(choices=[(name, name) for name in SORTS], required=False)

    @property
    def typed(self):
        return self.cleaned_data.get("q", "")

    @property
    def asked(self):
        """The filters and the order that are set, as {name: value}."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def filters(self):
        """`asked` without the order."""
        return {name: value for name, value in self.asked.items() if name != "sort"}

    def sort_of(self, model):
        """The value of the order of a list of this model; BY_NAME unless it has the one asked."""
        sort = self.cleaned_data.get("sort")
        return sort if sort in ORDERS[model] else BY_NAME

    def order_of(self, model):
        """The NameOrder of a list of this model."""
        return ORDERS[model][self.sort_of(model)]

    def orders(self, model):
        """(words, query of this list in that order, whether it is in that order) for links.

        A list that begins with a letter is in the order of names alone.
        """
        filters = {name: value for name, value in self.filters.items() if name != "start"}
        for name, order in ORDERS[model].items():
            query = urlencode(filters | ({"sort": name} if name else {}))
            yield order.words, query, name == self.sort_of(model)

    def filter(self, rows):
        if name_key(self.typed):
            rows = rows.starting(self.typed)
        if start := self.cleaned_data.get("start"):
            rows = rows.filter(name_key__gte=start)
        if self.cleaned_data.get("graded") and hasattr(rows, "graded"):
            rows = rows.exclude(pk__in=rows.model.objects.graded().values("pk"))
        return rows
