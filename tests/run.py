"""`make test`: everything that can run here, and by name what could not.

`make test PART=sqlite,style` runs some parts alone; TWOSOURCE_REQUIRE_ALL=1 makes a part that
could not run a failure. The tests of each file come in an order that PYTEST_SEED repeats.
"""

import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import IO

from tests.support.chromium import find_chromium
from tests.support.firefox import find_firefox
from tests.support.postgresql import cluster, find_binaries

PROGRAMS = Path(sys.executable).parent
# The desk's own settings are no part of a test.
OWN_SETTINGS = ("ALLOWED_HOSTS", "DATABASE_URL", "DEBUG", "PROXY_SSL_HEADER", "SECRET_KEY")
OWN_SETTINGS += ("SITE_URL", "VAR_DIR")
# One part more than processors: databases and browsers let one wait for the other.
AT_ONCE = 3
# Looking at every page in every state takes as long as half of the other browser tests: a part
# of its own, which says how far it is.
LOOKS = ("tests/browser/test_accessibility.py",)
BROWSERS = {"Chromium": ("browser", find_chromium), "Firefox": ("firefox", find_firefox)}
# A browser that this machine's distribution does not offer: without it nothing has failed.
WITHOUT = os.environ.get("TWOSOURCE_WITHOUT")


class CannotRun(Exception):
    """What a part needs is not on this machine; says what, and whether the gate needs it."""

    def __init__(self, reason, is_needed=True):
        super().__init__(reason)
        self.is_needed = is_needed


@dataclass
class Part:
    """A part of the gate, and how it went; `test` takes its `Steps`."""

    name: str
    label: str
    test: Callable
    seconds: float = 0
    outcome: str = "left out"
    is_needed: bool = True

    @property
    def line(self):
        minutes, seconds = divmod(round(self.seconds), 60)
        return f"{self.name:14} {minutes:3}:{seconds:02}  {self.outcome}"

    def has_failed(self, requires_all):
        """Whether it did not pass; where not all is required, a part may be unable to run."""
        if self.outcome.startswith("not run"):
            return requires_all and self.is_needed
        return self.outcome != "passed"


class Gate:
    """Runs parts some at a time, since none keeps two processors busy by itself."""

    def __init__(self, directory, seed):
        self.directory = directory
        self.seed = seed
        self.running = set()
        self.preparing = Lock()
        self.prepared = None
        # Where a long part says how far it is, whatever takes the rest of what it prints.
        self.terminal = os.dup(sys.stdout.fileno())

    def run_all(self, parts):
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            for ended in [pool.submit(self.run, part) for part in parts]:
                ended.result()
        finally:
            # Whoever stops the gate does not wait for parts that have not begun.
            pool.shutdown(cancel_futures=True)

    def run(self, part):
        """Run a part; what it prints follows when it has ended, all of it together."""
        say(f"begins  {part.name}: {part.label}")
        started = time.monotonic()
        part.outcome = "stopped"
        with tempfile.TemporaryFile("w+") as output:
            steps = Steps(self, output)
            try:
                part.test(steps)
                part.outcome = f"failed: {', '.join(steps.failed)}" if steps.failed else "passed"
            except CannotRun as reason:
                part.outcome = f"not run: {reason}"
                part.is_needed = reason.is_needed
            finally:
                part.seconds = time.monotonic() - started
                output.seek(0)
                print(output.read(), end="")
                say(f"ends    {part.line}")

    def stop(self, *_):
        """End what is running, so that clusters and their directories go away; then ourselves."""
        for process in list(self.running):
            process.terminate()
        sys.exit(1)


@dataclass
class Steps:
    """The programs that a part runs, one after the other, and which of them failed."""

    gate: Gate
    output: IO
    failed: list[str] = field(default_factory=list)

    def run(self, label, program, *arguments, **variables):
        """Run a program with these environment variables and say whether it passed."""
        print(f"-- {label}", file=self.output, flush=True)
        environment = {name: os.environ[name] for name in os.environ if name not in OWN_SETTINGS}
        process = subprocess.Popen(
            [PROGRAMS / program, *arguments],
            env=environment | {"TWOSOURCE_PROGRESS": str(self.gate.terminal)} | variables,
            pass_fds=(self.gate.terminal,),
            stdout=self.output,
            stderr=subprocess.STDOUT,
        )
        self.gate.running.add(process)
        has_passed = process.wait() == 0
        self.gate.running.discard(process)
        if not has_passed:
            self.failed.append(label)
        return has_passed

    def run_pytest(self, *arguments, **variables):
        order = ("-p", "randomly", f"--randomly-seed={self.gate.seed}")
        self.run("pytest", "python", "-m", "pytest", "-q", *order, *arguments, **variables)

    def run_pytest_on_sqlite(self, *arguments):
        """Run tests on a copy of a migrated database and on static files made for all parts.

        Either takes longer than many a part's first hundred tests.
        """
        gate = self.gate
        with gate.preparing:
            if gate.prepared is None:
                gate.prepared = self.prepare()
        self.run_pytest(*arguments, **gate.prepared)

    def prepare(self):
        """Make what the parts share; return the variables that name what could be made."""
        directory = Path(self.gate.directory)
        made = {}
        if self.manage("migrate"):
            made["TWOSOURCE_MIGRATED"] = str(directory / "desk.sqlite3")
        if self.manage("collectstatic", "--no-input"):
            made["TWOSOURCE_COLLECTED"] = str(directory / "static")
        return made

    def manage(self, command, *options):
        arguments = ("manage.py", command, *options, "--verbosity", "0")
        return self.run(command, "python", *arguments, VAR_DIR=self.gate.directory)


