"""A temporary PostgreSQL cluster for a test run."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

OWNER = "twosource"
PRIVATE = "-c listen_addresses=''"
# A temporary cluster needs no durability.
OPTIONS = f"{PRIVATE} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/pgsql-*/bin")


def find_binaries():
    """Return the directory of initdb and pg_ctl, the newest version first, or None."""
    found = []
    for place in PLACES:
        found += sorted(Path("/").glob(place[1:]), key=version, reverse=True)
    found += [Path(path).parent for path in [shutil.which("pg_ctl")] if path]
    return next((path for path in found if (path / "initdb").exists()), None)


def version(path):
    return int("".join(filter(str.isdigit, path.parent.name)) or 0)


class Cluster:
    """A cluster reachable only by a socket in its own directory; `url` is its DATABASE_URL.

    PostgreSQL refuses to run as root; then it runs as `postgres`, or as `nobody`.
    """

    def __init__(self, binaries, directory, options=OPTIONS):
        self.binaries, self.directory, self.options = binaries, directory, options
        self.data = directory / "data"
        self.url = f"postgres://{OWNER}@/postgres?host={directory}"
        self.identity = {}
        if account := unprivileged_account():
            os.chown(directory, account.pw_uid, account.pw_gid)
            self.identity = {
                "user": account.pw_uid,
                "group": account.pw_gid,
                "extra_groups": [],
            }

    def run(self, program, *arguments):
        with (self.directory / "output").open("ab") as output:
            finished = subprocess.run(
                [self.binaries / program, *arguments],
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                **self.identity,
            )
        if finished.returncode:
            raise RuntimeError(f"{program} failed:\n{(self.directory / 'output').read_text()}")

    def make(self):
        names = ("-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.run("initdb", "-D", self.data, *names)

    def start(self):
        options = f"{self.options} -k {self.directory}"
        self.run("pg_ctl", "-D", self.data, "-w", "-o", options, "start")

    def stop(self, mode="immediate"):
        self.run("pg_ctl", "-D", self.data, "-m", mode, "stop")

    def freeze(self):
        """Suspend all its processes: it neither answers nor closes connections."""
        self._signal(signal.SIGSTOP)

    def thaw(self):
        self._signal(signal.SIGCONT)

    def _signal(self, number):
        # The first line; its children are the backends.
        first = (self.data / "postmaster.pid").read_text().split()[0]
        os.kill(int(first), number)
        children = subprocess.run(["pgrep", "-P", first], capture_output=True, text=True)
        for child in children.stdout.split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), number)


@contextlib.contextmanager
def controlled(binaries, options=OPTIONS):
    """Start a cluster that a test may stop and freeze; yield it."""
    directory = Path(tempfile.mkdtemp(prefix="twosource-"))
    try:
        of_its_own = Cluster(binaries, directory, options)
        of_its_own.make()
        of_its_own.start()
        try:
            yield of_its_own
        finally:
            # If the test stopped it, there is no process left.
            if (of_its_own.data / "postmaster.pid").exists():
                of_its_own.thaw()
                of_its_own.stop()
    finally:
        shutil.rmtree(directory)


@contextlib.contextmanager
def cluster(binaries, options=OPTIONS):
    """Start a cluster; yield its DATABASE_URL."""
    with controlled(binaries, options) as of_its_own:
        yield of_its_own.url


def unprivileged_account():
    """Return the account to run as, None if we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("Run as root, the tests need an account 'postgres' or 'nobody'.")
