"""Inserts rows without creating model instances: a page writes a few, an import thousands.

Nothing is validated, no default is set and no signal is sent: callers pass every column.
"""

from functools import lru_cache, partial
from operator import itemgetter

from django.db import connection, models

from corpus.db.fixed_statements import fixed_cursor

# So many rows go in one statement, whose keys come back with it; for more COPY and executemany
# are faster.
FEW_ROWS = 100
# What a history row has from the Action that wrote it.
ACTION_FIELDS = ("history_type", "history_date", "history_user", "action")
# Fields whose values are converted for the database.
ADAPTED_FIELDS = (models.UUIDField, models.JSONField, models.DecimalField, models.BinaryField)


def insert(model, names, rows):
    """Insert rows, given as tuples of column values for the fields `names`.

    Creating a model instance takes several times as long as writing its row.
    """
    if not rows:
        return
    if len(rows) <= FEW_ROWS:
        with _few_rows_cursor(rows) as cursor:
            statement = _one_statement(model, tuple(names), len(rows))
            cursor.execute(statement, _joined(rows))
        return
    with connection.cursor() as cursor:
        table, columns = _table_and_columns(model, tuple(names))
        placeholders = ", ".join(["%s"] * len(names))
        if connection.vendor == "postgresql":
            # Names of tables and columns are ours.
            statement = f"COPY {table} ({columns}) FROM STDIN"
            # Errors surface only when the copy ends, outside Django's error wrapper.
            with connection.wrap_database_errors, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            statement = f"INSERT INTO {table} ({columns}) VALUES ({placeholders})"  # noqa: S608 - the same
            cursor.executemany(statement, rows)


def _few_rows_cursor(rows):
    """A cursor for `_one_statement`, whose text depends on the number of rows: most insert one."""
    return fixed_cursor(connection) if len(rows) == 1 else connection.cursor()


@lru_cache(maxsize=256)
def _one_statement(model, names, number):
    """The SQL of one INSERT for so many rows."""
    table, columns = _table_and_columns(model, names)
    placeholders = ", ".join([f"({', '.join(['%s'] * len(names))})"] * number)
    # Names of tables and columns are ours.
    return f"INSERT INTO {table} ({columns}) VALUES {placeholders}"  # noqa: S608


def _joined(rows):
    """The parameters of `_one_statement`."""
    return [value for row in rows for value in row]


@lru_cache(maxsize=64)
def _table_and_columns(model, names):
    """The quoted names of a model's table and of the columns of some fields."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(model._meta.get_field(name).column) for name in names)
    return quote(model._meta.db_table), columns


def insert_with_history(instances, action, moment):
    """Insert instances of one model, set their keys, and insert a first history row for each.

    `moment` is an aware datetime, the time of these history rows.
    """
    if len(instances) > FEW_ROWS:
        model = type(instances[0])
        _set_keys(instances, _next_keys(model, len(instances)))
        names, values = column_reader(tuple(model._meta.concrete_fields))
        insert(model, names, [values(instance) for instance in instances])
    elif connection.vendor == "postgresql":
        _insert_few_with_history(instances, action, moment)
        return
    else:
        insert_keyed(instances)
    insert_history(instances, "+", action, moment)


def _insert_few_with_history(instances, action, moment):
    """Insert rows and their first history rows in one statement of PostgreSQL, which spares a way
    to the server; SQLite has no such statement.
    """
    model = instances[0]._meta.model
    names, values = column_reader(_keyless_fields(model))
    statement = _statement_with_history(model, tuple(names), len(instances))
    action_values = ("+", moment_value(moment), action.by_id, action.pk)
    with _few_rows_cursor(instances) as cursor:
        cursor.execute(statement, [*_joined(map(values, instances)), *action_values])
        _set_keys(instances, [pk for (pk,) in cursor.fetchall()])
    action.has_written = True


@lru_cache(maxsize=256)
def _statement_with_history(model, names, number):
    """The SQL of one INSERT for so many rows and for their history; returns their keys in order.

    Columns of the history have the names of those that they keep.
    """
    history = history_model(model)
    tracked = tuple(field.name for field in history.tracked_fields)
    _, kept_columns = _table_and_columns(history, tracked)
    table, columns = _table_and_columns(history, (*tracked, *ACTION_FIELDS))
    # Without a type, NULL would be taken for a text.
    marks = ", ".join(
        f"%s::{history._meta.get_field(name).db_type(connection)}" for name in ACTION_FIELDS
    )
    return (
        # Names of tables, columns and types are ours.
        f"WITH added AS ({_one_statement(model, names, number)} RETURNING {kept_columns}), "  # noqa: S608
        f"noted AS (INSERT INTO {table} ({columns}) SELECT {kept_columns}, {marks} FROM added) "
        "SELECT id FROM added"
    )


def insert_keyed(instances):
    """Insert a few instances of one model in one statement, which gives them their keys."""
    model = instances[0]._meta.model
    names, values = column_reader(_keyless_fields(model))
    statement = _one_statement(model, tuple(names), len(instances))
    with _few_rows_cursor(instances) as cursor:
        cursor.execute(f"{statement} RETURNING id", _joined(map(values, instances)))
        _set_keys(instances, [pk for (pk,) in cursor.fetchall()])


@lru_cache
def _keyless_fields(model):
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


def _set_keys(instances, keys):
    for instance, pk in zip(instances, keys, strict=True):
        instance.pk = pk
        instance._state.adding, instance._state.db = False, connection.alias


def insert_history(instances, kind, action, moment):
    """Insert a history row for each instance; `kind` as in `bulk_write.write_history`."""
    history = history_model(instances[0]._meta.model)
    names, values = column_reader(tuple(history.tracked_fields))
    action_values = (kind, moment_value(moment), action.by_id, action.pk)
    insert(
        history,
        [*names, *ACTION_FIELDS],
        [(*values(instance), *action_values) for instance in instances],
    )
    action.has_written = True


@lru_cache
def history_model(model):
    """The model of a model's history; `model.history` builds a manager's class each time."""
    return model.history.model


def moment_value(moment):
    """The column value of an aware datetime."""
    return connection.ops.adapt_datetimefield_value(moment)


@lru_cache(maxsize=64)
def column_reader(fields):
    """(field names, function that returns an instance's column values)."""
    names = [field.attname for field in fields]
    # Most values are stored as they are: reading them at once takes a third of the time.
    read = itemgetter(*names) if len(names) > 1 else lambda row: [row[names[0]]]
    adapters = [(at, adapt) for at, field in enumerate(fields) if (adapt := column_adapter(field))]

    def values(instance):
        row = list(read(instance.__dict__))
        for at, adapt in adapters:
            row[at] = adapt(row[at])
        return row

    return [field.name for field in fields], values


def column_adapter(field):
    """The function that converts a field's value to its column value; None if they are equal."""
    # DateTimeField is a subclass of DateField: it comes first.
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    if isinstance(field, ADAPTED_FIELDS):
        return partial(field.get_db_prep_save, connection=connection)
    return None


def _next_keys(model, number):
    """Unused keys: from the sequence on PostgreSQL, the next ones on SQLite (single writer)."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, number],
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()[0] or 0
        return range(last + 1, last + 1 + number)
