"""How gunicorn serves the desk: `gunicorn --config python:config.serving config.wsgi`."""

import os
import signal

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
# One process with threads suits SQLite; WEB_CONCURRENCY sets another number of processes.
worker_class = "gthread"
threads = 8
# Seconds for what is being answered when the desk ends.
graceful_timeout = 10
loglevel = "warning"
# It would stand outside of the state directory, and nothing here speaks to it.
control_socket_disable = True


def when_ready(server):
    """Let a closed terminal end the desk as Ctrl-C does; it would run on unseen."""
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGINT))


def post_worker_init(worker):
    """Leave Ctrl-C, which reaches every process of a terminal, to the process that started them.

    It tells the workers to end; told twice, one could wait for a lock of its own.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
