"""Django's settings for the database of the desk."""

from django.core.exceptions import ImproperlyConfigured

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
# Our backends: Django's, with a queue for writers and with a timeout for a silent server.
QUEUED_SQLITE, TIMED_POSTGRESQL = "config.sqlite", "config.postgresql"

# Without these about half of concurrent writes failed; FULL returns only when the write is on
# the disk. Django switches foreign keys on itself.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
}
# Seconds: a page must report failure within ten; a command waits for other writers.
PAGE_TIMEOUT, COMMAND_TIMEOUT = 8, 120
# No page needs longer; a longer wait for a lock indicates a bug and is an error.
STATEMENT_TIMEOUTS = (
    "-c statement_timeout=8s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
)
# The rows of a common word among a million articles, exactly. With less memory PostgreSQL notes
# whole pages, and makes the lexemes of each row on them to check it: 0.2 ms a row.
WORK_MEMORY = "-c work_mem=32MB"
# Our queries are over before the processes that would help with them, or code compiled for them,
# are ready: a rare word among a million articles takes 1 ms, with help 25.
WITHOUT_HELP = "-c max_parallel_workers_per_gather=0 -c jit=off"
SESSION = f"{WORK_MEMORY} {WITHOUT_HELP}"
# Prepared statements look rows up by their keys: the plan without values is the one with them, but
# PostgreSQL would make it anew at each execution where it expects fewer rows of known values.
PLANNED_ONCE = "-c plan_cache_mode=force_generic_plan"
# One per thread of a worker (config/serving.py); the first few are opened at the start.
# Give up connecting when a page times out; the next page tries again.
POOL = {"min_size": 2, "max_size": 8, "timeout": 4, "reconnect_timeout": 4}
CONNECT_OPTIONS = {"connect_timeout": 3}
# A connection prepares a statement of `corpus.db.fixed_statements` that it executes more often.
# Django's cursors prepare none.
PREPARING = {"prepare_threshold": 2}


def database_of(parsed, *, is_serving):
    """Return Django's settings for a database as parsed from DATABASE_URL (NAME, ENGINE, …).

    `is_serving` is true where pages are served from it: on PostgreSQL its connections come from a
    pool and statements have a timeout. Commands wait as long as their work takes. Raises
    ImproperlyConfigured for another kind of database.
    """
    persistent = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    if parsed["ENGINE"] == SQLITE:
        # If the server created a missing file, it would serve an empty desk.
        timeout = PAGE_TIMEOUT if is_serving else COMMAND_TIMEOUT
        sqlite_options = SQLITE_OPTIONS | {"timeout": timeout, "is_serving": is_serving}
        return parsed | persistent | {"ENGINE": QUEUED_SQLITE, "OPTIONS": sqlite_options}
    if parsed["ENGINE"] != POSTGRESQL:
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with sqlite:// or postgres://: search and constraints are "
            "written for these two databases."
        )
    options = PREPARING | parsed.get("OPTIONS", {})
    session = f"{options.get('options', '')} {SESSION}".strip()
    if not is_serving:
        return parsed | persistent | {"OPTIONS": options | {"options": session}}
    served = f"{session} {STATEMENT_TIMEOUTS} {PLANNED_ONCE}"
    # A desk on SQLite does not load this driver, which would delay its first answer.
    from config.postgresql.timeouts import TimeoutConnection

    # The pool keeps connections open: Django must return each one after the response.
    pooled = {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    pool = POOL | {"connection_class": TimeoutConnection}
    options = CONNECT_OPTIONS | options | {"pool": pool, "options": served}
    return parsed | pooled | {"ENGINE": TIMED_POSTGRESQL, "OPTIONS": options}
