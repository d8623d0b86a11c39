"""`make test`: everything that can run here, and by name what could not.

TWOSOURCE_REQUIRE_ALL=1 makes a part that could not run a failure.
"""

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from tests.support.chromium import find_chromium
from tests.support.firefox import find_firefox
from tests.support.postgresql import cluster, find_binaries

PROGRAMS = Path(sys.executable).parent
# The desk's own settings are no part of a test.
OWN_SETTINGS = ("ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "PROXY_SSL_HEADER", "SECRET_KEY")
OWN_SETTINGS += ("SITE_URL", "VAR_DIR")
PYTEST = ("python", "-m", "pytest", "-q")
# One part more than processors: databases and browsers let one wait for the other.
AT_ONCE = 3
# Looking at every page in every state takes as long as half of the other browser tests: a part
# of its own, which says how far it is.
LOOKS = ("tests/browser/test_accessibility.py",)
BROWSERS = {"Chromium": ("browser", find_chromium), "Firefox": ("firefox", find_firefox)}
# A browser that the system has no package of, which the gate says: not needed then.
WITHOUT = os.environ.get("TWOSOURCE_WITHOUT")


class Migrated:
    """A migrated SQLite database, made once for all parts that begin with one.

    Migrating takes longer than many a part's first hundred tests.
    """

    def __init__(self, directory):
        self.directory = directory
        self.lock = Lock()
        self.variables = None

    def given(self, report, output):
        """Return the variables that name it to the tests; none where it could not be made."""
        with self.lock:
            if self.variables is None:
                migrate = ("python", "manage.py", "migrate", "--verbosity", "0")
                path = Path(self.directory) / "desk.sqlite3"
                label = "a migrated database"
                is_made = report.run(label, *migrate, output=output, VAR_DIR=self.directory)
                self.variables = {"TWOSOURCE_MIGRATED": str(path)} if is_made else {}
        return self.variables


class Report:
    """What was run, how it ended, and what could not be run."""

    def __init__(self):
        self.lines = []
        self.failed = 0
        self.missing = 0
        self.running = set()
        # Where a long part says how far it is, whatever takes the rest of what it prints.
        self.terminal = os.dup(sys.stdout.fileno())

    def run(self, label, program, *arguments, output=None, **variables):
        """Run a program and say whether it passed; `output`, a file, takes what it prints."""
        print(f"\n== {label}", file=output, flush=True)
        started = time.monotonic()
        environment = {name: os.environ[name] for name in os.environ if name not in OWN_SETTINGS}
        process = subprocess.Popen(
            [PROGRAMS / program, *arguments],
            env=environment | {"TWOSOURCE_PROGRESS": str(self.terminal)} | variables,
            pass_fds=(self.terminal,),
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
        )
        self.running.add(process)
        returncode = process.wait()
        self.running.discard(process)
        self.failed += returncode != 0
        outcome = "failed" if returncode else "passed"
        self.lines.append(f"{outcome:8} {label} ({time.monotonic() - started:.0f} s)")
        return not returncode

    def stop(self, *_):
        """End what is running, so that clusters and their directories go away; then ourselves."""
        for process in list(self.running):
            process.terminate()
        sys.exit(1)

    def miss(self, label, reason, is_needed=True):
        self.missing += is_needed
        self.lines.append(f"not run  {label}: {reason}")


def check_sources(report):
    report.run("ruff check", "ruff", "check", "--output-format", "concise")
    report.run("ruff format", "ruff", "format", "--check", "--output-format", "concise")
    report.run("imports", "lint-imports", "--no-logo")
    report.run("types", "mypy")
    templates = [str(path) for path in sorted(Path("templates").rglob("*.html"))]
    report.run("templates", "djade", "--check", "--target-version", "5.2", *templates)
    report.run("migrations", "python", "manage.py", "makemigrations", "--check", "--dry-run")
    report.run(
        "production settings",
        *("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        SITE_URL="https://desk.example",
        SECRET_KEY=secrets.token_urlsafe(64),
    )


def run_side_by_side(report, *parts):
    """Run parts of the suite some at a time, since none keeps two processors busy by itself.

    What each prints follows when it has ended, all of it together.
    """

    def apart(part):
        with tempfile.TemporaryFile("w+") as output:
            part(report, output)
            output.seek(0)
            print(output.read(), end="", flush=True)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for ended in [pool.submit(apart, part) for part in parts]:
            ended.result()


def test_on_postgresql(report, output):
    label = "tests on PostgreSQL"
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        report.run(label, *PYTEST, output=output, DATABASE_URL=given)
    elif binaries := find_binaries():
        with cluster(binaries) as url:
            report.run(label, *PYTEST, output=output, DATABASE_URL=url)
    else:
        report.miss(label, "no PostgreSQL is installed, and DATABASE_URL names none")


def on_sqlite(migrated):
    def test_on_sqlite(report, output):
        given = migrated.given(report, output)
        report.run("tests on SQLite", *PYTEST, output=output, **given)

    return test_on_sqlite


def in_browser(label, paths, migrated, browser="Chromium"):
    mark, find = BROWSERS[browser]

    def test_in_browser(report, output):
        if find():
            given = migrated.given(report, output)
            report.run(label, *PYTEST, "-m", mark, *paths, output=output, **given)
        else:
            report.miss(label, f"no {browser} is installed", is_needed=browser != WITHOUT)

    return test_in_browser


def halves():
    """Deal the other browser tests out, the largest file first, so that neither half is long."""
    files = sorted(Path("tests/browser").rglob("test_*.py"), key=lambda path: path.stat().st_size)
    others = [str(path) for path in reversed(files) if str(path) not in LOOKS]
    return others[::2], others[1::2]


def parts(migrated):
    """All parts, the longest first: a long one begun last would keep one processor waiting."""
    one, other = halves()
    return (
        test_on_postgresql,
        on_sqlite(migrated),
        in_browser("accessibility of every page in Chromium, in three fonts", LOOKS, migrated),
        in_browser("tests in Chromium, on SQLite", one, migrated),
        in_browser("more tests in Chromium, on SQLite", other, migrated),
        in_browser("the main job in Firefox", ["tests/firefox"], migrated, "Firefox"),
    )


def main():
    report = Report()
    signal.signal(signal.SIGTERM, report.stop)
    try:
        check_sources(report)
        with tempfile.TemporaryDirectory(prefix="twosource-") as directory:
            run_side_by_side(report, *parts(Migrated(directory)))
    except KeyboardInterrupt:
        report.failed += 1
        report.lines.append("stopped  by Ctrl-C; the rest was not run")
    requires_all = os.environ.get("TWOSOURCE_REQUIRE_ALL") == "1"
    print("\n== summary", *report.lines, sep="\n")
    if report.missing and requires_all:
        print("TWOSOURCE_REQUIRE_ALL=1: what could not run counts as failed.")
    return 1 if report.failed or (report.missing and requires_all) else 0


if __name__ == "__main__":
    sys.exit(main())
