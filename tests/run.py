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

from tests.chromium import find_chromium
from tests.postgresql import cluster, find_binaries

PROGRAMS = Path(sys.executable).parent
# The desk's own settings are no part of a test.
OWN_SETTINGS = ("ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "PROXY_SSL_HEADER", "SECRET_KEY")
OWN_SETTINGS += ("SITE_URL", "VAR_DIR")
PYTEST = ("python", "-m", "pytest", "-q")
AT_ONCE = 2
# Browser tests that take as long as all others together.
LONG = ("tests/browser/test_accessibility.py", "tests/browser/test_hard_text.py")


class Report:
    """What was run, how it ended, and what could not be run."""

    def __init__(self):
        self.lines = []
        self.failed = 0
        self.missing = 0
        self.running = set()

    def run(self, label, program, *arguments, output=None, **variables):
        """Run a program; what it prints goes to `output` where that is a file."""
        print(f"\n== {label}", file=output, flush=True)
        started = time.monotonic()
        environment = {name: os.environ[name] for name in os.environ if name not in OWN_SETTINGS}
        process = subprocess.Popen(
            [PROGRAMS / program, *arguments],
            env=environment | variables,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
        )
        self.running.add(process)
        returncode = process.wait()
        self.running.discard(process)
        self.failed += returncode != 0
        outcome = "failed" if returncode else "passed"
        self.lines.append(f"{outcome:8} {label} ({time.monotonic() - started:.0f} s)")

    def stop(self, *_):
        """End what is running, so that clusters and their directories go away; then ourselves."""
        for process in list(self.running):
            process.terminate()
        sys.exit(1)

    def miss(self, label, reason):
        self.missing += 1
        self.lines.append(f"not run  {label}: {reason}")


def check_sources(report):
    report.run("ruff check", "ruff", "check", "--output-format", "concise")
    report.run("ruff format", "ruff", "format", "--check", "--output-format", "concise")
    report.run("imports", "lint-imports", "--no-logo")
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
    """Run parts of the suite two at a time, since none keeps two processors busy by itself.

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


def test_on_sqlite(report, output):
    report.run("tests on SQLite", *PYTEST, output=output)


def test_in_browser(report, output):
    others = [argument for path in LONG for argument in ("--ignore", path)]
    in_browser(report, output, "tests in Chromium, on SQLite", "tests/browser", *others)


def look_in_browser(report, output):
    in_browser(report, output, "looks in Chromium, on SQLite", *LONG)


def in_browser(report, output, label, *paths):
    if find_chromium():
        report.run(label, *PYTEST, "-m", "browser", *paths, output=output)
    else:
        report.miss(label, "no Chromium is installed")


def main():
    report = Report()
    signal.signal(signal.SIGTERM, report.stop)
    try:
        check_sources(report)
        run_side_by_side(
            report, test_on_postgresql, test_on_sqlite, look_in_browser, test_in_browser
        )
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
