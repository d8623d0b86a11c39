"""The rows of an archive as values, checked one by one; no database is asked."""

from array import array
from bisect import bisect_left

from annotations.archive.consistency import Consistency
from annotations.archive.json_text import parse_json
from annotations.archive.package import open_archive
from annotations.archive.refusal import ArchiveRefused
from annotations.archive.tables import archived_tables
from annotations.archive.versions import row_today, table_today


def check_archive(path):
    """Read a whole archive and return its Manifest; raises ArchiveRefused."""
    with open_archive(path) as package:
        check(package)
        return package.manifest


def check(package):
    """Read every row and every original of a Package; raises ArchiveRefused.

    Keys have to grow, a row may only refer to a row that is there, and what rows say of each other
    has to fit.
    """
    keys_of, later, consistency = {}, [], Consistency()
    originals = original_bytes = 0
    for table, entry in tables_of(package):
        keys = keys_of[table.name] = array("q")
        for number, row in enumerate(rows_of(package, table, entry), 1):
            place = f"{entry.file}, line {number}"
            key = row[table.fields[0].column]
            if keys and key <= keys[-1]:
                raise ArchiveRefused(f"{place}: the keys of rows have to grow.")
            keys.append(key)
            for column, other in table.references.items():
                for value in row[column] if isinstance(row[column], list) else [row[column]]:
                    if value is not None and not _holds(keys_of.get(other, ()), value):
                        later.append((place, column, other, value))
            if table.name == "corpus_snapshot":
                original_bytes += len(package.original(row["sha256"], row["size"]))
                originals += 1
            consistency.take(table.name, row, place)
        if keys and entry.last_key < keys[-1]:
            raise ArchiveRefused(f"manifest.json: the last key of {entry.name} is too small.")
    for place, column, other, value in later:
        if not _holds(keys_of.get(other, ()), value):
            raise ArchiveRefused(
                f"{place}: {column} names row {value} of {other}, which is missing."
            )
    consistency.end()
    stated = package.manifest.originals, package.manifest.original_bytes
    if stated != (originals, original_bytes):
        raise ArchiveRefused(
            f"manifest.json names {stated[0]:,} originals of {stated[1]:,} bytes, and the rows of "
            f"corpus_snapshot {originals:,} of {original_bytes:,}."
        )


def _holds(keys, value):
    position = bisect_left(keys, value)
    return position < len(keys) and keys[position] == value


def tables_of(package):
    """(ArchivedTable, its TableEntry) of all tables of a Package, in the order of today.

    Raises ArchiveRefused for a table that this version does not know.
    """
    version = package.manifest.version
    entries = {table_today(version, entry.name): entry for entry in package.manifest.tables}
    tables = archived_tables()
    names = {table.name for table in tables}
    unknown = [name for name in entries if name is not None and name not in names]
    if unknown:
        raise ArchiveRefused(
            f"The archive has the table {min(unknown)}, which this version of Twosource does not "
            "know. Read it with the version that wrote it, or a newer one."
        )
    return [(table, entries[table.name]) for table in tables if table.name in entries]


def rows_of(package, table, entry):
    """The rows of a table as {column: value}, as today's tables take them.

    Raises ArchiveRefused with the file, the line and the column.
    """
    version, columns = package.manifest.version, set(entry.columns)
    for number, line in enumerate(package.lines(entry), 1):
        place = f"{entry.file}, line {number}"
        try:
            row = parse_json(line)
        except (ValueError, RecursionError) as error:
            raise ArchiveRefused(f"{place}: no JSON: {error}") from None
        if not isinstance(row, dict) or row.keys() != columns:
            raise ArchiveRefused(f"{place}: its columns are not those of the manifest.")
        yield _values(table, row_today(version, entry.name, row), place)


def _values(table, row, place):
    unknown = row.keys() - set(table.columns)
    if unknown:
        raise ArchiveRefused(
            f"{place}: this version of Twosource does not know the column {min(unknown)}."
        )
    values = {}
    for field in table.fields:
        column = field.column
        try:
            if column not in row:
                values[column] = _default(field)
            elif table.named_by(field):
                values[column] = _name(row[column], table.named_by(field), field.null)
            else:
                values[column] = table.kinds[column].read(row[column])
        except (ValueError, RecursionError) as error:
            raise ArchiveRefused(f"{place}, {column}: {error}") from None
    for link in table.links:
        values[link.name] = row.get(link.name, [])
        if not isinstance(values[link.name], list):
            raise ArchiveRefused(f"{place}, {link.name}: must be a list")
        for each in values[link.name]:
            if table.named_by(link):
                _name(each, table.named_by(link))
            elif type(each) is not int:
                raise ArchiveRefused(f"{place}, {link.name}: must be a list of keys")
    return values


def _name(value, columns, is_optional=False):
    if value is None and is_optional:
        return None
    if not isinstance(value, list) or len(value) != len(columns):
        raise ValueError(f"must be a list of {len(columns)} words")
    if not all(isinstance(each, str) for each in value):
        raise ValueError("must be a list of words")
    return tuple(value)


def _default(field):
    if field.has_default():
        return field.get_default()
    if field.null or field.empty_strings_allowed:
        return field.get_default()
    raise ValueError("is missing")
