"""Archives that earlier versions wrote are read, on either database, and lose no row.

    python manage.py archive tests/upgrades/VERSION.archive.zip

wrote each, once, from the desk of `rows.fill` on SQLite, with the code of its version.
"""

import json
import zipfile
from pathlib import Path

import pytest

from annotations.archive.loading import load_archive
from annotations.archive.package import open_archive
from annotations.archive.tables import archived_tables
from annotations.archive.versions import row_today, table_today
from annotations.archive.writing import table_rows
from tests.upgrades.elsewhere import elsewhere

pytestmark = pytest.mark.django_db

STORED = sorted(Path(__file__).parent.glob("*.archive.zip"))


@pytest.fixture(scope="module", params=STORED, ids=lambda path: path.name.split(".arch")[0])
def stored(request, tmp_path_factory, django_db_setup, django_db_blocker):
    """The path of a stored archive, whose desk is the default database."""
    directory = tmp_path_factory.mktemp("archive")
    with django_db_blocker.unblock(), elsewhere(directory, is_migrated=True):
        load_archive(request.param)
        yield request.param


def test_archives_are_stored():
    names = [path.name for path in STORED]
    assert names == [
        "0.1.0-185b223.archive.zip",
        "0.1.0-2378192.archive.zip",
        "0.1.0-41cc3d7.archive.zip",
        "0.1.0-4b0294b.archive.zip",
        "0.1.0-8d550e1.archive.zip",
        "0.1.0-c49dd79.archive.zip",
    ]


def test_every_row_is_there(stored):
    with open_archive(stored) as package, zipfile.ZipFile(stored) as files:
        version = package.manifest.version
        former = {
            table_today(version, entry.name): [
                row_today(version, entry.name, json.loads(line)) for line in files.open(entry.file)
            ]
            for entry in package.manifest.tables
        }
    now = {table.name: list(table_rows(table)) for table in archived_tables()}
    kept = {
        # A column that is new since is left out.
        name: [
            {column: row[column] for column in was}
            for was, row in zip(rows, now[name], strict=True)
        ]
        for name, rows in former.items()
        if name
    }
    assert kept == {name: rows for name, rows in former.items() if name}
