"""The database of the desk, as Django is to open it."""

from django.core.exceptions import ImproperlyConfigured

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"

# Without these about half of the writes failed as soon as several people wrote at once;
# FULL answers only when the write is on the disk. Django switches foreign keys on itself.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
}
# No page needs longer; what waits for a lock longer has met a mistake, and says so.
TIMEOUTS = "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
# As many as a worker has threads (config/serving.py); the first few are open from the start.
POOL = {"min_size": 2, "max_size": 8, "timeout": 10}


def database_of(given, *, is_serving):
    """Return Django's settings for a database as DATABASE_URL gives it.

    `is_serving` says that pages are answered from it: on PostgreSQL its connections come from a
    pool and no statement runs for ever. Commands wait as long as their work takes.
    """
    if given["ENGINE"] == SQLITE:
        return given | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "OPTIONS": SQLITE_OPTIONS}
    if given["ENGINE"] != POSTGRESQL:
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with sqlite:// or postgres://: search and constraints are "
            "written for these two databases."
        )
    options = given.get("OPTIONS", {})
    if not is_serving:
        return given | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
    timeouts = f"{options.get('options', '')} {TIMEOUTS}".strip()
    # A pool keeps connections itself: Django must give each back when its answer is sent.
    served = {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    return given | served | {"OPTIONS": options | {"pool": POOL, "options": timeouts}}
