"""Constraints that several tables share."""

from django.db import models
from django.db.models import Q

from corpus.dates import DAY, MONTH, YEAR

PRECISIONS = [(DAY, "day"), (MONTH, "month"), (YEAR, "year")]


def one_of(field, choices, name):
    """The column holds one of `choices` (a Choices class, or a list of values)."""
    values = getattr(choices, "values", choices)
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


def date_with_precision(on, precision, name):
    """Both columns are set, the first day and its precision, or neither is."""
    is_set = Q(**{f"{on}__isnull": False, f"{precision}__in": [DAY, MONTH, YEAR]})
    is_unset = Q(**{f"{on}__isnull": True, precision: ""})
    return models.CheckConstraint(condition=is_set | is_unset, name=name)


def unique_while_present(*fields, name):
    """Unique among present rows, so that a deleted row never blocks a new one."""
    return models.UniqueConstraint(fields=fields, condition=Q(deleted_at=None), name=name)
