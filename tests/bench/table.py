"""The lines of the table, in their order."""

from tests.bench.anchoring import anchoring_lines
from tests.bench.client import Client
from tests.bench.drawing import drawing_lines
from tests.bench.pages import list_lines, permalink_lines, reading_lines
from tests.bench.readers import reader_lines
from tests.bench.saving import save_lines
from tests.bench.serving import serving

SETTINGS = "tests.bench.settings"


def lines_of(world, is_drawn):
    """Yield the lines as they are measured; with `is_drawn` those of Chromium too."""
    with serving(SETTINGS) as desk:
        client = Client(desk.port, world.member)
        yield from reading_lines(world, client)
        yield from save_lines(world, client)
        yield from list_lines(world, client)
        yield from permalink_lines(world, Client(desk.port))
        if is_drawn:
            yield from drawing_lines(world, client, desk.port)
    yield from reader_lines(world)
    yield from anchoring_lines()