def say(words):
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)


def check_style(steps):
    steps.run("ruff check", "ruff", "check", "--output-format", "concise")
    steps.run("ruff format", "ruff", "format", "--check", "--output-format", "concise")
    steps.run("imports", "lint-imports", "--no-logo")
    steps.run("types", "mypy")
    templates = [str(path) for path in sorted(Path("templates").rglob("*.html"))]
    steps.run("templates", "djade", "--check", "--target-version", "5.2", *templates)
    steps.run("migrations", "python", "manage.py", "makemigrations", "--check", "--dry-run")
    steps.run(
        "production settings",
        *("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        SITE_URL="https://desk.example",
        SECRET_KEY=secrets.token_urlsafe(64),
    )


def test_on_postgresql(steps):
    """Run the tests that may end otherwise there; the others run on SQLite, once."""
    of_a_database = ("-m", "database and not browser and not firefox")
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        steps.run_pytest(*of_a_database, DATABASE_URL=given)
    elif binaries := find_binaries():
        with cluster(binaries) as url:
            steps.run_pytest(*of_a_database, DATABASE_URL=url)
    else:
        raise CannotRun("no PostgreSQL is installed, and DATABASE_URL names none")


def in_browser(paths, browser="Chromium"):
    mark, find = BROWSERS[browser]

    def test_in_browser(steps):
        if find():
            steps.run_pytest_on_sqlite("-m", mark, *paths)
        else:
            raise CannotRun(f"no {browser} is installed", is_needed=browser != WITHOUT)

    return test_in_browser


def halves():
    """Deal the other browser tests out, the largest file first, so that neither half is long."""
    files = sorted(Path("tests/browser").rglob("test_*.py"), key=lambda path: path.stat().st_size)
    others = [str(path) for path in reversed(files) if str(path) not in LOOKS]
    return others[::2], others[1::2]


def all_parts():
    """One line a part, the longest first: begun last, it would keep one processor waiting."""
    first, second = halves()
    return [
        Part("style", "style, imports, types, templates, migrations, settings", check_style),
        Part("postgresql", "tests on PostgreSQL", test_on_postgresql),
        Part("sqlite", "tests on SQLite", Steps.run_pytest_on_sqlite),
        Part("accessibility", "accessibility of every page, in three fonts", in_browser(LOOKS)),
        Part("chromium-1", "tests in Chromium, on SQLite", in_browser(first)),
        Part("chromium-2", "more tests in Chromium, on SQLite", in_browser(second)),
        Part("firefox", "the main job in Firefox", in_browser(["tests/firefox"], "Firefox")),
    ]


def chosen(parts, names):
    """The parts that a list such as `sqlite,style` names, all without one.

    Raises SystemExit with the names that there are for one that is none of them.
    """
    wanted = {name.strip() for name in names.split(",") if name.strip()}
    if unknown := sorted(wanted - {part.name for part in parts}):
        there = ", ".join(part.name for part in parts)
        raise SystemExit(f"No part is called {', '.join(unknown)}. PART is one of: {there}.")
    return [part for part in parts if part.name in wanted or not wanted]


def main(names=""):
    parts = all_parts()
    to_run = chosen(parts, names)
    seed = os.environ.get("PYTEST_SEED") or str(random.getrandbits(32))
    say(f"The tests come in the order of PYTEST_SEED={seed}.")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="twosource-") as directory:
        gate = Gate(directory, seed)
        signal.signal(signal.SIGTERM, gate.stop)
        try:
            gate.run_all(to_run)
        except KeyboardInterrupt:
            say("stopped by Ctrl-C")
    return summary(parts, to_run, seed, time.monotonic() - started)


def summary(parts, to_run, seed, seconds):
    """Print how each part went; return 1 where one failed or had to run and could not."""
    requires_all = os.environ.get("TWOSOURCE_REQUIRE_ALL") == "1"
    failed = [part for part in to_run if part.has_failed(requires_all)]
    whole = Part("all", "", None, seconds, "failed" if failed else "passed")
    print("\n== summary", *[part.line for part in (*parts, whole)], sep="\n")
    print(f"PYTEST_SEED={seed} repeats the order of the tests.")
    if requires_all:
        print("TWOSOURCE_REQUIRE_ALL=1: what could not run counts as failed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
