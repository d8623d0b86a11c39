"""Writes the whole desk to one file, as it was at one moment, while others work on."""

import json
import os
from contextlib import contextmanager
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from annotations.archive import manifest
from annotations.archive.manifest import Manifest, TableEntry
from annotations.archive.tables import archived_tables, has_own_keys, names_of
from annotations.archive.versions import VERSION
from corpus.db.last_keys import last_key
from corpus.models import Snapshot
from corpus.private_files import draft_beside

# Rows read at a time: each may hold a long text.
CHUNK_SIZE = 100
APPS = ("corpus", "annotations")


def write_archive(path):
    """Write the desk to the new file `path`, readable by its owner alone; returns the Manifest.

    Raises FileExistsError.
    """
    draft = draft_beside(path)
    try:
        with draft.open("wb") as file:
            with ZipFile(file, "w", ZIP_DEFLATED) as package, one_moment():
                written = _write(package)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            raise FileExistsError(f"{path} exists already.")
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    return written


@contextmanager
def one_moment():
    """Run a block whose queries all see the database as it was at the first of them.

    On SQLite a transaction that is not IMMEDIATE reads the state of its start and lets others
    write. Raises RuntimeError inside a transaction, which may have read something already.
    """
    if connection.in_atomic_block:
        raise RuntimeError("An archive is written outside of transactions.")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _write(package):
    entries = tuple(_write_table(package, table) for table in archived_tables())
    number = size = 0
    originals = Snapshot.objects.order_by("pk").values_list("sha256", "content")
    for digest, content in originals.iterator(chunk_size=1):
        package.writestr(_member(f"originals/{digest}"), content)
        number, size = number + 1, size + len(content)
    written = Manifest(VERSION, _last_migrations(), entries, number, size)
    package.writestr(_member(manifest.NAME), written.to_bytes())
    return written


def _write_table(package, table):
    rows, size, digest = 0, 0, sha256()
    with package.open(_member(f"tables/{table.name}.jsonl"), "w", force_zip64=True) as file:
        for row in table_rows(table):
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
            content = f"{line}\n".encode()
            file.write(content)
            digest.update(content)
            rows, size = rows + 1, size + len(content)
    key = last_key(table.model) if has_own_keys(table.model) else 0
    return TableEntry(table.name, rows, size, digest.hexdigest(), key, tuple(table.columns))


def table_rows(table):
    """The rows of an ArchivedTable as the archive holds them, by their keys."""
    writers = [(field.column, _writer(table, field)) for field in table.fields]
    links = {link.name: _linked_rows(table, link) for link in table.links}
    rows = table.model._base_manager.order_by("pk")
    values = rows.values_list(*(field.attname for field in table.fields))
    for row in values.iterator(chunk_size=CHUNK_SIZE):
        pairs = zip(writers, row, strict=True)
        written = {column: write(value) for (column, write), value in pairs}
        key = row[0]
        yield written | {name: linked.get(key, []) for name, linked in links.items()}


def _writer(table, field):
    if not table.named_by(field):
        return table.kinds[field.column].write
    return names_of(field.related_model).get


def _linked_rows(table, link):
    """{key: names or keys of the linked rows, sorted}."""
    columns = link.m2m_field_name(), link.m2m_reverse_field_name()
    pairs = link.remote_field.through._base_manager.order_by().values_list(*columns)
    names = names_of(link.related_model) if table.named_by(link) else None
    linked = {}
    for key, other in pairs:
        linked.setdefault(key, []).append(names[other] if names else other)
    return {key: sorted(others) for key, others in linked.items()}


def _last_migrations():
    applied = MigrationRecorder(connection).applied_migrations()
    return {app: max(name for its_app, name in applied if its_app == app) for app in sorted(APPS)}


def _member(name):
    """A file of the package with the same bytes at any time; only its owner may read it."""
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info
