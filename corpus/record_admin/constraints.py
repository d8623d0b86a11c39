from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint


def violations(row, exclude=()):
    """What the database would refuse about a row, in words; `exclude` names columns to pass over.

    A form by itself checks no constraint that needs a column which is no field of it, such as
    the key of a name or the time of deletion.
    """
    found = []
    for constraint in row._meta.constraints:
        try:
            constraint.validate(type(row), row, exclude=set(exclude))
        except ValidationError as error:
            found += [_worded(row, constraint)] if _is_unworded(constraint) else error.messages
    return found


def _is_unworded(constraint):
    is_unique = isinstance(constraint, UniqueConstraint)
    return is_unique and constraint.violation_error_message == (
        UniqueConstraint.default_violation_error_message
    )


def _worded(row, constraint):
    kind = row._meta.verbose_name
    if "name_key" in constraint.fields:
        return f"There is {_article(kind)} {kind} of this name already."
    return f"This {kind} is here already."


def _article(word):
    return "an" if word[0] in "aeiou" else "a"
