"""The gunicorn worker: it accepts no connection once it has been told to stop."""

import os

from gunicorn.workers.gthread import ThreadWorker


class DrainingWorker(ThreadWorker):
    """Closes its listening sockets as soon as it only drains.

    A new connection would wait for a worker that accepts none any more, and be lost in the end;
    refused at once, a proxy or browser knows to try again.
    """

    _has_closed = False

    def set_accept_enabled(self, enabled):
        super().set_accept_enabled(enabled)
        if not self.alive and not self._has_closed:
            self._has_closed = True
            for listener in self.sockets:
                self._accept_backlog(listener)
                listener.close()

    def handle_quit(self, sig, frame):
        """End at once. Open requests are cut off; their transactions are rolled back.

        Python would end its threads first, and wait for locks that the code which the signal
        interrupts may hold: the worker would wait for itself.
        """
        self.cfg.worker_int(self)
        os._exit(0)

    def _accept_backlog(self, listener):
        """Accept who was there before: the system had greeted them already."""
        taken = -1
        while taken < self.nr_conns:
            taken = self.nr_conns
            self.accept(listener)
