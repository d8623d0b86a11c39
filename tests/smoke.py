"""`make run` as a newcomer meets it: started, signed in to, ended with Ctrl-C, started again.

Once more on PostgreSQL, where it is installed. Each desk has a state directory and a port of its
own, and leaves nothing behind.
"""

import contextlib
import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from importlib.util import cache_from_source
from itertools import chain
from pathlib import Path

from tests.run import OWN_SETTINGS
from tests.support.postgresql import cluster, find_binaries

# Seconds: the first start on a fresh clone installs what the desk needs.
LONGEST_FIRST_START = 300
LONGEST_SECOND_START = 30
LONGEST_END = 15


class Failure(Exception):
    """Something did not work; the message says what."""


def expect(found, expected, what):
    if found != expected:
        raise Failure(f"{what}: {found!r} where {expected!r} was expected")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def desk(var, port, longest_start, **variables):
    """Start a desk by `make run`, yield its address once it answers, end it as Ctrl-C does."""
    environment = {name: os.environ[name] for name in os.environ if name not in OWN_SETTINGS}
    var.parent.mkdir(exist_ok=True)
    output = (var.parent / "output").open("w+")
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        env=environment | {"VAR_DIR": str(var)} | variables,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/healthz", process, longest_start)
        yield address
        os.killpg(process.pid, signal.SIGINT)
        process.wait(LONGEST_END)
        output.seek(0)
        said = output.read()
        print(said)
        expect(re.findall("Traceback|Error|Warning", said), [], "complaints")
    except BaseException:
        output.seek(0)
        print(output.read())
        raise
    finally:
        # Nothing is left of the group where all went well.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        output.close()


def wait_for(address, process, longest):
    started = time.monotonic()
    while time.monotonic() - started < longest:
        with contextlib.suppress(OSError):
            expect(urllib.request.urlopen(address).read(), b"ok\n", address)
            print(f"{address} answers after {time.monotonic() - started:.0f} s")
            return
        if process.poll() is not None:
            raise Failure(f"make run ended by itself with {process.returncode}")
        time.sleep(0.2)
    raise Failure(f"{address} did not answer within {longest} s")


def read_as_analyst(address, var):
    """Sign in with the password from accounts.txt and open an article."""
    accounts = var / "accounts.txt"
    expect(stat.S_IMODE(accounts.stat().st_mode), 0o600, "mode of accounts.txt")
    passwords = dict(line.split(" ") for line in accounts.read_text().splitlines())
    cookies = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    page = browser.open(f"{address}/articles/")
    expect(urllib.parse.urlsplit(page.url).path, "/sign-in/", "a stranger at /articles/")
    token = next(cookie.value for cookie in cookies if "csrf" in cookie.name)
    form = {
        "username": "analyst",
        "password": passwords["analyst"],
        "csrfmiddlewaretoken": token,
    }
    browser.open(f"{address}/sign-in/", urllib.parse.urlencode(form).encode())
    articles = browser.open(f"{address}/articles/").read().decode()
    links = {*re.findall(r'href="(/articles/[0-9a-z]{12}/[^"#?]*)"', articles)}
    expect(len(links), 5, "articles of the first corpus")
    article = browser.open(address + min(links)).read().decode()
    expect(article.count("data-article-text"), 1, "texts on an article's page")


def content_of(var):
    """Return every row and table of the desk's database, as SQL."""
    with contextlib.closing(sqlite3.connect(var / "desk.sqlite3")) as database:
        return [*database.iterdump()]


def not_compiled():
    """Modules of the desk without the file that Python keeps of a compiled one."""
    modules = chain(
        *(Path(package).rglob("*.py") for package in ("annotations", "config", "corpus"))
    )
    return [str(each) for each in modules if not Path(cache_from_source(each)).exists()]


def smoke_on_sqlite(var):
    port = free_port()
    with desk(var, port, LONGEST_FIRST_START) as address:
        read_as_analyst(address, var)
    before = content_of(var)
    expect(not_compiled(), [], "modules that each process would compile")
    with desk(var, port, LONGEST_SECOND_START):
        pass
    expect(content_of(var) == before, True, "the second start changed nothing")


def smoke_on_postgresql(var, url):
    with desk(var, free_port(), LONGEST_FIRST_START, DATABASE_URL=url) as address:
        read_as_analyst(address, var)
    expect((var / "desk.sqlite3").exists(), False, "a SQLite file beside PostgreSQL")


def main():
    with tempfile.TemporaryDirectory(prefix="twosource-") as directory:
        smoke_on_sqlite(Path(directory) / "on-sqlite" / "var")
        if binaries := find_binaries():
            with cluster(binaries) as url:
                smoke_on_postgresql(Path(directory) / "on-postgresql" / "var", url)


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(f"smoke: {failure}")
