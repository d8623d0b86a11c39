"""The gunicorn worker: it accepts no connection once it has been told to stop."""

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

    def _accept_backlog(self, listener):
        """Accept the connections that the kernel has completed before the socket closes."""
        accepted = -1
        while accepted < self.nr_conns:
            accepted = self.nr_conns
            self.accept(listener)
