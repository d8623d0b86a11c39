"""How long the text is in which a piece of a passage stands: no place is stored behind its end."""

from django.db import models
from django.db.models.functions import Length


class BeyondText(ValueError):
    """A place ends behind its text; the message says where, and how long the text is."""

    def __init__(self, placement, number, length):
        super().__init__(
            f"No passage can stand at {placement.start}–{placement.end} of revision {number}: "
            f"its text has {length} characters."
        )


class TextLengthField(models.PositiveIntegerField):
    """The code points of the text of a row's `revision`, taken whenever the row is written.

    Raises BeyondText where `end` lies behind them. Rows pass here on their way to the database,
    one at a time or many at once; what comes another way the model measures itself.
    """

    def __init__(self, **options):
        # A row put in by hand has no length: it waits for review until somebody has seen it.
        super().__init__(default=0, db_default=0, editable=False)

    def deconstruct(self):
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.PositiveIntegerField", args, options

    def pre_save(self, model_instance, add):
        measure(model_instance)
        return super().pre_save(model_instance, add)


def measure(placement):
    """Note how long its text is; raises BeyondText."""
    _note(placement, *_text_of(placement))


def measure_all(placements):
    """Note how long the texts of many are, in one query; raises BeyondText at the first."""
    if not placements:
        return
    rows = placements[0]._meta.get_field("revision").related_model.objects
    keys = {placement.revision_id for placement in placements}
    lengths = rows.filter(pk__in=keys).values_list("pk", "number", Length("text"))
    revisions = {pk: (number, length) for pk, number, length in lengths}
    for placement in placements:
        _note(placement, *revisions.get(placement.revision_id, (None, None)))


def _note(placement, number, length):
    # Where the revision is not there, the database refuses the row itself.
    if length is None:
        return
    placement.text_length = length
    if placement.end is not None and placement.end > length:
        raise BeyondText(placement, number, length)


def _text_of(placement):
    """The number of the revision and the length of its text; a text not yet read stays there."""
    field = placement._meta.get_field("revision")
    if field.is_cached(placement):
        revision = field.get_cached_value(placement)
        if revision is not None and "text" in revision.__dict__:
            return revision.number, len(revision.text)
    rows = field.related_model.objects.filter(pk=placement.revision_id)
    return rows.values_list("number", Length("text")).first() or (None, None)
