"""What signals and terminals do to a desk that is served, with real processes."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import termios
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from config.serving import processes_for
from tests.smoke import free_port

GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "python:config.serving"]
ANSWERING = "tests.config.answering:application"
ROOT = Path(__file__).resolve().parents[2]
# Seconds after which a process that does not end is given up.
LONGEST = 60


class Served:
    """A running gunicorn with the desk's own configuration."""

    def __init__(self, process, port):
        self.process = process
        self.port = port

    def ask(self):
        """The process that answers."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=LONGEST) as answer:
            return int(answer.read().split()[0])

    def processes(self):
        """How many processes serve, the one that starts them not counted."""
        listed = ["ps", "--ppid", str(self.process.pid), "--no-headers"]
        return len(subprocess.run(listed, capture_output=True, check=True).stdout.splitlines())

    def answers(self):
        with suppress(OSError):
            return bool(self.ask())
        return False

    def listens(self):
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), LONGEST).close()
            return True
        return False


def wait_until(condition):
    until = time.monotonic() + LONGEST
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError(condition)
        time.sleep(0.05)


@contextmanager
def served(begin=None, processes=1, application=ANSWERING, **streams):
    """Serve; `begin` is run in the new process before gunicorn is.

    `processes` is the WEB_CONCURRENCY of its environment, which has none where that is None.
    """
    environment = {name: os.environ[name] for name in os.environ if name != "WEB_CONCURRENCY"}
    if processes:
        environment["WEB_CONCURRENCY"] = str(processes)
    port = free_port()
    process = subprocess.Popen(
        [*GUNICORN, application],
        cwd=ROOT,
        env=environment | {"PORT": str(port)},
        start_new_session=True,
        preexec_fn=begin,
        **(dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL) | streams),
    )
    desk = Served(process, port)
    try:
        wait_until(desk.answers)
        yield desk
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.parametrize(("cores", "processes"), [(1, 1), (2, 2), (4, 4), (64, 4)])
def test_a_desk_uses_up_to_four_cores(cores, processes):
    assert processes_for(cores) == processes


def test_a_desk_has_a_process_for_each_core_that_it_may_use():
    one_core = {min(os.sched_getaffinity(0))}

    with served(lambda: os.sched_setaffinity(0, one_core), processes=None) as desk:
        wait_until(lambda: desk.processes() == 1)
    with served(processes=None) as desk:
        wait_until(lambda: desk.processes() == processes_for(len(os.sched_getaffinity(0))))


def test_the_environment_sets_another_number_of_processes():
    with served(processes=3) as desk:
        wait_until(lambda: desk.processes() == 3)


def test_the_first_process_loads_alone(tmp_path, monkeypatch):
    loads = tmp_path / "loads"
    loads.touch()
    monkeypatch.setenv("LOADS", str(loads))

    with served(processes=3, application="tests.config.loading:application"):
        wait_until(lambda: loads.read_text().count("loaded") == 3)

    assert loads.read_text().splitlines()[:2] == ["begins", "loaded"]


def test_hangup_without_a_terminal_reloads_and_the_desk_goes_on_answering():
    with served() as desk:
        first = desk.ask()

        desk.process.send_signal(signal.SIGHUP)

        # Every one of these is answered, whichever process it meets.
        wait_until(lambda: desk.ask() != first)
        assert desk.process.poll() is None


def test_hangup_of_all_processes_reloads_too():
    with served() as desk:
        first = desk.ask()

        os.killpg(desk.process.pid, signal.SIGHUP)

        wait_until(lambda: desk.ask() != first)
        assert desk.process.poll() is None


def test_upload_under_way_is_answered_before_the_desk_ends():
    with served() as desk:
        upload = socket.create_connection(("127.0.0.1", desk.port), LONGEST)
        head = "POST / HTTP/1.1\r\nHost: desk\r\nContent-Length: 10\r\nConnection: close\r\n\r\n"
        upload.sendall(head.encode() + b"12345")
        worker = desk.ask()

        desk.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not desk.listens())
        upload.sendall(b"67890")
        answer = b"".join(iter(lambda: upload.recv(4096), b""))

        assert answer.startswith(b"HTTP/1.1 200 OK")
        assert answer.endswith(f"{worker} 10".encode())
        assert desk.process.wait(LONGEST) == 0


def test_upload_under_way_is_answered_by_the_process_that_a_reload_ends():
    with served() as desk:
        upload = socket.create_connection(("127.0.0.1", desk.port), LONGEST)
        head = "POST / HTTP/1.1\r\nHost: desk\r\nContent-Length: 10\r\nConnection: close\r\n\r\n"
        upload.sendall(head.encode() + b"12345")
        worker = desk.ask()

        desk.process.send_signal(signal.SIGHUP)
        wait_until(lambda: desk.ask() != worker)
        upload.sendall(b"67890")
        answer = b"".join(iter(lambda: upload.recv(4096), b""))

        assert answer.endswith(f"{worker} 10".encode())


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_terminal_that_closes_ends_the_desk(stream):
    keyboard, terminal = os.openpty()

    def take_the_terminal():
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)

    with served(take_the_terminal, **{stream: terminal}) as desk:
        os.close(terminal)
        os.close(keyboard)

        assert desk.process.wait(LONGEST) == 0
        assert not desk.listens()
