"""The changes of fields that an entry of a history lists, in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import ForeignKey
from django.utils.formats import date_format
from django.utils.timezone import localtime

from annotations.history.names import LINK_MODELS, name_of
from annotations.models import Origin, Placement, PlacementState, ProposedCorrection, Tag
from corpus.dates import ImpreciseDate
from corpus.models import Alias, Person

# Fields that mean nothing to a reader: keys, counters, positions, derived columns.
OMITTED_FIELDS = frozenset(
    "id public_id version edited_at deleted_at deleted_by name_key sort_key slug key "
    "request_digest created_by created_at publication passage claim from_claim to_claim "
    "article member revision piece prefix suffix score revision_number start end taken_as "
    "decided_by decided_at".split()
)
# Fields of a new row that are part of its sentence already.
FIELDS_IN_SENTENCE = frozenset("stance role statement quote name title text start end".split())
# So many passages are named one by one, more are counted.
MAX_NAMED = 3


@dataclass(frozen=True)
class FieldChange:
    """A change of a field, with its values in words; "" means no value."""

    label: str
    old: str
    new: str


def field_changes(changes, names):
    """Yield a FieldChange for each value that rows of an Action got; `names` as of `names_of`.

    Positions of several passages are told by their states alone, links not at all.
    """
    placements = [change for change in changes if change.model is Placement]
    if len(placements) > 1 or any(change.is_made for change in placements):
        yield from _states(placements, names)
        changes = [change for change in changes if change.model is not Placement]
    for change in changes:
        if change.model in LINK_MODELS:
            continue
        if _is_deleted(change.before) != _is_deleted(change.after) and change.before:
            yield FieldChange(
                change.model._meta.verbose_name,
                "deleted" if _is_deleted(change.before) else name_of(change, names),
                "deleted" if _is_deleted(change.after) else name_of(change, names),
            )
        yield from _changed_columns(change, names)


def _states(placements, names):
    """One change for all passages that went from one state to another, with names or a number."""
    field = Placement._meta.get_field("state")
    passages = {}
    for change in placements:
        old, new = (_value_in_words(field, row, names) for row in (change.before, change.after))
        if old != new and (old or new != PlacementState.PLACED.label):
            passages.setdefault((old, new), {})[change.latest.passage_id] = name_of(change, names)
    for (old, new), named in passages.items():
        is_many = len(named) > MAX_NAMED
        words = f"{len(named):,} passages" if is_many else ", ".join(named.values())
        label = f"from “{old}” to “{new}”" if old and new else new or f"no longer {old}"
        yield FieldChange(label, "", words)


def _is_deleted(row):
    return row is not None and getattr(row, "deleted_at", None) is not None


def _changed_columns(change, names):
    fields = change.fields
    if change.is_made:
        default = change.model()
        fields = [
            field
            for field in change.after.tracked_fields
            if getattr(change.after, field.attname) != getattr(default, field.attname)
            and field.name not in FIELDS_IN_SENTENCE
        ]
        if change.model in (Tag, Person, Alias, Origin):
            yield FieldChange(f"new {change.model._meta.verbose_name}", "", name_of(change, names))
            return
    for field in dict.fromkeys(_date_of(field, change.model) for field in fields):
        if field.name not in OMITTED_FIELDS:
            old, new = (_value_in_words(field, row, names) for row in (change.before, change.after))
            if old != new:
                yield FieldChange(_label(field, change.model), old, new)


def _date_of(field, model):
    """The field of the date for a field of its precision; any other field itself."""
    if field.name.endswith("_precision"):
        return model._meta.get_field(field.name.replace("_precision", "_on"))
    return field


def _label(field, model):
    if model is ProposedCorrection and field.name == "state":
        return model._meta.verbose_name
    return str(field.verbose_name).removeprefix("is ").removesuffix(" on").replace("_", " ")


def _value_in_words(field, row, names):
    value = None if row is None else getattr(row, field.attname)
    if value is None or value == "":
        return ""
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, value), "")
    precision = field.name.endswith("_on") and field.name.replace("_on", "_precision")
    if precision and hasattr(row, precision):
        return str(ImpreciseDate(value, getattr(row, precision)))
    if isinstance(value, datetime):
        return date_format(localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(dict(field.flatchoices).get(value, value))
