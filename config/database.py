"""The database of the desk, as Django is to open it."""

from django.core.exceptions import ImproperlyConfigured

from config.postgresql.patience import PatientConnection

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
# The same with a queue for writers, and with an end to waiting for a server that is silent.
OUR_SQLITE, OUR_POSTGRESQL = "config.sqlite", "config.postgresql"

# Without these about half of the writes failed as soon as several people wrote at once;
# FULL answers only when the write is on the disk. Django switches foreign keys on itself.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
}
# Seconds: a page says within ten that it has no answer; a command waits for what others finish.
PAGE_WAITS, COMMAND_WAITS = 8, 120
# No page needs longer; what waits for a lock longer has met a mistake, and says so.
TIMEOUTS = "-c statement_timeout=8s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
# As many as a worker has threads (config/serving.py); the first few are open from the start.
# Connecting is not tried for longer than a page waits for it: the next page tries anew.
POOL = {
    "min_size": 2,
    "max_size": 8,
    "timeout": 4,
    "reconnect_timeout": 4,
    "connection_class": PatientConnection,
}
CONNECTING = {"connect_timeout": 3}


def database_of(given, *, is_serving):
    """Return Django's settings for a database as DATABASE_URL gives it.

    `is_serving` says that pages are answered from it: on PostgreSQL its connections come from a
    pool and no statement runs for ever. Commands wait as long as their work takes.
    """
    kept = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    if given["ENGINE"] == SQLITE:
        # A server that made the file it does not find would serve an empty desk.
        waits = PAGE_WAITS if is_serving else COMMAND_WAITS
        opened = SQLITE_OPTIONS | {"timeout": waits, "is_serving": is_serving}
        return given | kept | {"ENGINE": OUR_SQLITE, "OPTIONS": opened}
    if given["ENGINE"] != POSTGRESQL:
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with sqlite:// or postgres://: search and constraints are "
            "written for these two databases."
        )
    options = given.get("OPTIONS", {})
    if not is_serving:
        return given | kept | {"OPTIONS": options}
    timeouts = f"{options.get('options', '')} {TIMEOUTS}".strip()
    # A pool keeps connections itself: Django must give each back when its answer is sent.
    served = {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    options = CONNECTING | options | {"pool": POOL, "options": timeouts}
    return given | served | {"ENGINE": OUR_POSTGRESQL, "OPTIONS": options}
