"""Adding many rows past the models: for tables that are written by the thousand."""

from django.db import connection


def insert(model, names, rows):
    """Add rows of a model, given as tuples of the values of these fields as its columns hold them.

    Nothing is checked, and no default is given: a row of a model takes longer to make than to
    write.
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
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - the same
            cursor.executemany(statement, rows)


def moment_value(moment):
    """A time as a column holds it."""
    return connection.ops.adapt_datetimefield_value(moment)
