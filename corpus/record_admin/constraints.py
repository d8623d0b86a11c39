from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint


def violations(row, exclude=()):
    """(field or None, message) of each constraint that a row violates.

    `exclude` names fields to ignore. A name that is taken is the fault of the field `name`.

    A form itself does not check constraints on columns that are not its fields, such as
    `name_key` or `deleted_at`.
    """
    messages = []
    for constraint in row._meta.constraints:
        try:
            constraint.validate(type(row), row, exclude=set(exclude))
        except ValidationError as error:
            is_default = _has_default_message(constraint)
            field = "name" if "name_key" in getattr(constraint, "fields", ()) else None
            reasons = [_message(row, constraint)] if is_default else error.messages
            messages += [(field, reason) for reason in reasons]
    return messages


def _has_default_message(constraint):
    is_unique = isinstance(constraint, UniqueConstraint)
    return is_unique and constraint.violation_error_message == (
        UniqueConstraint.default_violation_error_message
    )


def _message(row, constraint):
    kind = row._meta.verbose_name
    if "name_key" in constraint.fields:
        return f"There is already {_article(kind)} {kind} with this name."
    return f"This {kind} already exists."


def _article(word):
    return "an" if word[0] in "aeiou" else "a"
