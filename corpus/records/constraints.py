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
    """Either a first day and how precise it is, or neither."""
    known = Q(**{f"{on}__isnull": False, f"{precision}__in": [DAY, MONTH, YEAR]})
    unknown = Q(**{f"{on}__isnull": True, precision: ""})
    return models.CheckConstraint(condition=known | unknown, name=name)


def unique_while_present(*fields, name):
    """A deleted row never blocks a new one."""
    return models.UniqueConstraint(fields=fields, condition=Q(deleted_at=None), name=name)
