"""Concurrent readers, and the memory of the desk after them."""

import time
from concurrent.futures import ThreadPoolExecutor

from tests.bench.client import Client
from tests.bench.measuring import Line
from tests.bench.serving import serving

READERS, PAGES_EACH = 8, 40
PAGES_PER_SECOND, MEBIBYTES, SECONDS_TO_ANSWER = 100, 130, 1.2
STARTS = 5


def reader_lines(world):
    """Lines of the desk as shipped, without the baselines."""
    starts = []
    for _ in range(STARTS - 1):
        with serving("config.settings") as desk:
            starts.append(desk.seconds_to_answer)
    with serving("config.settings") as desk:
        starts.append(desk.seconds_to_answer)
        pace = _pages_per_second(world, desk.port)
        _read_everything(world, desk.port)
        memory = desk.memory()
    first = sorted(starts)[STARTS // 2]
    yield Line("8 readers of 100 passages", pace, "/s", PAGES_PER_SECOND, is_least=True)
    yield Line("memory of the worker after load", memory, "MiB", MEBIBYTES)
    yield Line("first answer after start", first, "s", SECONDS_TO_ANSWER)


def _pages_per_second(world, port):
    clients = [Client(port, world.member) for _ in range(READERS)]
    address = world.marked[100].get_absolute_url()

    def read(client):
        for _ in range(PAGES_EACH):
            client.get(address)

    with ThreadPoolExecutor(READERS) as readers:
        list(readers.map(lambda client: client.get(address), clients))
        started = time.perf_counter()
        list(readers.map(read, clients))
        return READERS * PAGES_EACH / (time.perf_counter() - started)


def _read_everything(world, port):
    addresses = [article.get_absolute_url() for article in world.marked.values()]
    addresses += ["/articles/", "/claims/", world.published.get_absolute_url(), "/admin/"]
    clients = [Client(port, world.member) for _ in range(READERS)]
    with ThreadPoolExecutor(READERS) as readers:
        for address in addresses * 2:
            list(readers.map(lambda client, address=address: client.get(address), clients))
