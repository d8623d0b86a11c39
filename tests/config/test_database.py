import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config.database import (
    CONNECT_OPTIONS,
    PLANNED_ONCE,
    POOL,
    POSTGRESQL,
    PREPARING,
    QUEUED_SQLITE,
    SESSION,
    SQLITE,
    SQLITE_OPTIONS,
    STATEMENT_TIMEOUTS,
    TIMED_POSTGRESQL,
    database_of,
)
from config.postgresql.timeouts import TimeoutConnection

ASKED = """
import config.wsgi
from django.db import connection
with connection.cursor() as cursor:
    for name in ("statement_timeout", "lock_timeout", "work_mem", "plan_cache_mode"):
        cursor.execute(f"SHOW {name}")
        print(cursor.fetchone()[0])
print(connection.pool.max_size)
"""


KEPT = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


@pytest.mark.parametrize(("is_serving", "waits"), [(True, 8), (False, 120)])
def test_sqlite_is_opened_as_it_is_shipped(is_serving, waits):
    """Served, a writer gives up in time for an answer, and no empty file is made."""
    given = {"ENGINE": SQLITE, "NAME": "desk.sqlite3"}
    options = SQLITE_OPTIONS | {"timeout": waits, "is_serving": is_serving}
    opened = {"ENGINE": QUEUED_SQLITE, "OPTIONS": options}
    assert database_of(given, is_serving=is_serving) == given | KEPT | opened


def test_served_postgresql_has_a_pool_and_timeouts_beside_its_own_options():
    given = {"ENGINE": POSTGRESQL, "OPTIONS": {"options": "-c jit=off", "sslmode": "require"}}
    session = f"-c jit=off {SESSION} {STATEMENT_TIMEOUTS} {PLANNED_ONCE}"
    pool = POOL | {"connection_class": TimeoutConnection}
    options = {"options": session, "sslmode": "require", "pool": pool}
    assert database_of(given, is_serving=True) == {
        "ENGINE": TIMED_POSTGRESQL,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": CONNECT_OPTIONS | PREPARING | options,
    }


def test_commands_on_postgresql_wait_as_long_as_their_work_takes():
    opened = KEPT | {"OPTIONS": PREPARING | {"options": SESSION}}
    given = {"ENGINE": POSTGRESQL}
    assert database_of(given, is_serving=False) == given | opened


def test_other_databases_are_refused():
    with pytest.raises(ImproperlyConfigured, match="sqlite:// or postgres://"):
        database_of({"ENGINE": "django.db.backends.mysql"}, is_serving=True)


@pytest.mark.only_on("postgresql")
def test_the_server_asks_postgresql_for_them(db):
    opened = connection.settings_dict
    host = opened["OPTIONS"].get("host", opened["HOST"])
    url = f"postgres://{opened['USER']}@/{opened['NAME']}?host={host}"
    ended = subprocess.run(
        [sys.executable, "-c", ASKED],
        env=os.environ | {"SECRET_KEY": "k" * 50, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.split() == ["8s", "5s", "32MB", "force_generic_plan", str(POOL["max_size"])]
