"""A served desk whose PostgreSQL stops, starts again and freezes: answers in time, no restart.

The cluster is the test's own; the desk is gunicorn with the settings of `make run`.
"""

import contextlib
import http.client
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.bench.serving import free_port
from tests.run import OWN_SETTINGS
from tests.support.postgresql import controlled, find_binaries

# Its addresses are those of the failing views.
GUNICORN = [Path(sys.executable).parent / "gunicorn", "--config", "python:config.serving"]
IN_TIME = 10
SETTINGS = """
from config.settings import *
ROOT_URLCONF = "tests.config.failing_urls"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
"""
pytestmark = pytest.mark.only_on("postgresql")


class Desk:
    def __init__(self, port):
        self.port = port

    def ask(self, path):
        """Return (status, body, Retry-After); raises where there is no answer in ten seconds."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=IN_TIME)
        with contextlib.closing(connection):
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.headers["Retry-After"]

    def until_answered(self):
        """Ask until the database answers; how often it did not."""
        ends = time.monotonic() + IN_TIME
        while time.monotonic() < ends:
            with contextlib.suppress(OSError):
                if self.ask("/asking")[:2] == (200, "answered"):
                    return
            time.sleep(0.1)
        raise AssertionError("The desk did not come back by itself.")


@pytest.fixture(scope="module")
def server():
    with controlled(find_binaries()) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def desk(server, tmp_path_factory):
    directory = tmp_path_factory.mktemp("desk")
    (directory / "silent_settings.py").write_text(SETTINGS)
    environment = {name: os.environ[name] for name in os.environ if name not in OWN_SETTINGS}
    port = free_port()
    process = subprocess.Popen(
        [*GUNICORN, "config.wsgi"],
        env=environment
        | {
            "DATABASE_URL": server.url,
            "DJANGO_SETTINGS_MODULE": "silent_settings",
            "PORT": str(port),
            "PYTHONPATH": f"{directory}:{Path.cwd()}",
            "VAR_DIR": str(directory / "var"),
            "WEB_CONCURRENCY": "1",
        },
        stdin=subprocess.DEVNULL,
    )
    desk = Desk(port)
    try:
        desk.until_answered()
        yield desk
    finally:
        process.terminate()
        process.wait()


def test_a_database_without_tables_is_not_ready(desk):
    assert desk.ask("/healthz") == (200, "ok\n", None)
    assert desk.ask("/readyz") == (503, "not ready: migrations are missing\n", None)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_stopped_database_comes_back_without_a_restart_of_the_desk(server, desk, mode):
    server.stop(mode)
    status, page, retry_after = desk.ask("/asking")
    assert (status, retry_after) == (503, "5")
    assert "The database cannot be reached" in page
    assert "Traceback" not in page
    assert desk.ask("/healthz") == (200, "ok\n", None)
    assert desk.ask("/readyz")[:2] == (503, "not ready: The database cannot be reached\n")

    server.start()
    desk.until_answered()


def test_a_restarted_database_is_used_at_once(server, desk):
    server.stop("fast")
    server.start()
    desk.until_answered()


def test_a_frozen_database_is_no_reason_to_wait(server, desk):
    """Four times as many ask as there are threads: all are answered in time."""
    server.freeze()
    try:
        with ThreadPoolExecutor(33) as pool:
            pages = [pool.submit(desk.ask, "/asking") for _ in range(32)]
            assert pool.submit(desk.ask, "/healthz").result() == (200, "ok\n", None)
            assert {page.result()[0] for page in pages} == {503}
        assert desk.ask("/readyz")[:2] == (503, "not ready: The database cannot be reached\n")
    finally:
        server.thaw()
    desk.until_answered()


def test_a_database_that_freezes_in_the_middle_of_a_question(server, desk):
    """The connection was given out; the answer never comes."""
    with ThreadPoolExecutor(1) as pool:
        page = pool.submit(desk.ask, "/sleeping")
        time.sleep(0.5)
        server.freeze()
        try:
            assert page.result()[0] == 503
        finally:
            server.thaw()
    desk.until_answered()
