"""A desk as `make run` serves it, on a free port."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

HOST = "127.0.0.1"
LONGEST_START = 60
GUNICORN = [Path(sys.executable).parent / "gunicorn", "--config", "python:config.serving"]


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


class Serving:
    """A running desk: its port, the seconds until its first response, and its process."""

    def __init__(self, settings, application="config.wsgi", **environment):
        self.port = free_port()
        variables = {"PORT": str(self.port), "DJANGO_SETTINGS_MODULE": settings} | environment
        started = time.perf_counter()
        self.process = subprocess.Popen(
            [*GUNICORN, application], env=os.environ | variables, stdin=subprocess.DEVNULL
        )
        while not self._answers():
            if self.process.poll() is not None or time.perf_counter() - started > LONGEST_START:
                raise RuntimeError("The desk does not answer.")
            time.sleep(0.005)
        self.seconds_to_answer = time.perf_counter() - started

    def _answers(self):
        connection = http.client.HTTPConnection(HOST, self.port)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.request("GET", "/sign-in/")
            return connection.getresponse().status == 200
        return False

    def memory(self):
        """Return the resident memory (RSS) of the largest worker in MiB."""
        processes = subprocess.run(
            ["ps", "-A", "-o", "ppid=,rss="], capture_output=True, text=True, check=True
        )
        rows = [map(int, line.split()) for line in processes.stdout.splitlines()]
        return max(rss for parent, rss in rows if parent == self.process.pid) / 1024

    def end(self):
        self.process.terminate()
        self.process.wait()


@contextlib.contextmanager
def serving(settings, application="config.wsgi", **environment):
    """Serve a desk, or another application, in processes with these environment variables."""
    desk = Serving(settings, application, **environment)
    try:
        yield desk
    finally:
        desk.end()
