"""Indexes are written with every row: those of the tables that a saved passage writes."""

import pytest
from django.db import connection

from annotations.models import Passage, PassagePerson, PassageTag, Placement

pytestmark = pytest.mark.django_db

SAVED = [Passage, Placement, PassageTag, PassagePerson]
HISTORIES = [model.history.model for model in SAVED]


def whole_indexes(model):
    """The columns of each index of all rows; {columns: whether they are unique}."""
    partial = {index.name for index in model._meta.indexes if index.condition}
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, model._meta.db_table)
    return {
        tuple(each["columns"]): each["unique"]
        for name, each in constraints.items()
        if each["columns"] and (each["index"] or each["unique"]) and name not in partial
    }


@pytest.mark.parametrize("model", [Placement, PassageTag, PassagePerson])
def test_no_index_begins_another(model):
    indexes = whole_indexes(model)

    covered = [
        columns
        for columns, is_unique in indexes.items()
        if not is_unique and any(columns == other[: len(columns)] != other for other in indexes)
    ]
    assert covered == []


@pytest.mark.parametrize("model", HISTORIES)
def test_history_has_no_index_of_what_its_action_tells(model):
    columns = {column for columns in whole_indexes(model) for column in columns}

    assert columns & {"history_date", "history_user_id"} == set()
    assert {"id", "action_id"} <= columns
