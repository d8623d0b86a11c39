"""Which of the desk's processes takes a new connection."""

import socket
from types import SimpleNamespace

import pytest

from config import draining
from config.draining import MAX_WAIT, WAIT_FOR_EACH, DrainingWorker


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


class Worker(DrainingWorker):
    """One of some workers, with so many connections; requests are not answered."""

    def __init__(self, connections, workers=2):
        self.nr_conns = connections
        self.cfg = SimpleNamespace(workers=workers)

    def enqueue_req(self, conn):
        conn.sock.close()


@pytest.fixture
def waits(monkeypatch):
    """The seconds that workers wait, instead of waiting."""
    seconds = []
    monkeypatch.setattr(draining.time, "sleep", seconds.append)
    return seconds


@pytest.fixture(autouse=True)
def connection_class(monkeypatch):
    def made(cfg, sock, client, server):
        return SimpleNamespace(sock=sock)

    monkeypatch.setattr("gunicorn.workers.gthread.TConn", made)


def test_worker_with_fewer_connections_takes_the_next(listener, monkeypatch):
    busy, idle = Worker(connections=3), Worker(connections=0)
    # While one waits, the other has its turn.
    waiting = {0: lambda: None, 3 * WAIT_FOR_EACH: lambda: idle.accept(listener)}
    monkeypatch.setattr(draining.time, "sleep", lambda seconds: waiting[seconds]())

    with socket.create_connection(listener.getsockname()):
        busy.accept(listener)

    assert (busy.nr_conns, idle.nr_conns) == (3, 1)


@pytest.mark.parametrize(
    ("connections", "waited"), [(0, 0), (2, 2 * WAIT_FOR_EACH), (99, MAX_WAIT)]
)
def test_wait_grows_with_the_connections_to_a_maximum(listener, waits, connections, waited):
    Worker(connections).accept(listener)

    assert waits == [waited]


def test_only_process_takes_connections_at_once(listener, waits):
    Worker(connections=5, workers=1).accept(listener)

    assert waits == []
