"""Makes an empty desk the one of an archive, in one transaction."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import Error, connection, transaction

from annotations.archive.package import open_archive
from annotations.archive.quotes import check_quotes
from annotations.archive.reading import check, rows_of, tables_of
from annotations.archive.refusal import ArchiveRefused
from annotations.archive.tables import WITHHELD, archived_tables, has_own_keys, names_of
from corpus.db.bulk_insert import column_adapter, insert
from corpus.db.last_keys import set_last_key
from corpus.index_entry import index_entry
from corpus.models import Article, ArticleIndex, Sketch, Snapshot
from corpus.search_index.rebuild import index_of_rows, indexed_models

# Rows that are written at a time, and the bytes after which fewer are.
BATCH_SIZE, BATCH_BYTES = 500, 8_000_000


class NotEmpty(ValueError):
    """The desk has rows already; the message says which."""


def load_archive(path):
    """Fill the empty desk from an archive and return its Manifest.

    The archive is checked whole before anything is written; if anything fails, nothing is.
    Raises ArchiveRefused, NotEmpty, FileNotFoundError.
    """
    with open_archive(path) as package:
        refuse_unless_empty()
        check(package)
        with transaction.atomic():
            refuse_unless_empty()
            # The groups that migrate made; their own are in the archive.
            Group.permissions.through.objects.all().delete()
            Group.objects.all().delete()
            for table, entry in tables_of(package):
                try:
                    _load_table(package, table, entry)
                except Error as error:
                    raise ArchiveRefused(f"{entry.file} cannot be stored: {error}") from error
            # Foreign keys are checked late: some rows refer to rows of later tables.
            try:
                connection.check_constraints()
            except Error as error:
                raise ArchiveRefused(f"A row refers to one that is missing: {error}") from error
            check_quotes()
            for table, entry in tables_of(package):
                if has_own_keys(table.model):
                    set_last_key(table.model, entry.last_key)
            index_all()
        return package.manifest


def refuse_unless_empty():
    """Raise NotEmpty if anything but migrate has written rows."""
    for table in archived_tables():
        if table.model is not Group and table.model._base_manager.exists():
            raise NotEmpty(
                f"This desk is not empty: {table.name} has rows. An archive is read into an "
                "empty desk: point DATABASE_URL at a new database and run migrate first."
            )


def _load_table(package, table, entry):
    fields = list(table.fields)
    fields += [f for f in table.model._meta.concrete_fields if (table.name, f.column) in WITHHELD]
    names = [field.name for field in fields]
    adapters = [(field.column, _adapter(table, field)) for field in fields]
    batch, size, links = [], 0, {link.name: [] for link in table.links}
    for row in rows_of(package, table, entry):
        if table.name == "auth_user":
            row["password"] = make_password(None)
        if table.model is Snapshot:
            row["content"] = package.original(row["sha256"], row["size"])
        size += sum(len(value) for value in row.values() if isinstance(value, str | bytes))
        batch.append(tuple(adapt(row[column]) for column, adapt in adapters))
        for name, pairs in links.items():
            pairs += [(row["id"], other) for other in row[name]]
        if len(batch) == BATCH_SIZE or size > BATCH_BYTES:
            insert(table.model, names, batch)
            batch, size = [], 0
    insert(table.model, names, batch)
    for link in table.links:
        _load_links(table, link, links[link.name])


def _adapter(table, field):
    if table.named_by(field):
        keys = _keys_by_name(field.related_model)
        return lambda name: None if name is None else _key(keys, name)
    return column_adapter(field) or (lambda value: value)


def _load_links(table, link, pairs):
    if table.named_by(link):
        keys = _keys_by_name(link.related_model)
        pairs = [(key, _key(keys, tuple(name))) for key, name in pairs]
    through = link.remote_field.through
    insert(through, [link.m2m_field_name(), link.m2m_reverse_field_name()], pairs)


def _keys_by_name(model):
    return {tuple(name): key for key, name in names_of(model).items()}


def _key(keys, name):
    try:
        return keys[name]
    except KeyError:
        raise ArchiveRefused(f"This desk does not know {'.'.join(name)}.") from None


def index_all():
    """Index all rows of a desk whose indexes are empty, and sketch its articles."""
    for model in indexed_models():
        key = index_of_rows(model).names.key
        batch = []
        # In ascending order FTS5 takes half the time.
        for row in model._base_manager.order_by(key).iterator(chunk_size=50):
            batch.append(row)
            if len(batch) == 50:
                _index(model, batch)
                batch = []
        if batch:
            _index(model, batch)


def _index(model, rows):
    if model is not Article:
        model.add_to_index(rows)
        return
    entries = {row: index_entry(*row.words_to_index()) for row in rows}
    ArticleIndex.objects.put_new({row.sort_key: entry.columns for row, entry in entries.items()})
    Sketch.objects.keep({row.pk: entry.sketch for row, entry in entries.items() if entry.sketch})
