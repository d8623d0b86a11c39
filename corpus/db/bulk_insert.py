"""Adding many rows past the models: for tables that are written by the thousand.

Nothing is checked, no default is given and no signal sent: whoever adds rows so says all of them.
"""

from functools import lru_cache, partial

from django.db import connection, models

# Fields whose values are others in the database.
ADAPTED = (models.UUIDField, models.JSONField, models.DecimalField, models.BinaryField)


def insert(model, names, rows):
    """Add rows of a model, given as tuples of the values of these fields as its columns hold them.

    A row of a model takes several times as long to make as to write.
    """
    if not rows:
        return
    quote = connection.ops.quote_name
    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Names of tables and columns are ours.
            statement = f"COPY {table} ({columns}) FROM STDIN"
            # What is refused is known only when the copy ends, past what Django wraps.
            with connection.wrap_database_errors, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - the same
            cursor.executemany(statement, rows)


def insert_with_history(instances, action, moment):
    """Add instances of one model, which get their keys, and the first row of each one's history."""
    model = type(instances[0])
    for instance, pk in zip(instances, _next_keys(model, len(instances)), strict=True):
        instance.pk = pk
        instance._state.adding, instance._state.db = False, connection.alias
    names, values = reader_of(tuple(model._meta.concrete_fields))
    insert(model, names, [values(instance) for instance in instances])
    history = model.history.model
    names, values = reader_of(tuple(history.tracked_fields))
    about = ("+", moment_value(moment), action.by_id, action.pk)
    insert(
        history,
        [*names, "history_type", "history_date", "history_user", "action"],
        [(*values(instance), *about) for instance in instances],
    )
    action.has_written = True


def moment_value(moment):
    """A time as a column holds it."""
    return connection.ops.adapt_datetimefield_value(moment)


@lru_cache(maxsize=64)
def reader_of(fields):
    """The names of some fields, and what reads their columns' values off an instance."""
    adapters = [(field.attname, adapter_of(field)) for field in fields]

    def values(instance):
        row = instance.__dict__
        return tuple(adapt(row[name]) if adapt else row[name] for name, adapt in adapters)

    return [field.name for field in fields], values


def adapter_of(field):
    """What makes a column's value of a field's; None where they are the same."""
    # A time is a date too: it comes first.
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    if isinstance(field, ADAPTED):
        return partial(field.get_db_prep_save, connection=connection)
    return None


def _next_keys(model, number):
    """Keys that no row has; on SQLite, whose transactions write one after another, the next."""
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
