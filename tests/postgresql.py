"""A PostgreSQL cluster that lives as long as a run of the tests."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

OWNER = "twosource"
# Durability is what a cluster that is thrown away needs least.
OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
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


@contextlib.contextmanager
def cluster(binaries):
    """Start a cluster that only a socket in its own directory reaches; yield its DATABASE_URL.

    PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`.
    """
    directory = Path(tempfile.mkdtemp(prefix="twosource-"))
    data = directory / "data"
    account = unprivileged_account()
    identity = {}
    if account:
        os.chown(directory, account.pw_uid, account.pw_gid)
        identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    def run(program, *arguments):
        with (directory / "output").open("ab") as output:
            finished = subprocess.run(
                [binaries / program, *arguments],
                cwd=directory,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                **identity,
            )
        if finished.returncode:
            raise RuntimeError(f"{program} failed:\n{(directory / 'output').read_text()}")

    try:
        run("initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        run("pg_ctl", "-D", data, "-w", "-o", f"{OPTIONS} -k {directory}", "start")
        try:
            yield f"postgres://{OWNER}@/postgres?host={directory}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(directory)


def unprivileged_account():
    """Return the account to run as, None where we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("Run as root, the tests need an account 'postgres' or 'nobody'.")
