"""How gunicorn serves the desk: `gunicorn --config python:config.serving config.wsgi`.

TERM ends it once what is open has its answer, HUP reloads it while it goes on answering, and a
terminal that closes ends it as Ctrl-C does.
"""

import os
import signal
import sys

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
# One process with threads suits SQLite; WEB_CONCURRENCY sets another number of processes.
worker_class = "config.draining.DrainingWorker"
threads = 8
# Seconds for what is being sent and answered when the desk ends: an upload may take as long.
graceful_timeout = 60
loglevel = "warning"
# It would stand outside of the state directory, and nothing here speaks to it.
control_socket_disable = True


def when_ready(server):
    """In a terminal let HUP end the desk as Ctrl-C does: it would run on unseen.

    Without one HUP comes from who keeps the desk running, and reloads it.
    """
    if has_terminal():
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGINT))


def has_terminal():
    """Whether anything that the desk reads or writes is a terminal; `nohup` leaves none."""
    streams = sys.stdin, sys.stdout, sys.stderr
    return any(stream is not None and stream.isatty() for stream in streams)


def post_worker_init(worker):
    """Leave Ctrl-C, which reaches every process of a terminal, to the process that started them.

    It tells the workers to end; told twice, one could wait for a lock of its own. A terminal
    that closes tells every process too.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
