import pytest
from django.db import connection

from corpus.db.large_write import POSTGRESQL_SETTINGS, SQLITE_SETTINGS, large_write

pytestmark = pytest.mark.django_db


def settings():
    is_sqlite = connection.vendor == "sqlite"
    verb, names = ("PRAGMA", SQLITE_SETTINGS) if is_sqlite else ("SHOW", POSTGRESQL_SETTINGS)
    with connection.cursor() as cursor:
        values = []
        for name in names:
            cursor.execute(f"{verb} {name}")
            values.append(cursor.fetchone()[0])
    return values


def test_settings_hold_within_and_are_put_back_if_it_fails():
    before = settings()
    with pytest.raises(KeyError), large_write(connection):
        within = settings()
        raise KeyError

    # 2 is how SQLite gives FAST.
    assert within == ([-32_768, 4_000, 2] if connection.vendor == "sqlite" else ["8MB"])
    assert settings() == before != within
