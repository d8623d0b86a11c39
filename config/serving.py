"""How gunicorn serves the desk: `gunicorn --config python:config.serving config.wsgi`.

TERM stops it after open requests are answered, HUP reloads it without downtime, and closing the
terminal stops it like Ctrl-C.
"""

import os
import signal
import sys

MAX_PROCESSES = 4


def processes_for(cores):
    """The number of processes on so many cores: Python computes on one core a process.

    More than a few cost memory and seldom answer sooner.
    """
    return min(cores, MAX_PROCESSES)


bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
# The cores that this process may use; not every system can tell them from the machine's.
_cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
workers = int(os.environ.get("WEB_CONCURRENCY", processes_for(_cores or 1)))
worker_class = "config.draining.DrainingWorker"
threads = 8
# Seconds for open requests when the desk stops: an upload may take as long.
graceful_timeout = 60
loglevel = "warning"
# Its socket would be outside the state directory, and nothing uses it.
control_socket_disable = True


def when_ready(server):
    """In a terminal, HUP stops the desk like Ctrl-C; otherwise it would keep running unnoticed.

    Without a terminal, HUP comes from a process manager and reloads the desk.
    """
    if has_terminal():
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGINT))


def has_terminal():
    """Whether a standard stream is a terminal; under `nohup` none is."""
    streams = sys.stdin, sys.stdout, sys.stderr
    return any(stream is not None and stream.isatty() for stream in streams)


def post_worker_init(worker):
    """Ignore Ctrl-C, which reaches every process of a terminal, in the workers.

    The master tells workers to stop; a second signal could deadlock one. Closing a terminal
    also signals every process.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
