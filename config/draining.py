"""The gunicorn worker: the first loads alone, each takes its share and drains when told to."""

import os
import select
import time

from gunicorn.workers.gthread import ThreadWorker

# Seconds that a worker waits for the first one to load, which takes one.
MAX_WAIT_TO_LOAD = 5
# What the first worker writes once it is loaded stays in this pipe, which all workers have.
_is_loaded, _first_worker = os.pipe()
# Seconds that a worker waits for each connection it has, before it takes another; and at most.
WAIT_FOR_EACH, MAX_WAIT = 0.0005, 0.004


class DrainingWorker(ThreadWorker):
    """Loads after the first worker; closes its listening sockets as soon as it begins to drain.

    Of workers that load side by side, none is soon ready for the first request.

    A new connection would wait for a worker that no longer accepts any, and then be lost; if it is
    refused immediately, the proxy or browser retries.
    """

    _has_closed = False

    def load_wsgi(self):
        is_first = self.age == 1
        if not is_first:
            select.select([_is_loaded], [], [], MAX_WAIT_TO_LOAD)
        super().load_wsgi()
        if is_first:
            os.write(_first_worker, b".")

    def accept(self, listener):
        """Accept a connection, unless a worker with fewer takes it first.

        A new connection wakes every worker. Without the wait one of two often has six of eight
        browsers, which then wait three times as long as the others.
        """
        if self.cfg.workers > 1:
            time.sleep(min(self.nr_conns * WAIT_FOR_EACH, MAX_WAIT))
        super().accept(listener)

    def set_accept_enabled(self, enabled):
        super().set_accept_enabled(enabled)
        if not self.alive and not self._has_closed:
            self._has_closed = True
            for listener in self.sockets:
                self._accept_backlog(listener)
                listener.close()

    def handle_quit(self, sig, frame):
        """Exit immediately. Open requests are aborted; their transactions are rolled back.

        A normal exit joins threads and may wait for locks held by the interrupted code, a
        deadlock.
        """
        self.cfg.worker_int(self)
        os._exit(0)

    def _accept_backlog(self, listener):
        """Accept pending connections, which the kernel has already established."""
        taken = -1
        while taken < self.nr_conns:
            taken = self.nr_conns
            super().accept(listener)
