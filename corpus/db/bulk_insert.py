"""Inserts many rows without creating model instances.

Nothing is validated, no default is set and no signal is sent: callers pass every column.
"""

from functools import lru_cache, partial

from django.db import connection, models

# Fields whose values are converted for the database.
ADAPTED_FIELDS = (models.UUIDField, models.JSONField, models.DecimalField, models.BinaryField)


def insert(model, names, rows):
    """Insert rows, given as tuples of column values for the fields `names`.

    Creating a model instance takes several times as long as writing its row.
    """
    if not rows:
        return
    quote = connection.ops.quote_name
    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(quote(field.column) for field in fields)
    placeholders = ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
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


def insert_with_history(instances, action, moment):
    """Insert instances of one model, set their keys, and insert a first history row for each.

    `moment` is an aware datetime, the time of these history rows.
    """
    model = type(instances[0])
    for instance, pk in zip(instances, _next_keys(model, len(instances)), strict=True):
        instance.pk = pk
        instance._state.adding, instance._state.db = False, connection.alias
    names, values = column_reader(tuple(model._meta.concrete_fields))
    insert(model, names, [values(instance) for instance in instances])
    history = model.history.model
    names, values = column_reader(tuple(history.tracked_fields))
    action_values = ("+", moment_value(moment), action.by_id, action.pk)
    insert(
        history,
        [*names, "history_type", "history_date", "history_user", "action"],
        [(*values(instance), *action_values) for instance in instances],
    )
    action.has_written = True


def moment_value(moment):
    """The column value of an aware datetime."""
    return connection.ops.adapt_datetimefield_value(moment)


@lru_cache(maxsize=64)
def column_reader(fields):
    """(field names, function that returns an instance's column values)."""
    adapters = [(field.attname, column_adapter(field)) for field in fields]

    def values(instance):
        row = instance.__dict__
        return tuple(adapt(row[name]) if adapt else row[name] for name, adapt in adapters)

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
