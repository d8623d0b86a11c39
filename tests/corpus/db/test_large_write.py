import pytest
from django.db import connection

from corpus.db.large_write import SETTINGS, large_write

pytestmark = pytest.mark.django_db


def settings():
    with connection.cursor() as cursor:
        return [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS]


@pytest.mark.only_on("sqlite")
def test_settings_hold_within_and_are_put_back_if_it_fails():
    before = settings()
    with pytest.raises(KeyError), large_write(connection):
        within = settings()
        raise KeyError

    # 2 is how SQLite gives FAST.
    assert within == [-32_768, 4_000, 2]
    assert settings() == before != within


@pytest.mark.only_on("postgresql")
def test_postgresql_has_no_such_settings(django_assert_num_queries):
    with django_assert_num_queries(0), large_write(connection):
        pass
