"""The length of a placement's text, which limits its position."""

from django.db import models
from django.db.models.functions import Length

from corpus.models import Revision
from corpus.models.revision_text import text_of


class BeyondText(ValueError):
    """A position ends beyond its text; the message gives both."""

    def __init__(self, placement, number, length):
        super().__init__(
            f"No passage can stand at {placement.start}–{placement.end} of revision {number}: "
            f"its text has {length} characters."
        )


class TextLengthField(models.PositiveIntegerField):
    """The code points of the text of a row's `revision`, set whenever the row is saved.

    Raises BeyondText if `end` is greater. Covers single and bulk inserts; for other writes the
    model calls `set_text_lengths` itself.
    """

    def __init__(self, **options):
        # A row inserted by hand has no length and needs review.
        super().__init__(default=0, db_default=0, editable=False)

    def deconstruct(self):
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.PositiveIntegerField", args, options

    def pre_save(self, model_instance, add):
        set_text_length(model_instance)
        return super().pre_save(model_instance, add)


def set_text_length(placement):
    """Set the length of its text; raises BeyondText."""
    _set_length(placement, *_revision_length(placement))


def set_text_lengths(placements):
    """Set the text lengths of many placements in one query; may raise BeyondText."""
    if not placements:
        return
    unread = [placement for placement in placements if not _loaded_length(placement)]
    revisions = _revision_lengths({placement.revision_id for placement in unread})
    for placement in placements:
        read = _loaded_length(placement) or revisions.get(placement.revision_id, (None, None))
        _set_length(placement, *read)


def _revision_lengths(keys):
    """{key of the revision: (its number, the length of its text)}."""
    if not keys:
        return {}
    lengths = Revision.objects.filter(pk__in=keys).values_list("pk", "number", Length(text_of()))
    return {pk: (number, length) for pk, number, length in lengths}


def _set_length(placement, number, length):
    # If the revision is missing, the database refuses the row.
    if length is None:
        return
    placement.text_length = length
    if placement.end is not None and placement.end > length:
        raise BeyondText(placement, number, length)


def _revision_length(placement):
    """(number of the revision, length of its text), without loading the text."""
    rows = Revision.objects.filter(pk=placement.revision_id)
    return (
        _loaded_length(placement)
        or rows.values_list("number", Length(text_of())).first()
        or (None, None)
    )


def _loaded_length(placement):
    """The same where the revision is loaded with its text, else None."""
    field = placement._meta.get_field("revision")
    if field.is_cached(placement):
        revision = field.get_cached_value(placement)
        if revision is not None and "text" in revision.__dict__:
            return revision.number, len(revision.text)
    return None
