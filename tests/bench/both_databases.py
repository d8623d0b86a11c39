"""The same pages and saves on PostgreSQL beside SQLite: two served desks, asked in turn.

Each desk is a process (`tests.bench.asked_desk`) that fills its database with the same rows and
serves it as shipped, until its standard input ends.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from itertools import cycle
from pathlib import Path
from uuid import uuid4

from tests.bench.client import Client
from tests.bench.measuring import Line, interleaved, timed

PAGE_RATIO, SAVE_RATIO = 1.3, 1.5
# A save by the page's script in an article with 1,000 passages beside one with 10.
GROWTH_RATIO = 1.2
FEW, MANY = "10", "1000"
HTMX = {"HX-Request": "true"}


@contextlib.contextmanager
def asked_desk(**variables):
    """Start a desk; yield a Client of it and what the desk says of its rows."""
    with tempfile.TemporaryDirectory(prefix="twosource-") as directory:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.asked_desk"],
            env=os.environ | {"VAR_DIR": str(Path(directory) / "var")} | variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        try:
            rows = json.loads(process.stdout.readline())
            client = Client(rows["port"])
            client.cookies = rows["cookies"]
            yield client, rows
        finally:
            process.stdin.close()
            process.wait()


def timed_in_turn(client, paths):
    """Return a measure of these addresses, one after the other."""
    measures = cycle([timed(client, path) for path in paths])
    return lambda: next(measures)()


def saved(client, place, **headers):
    """Return a measure of saves by the forms of a place, one after the other."""
    status = 200 if headers else 303
    forms = cycle(place["forms"])

    def measure():
        form = next(forms) | {"key": str(uuid4())}
        seconds, answered, _, content = client.post(place["path"], form, **headers)
        if answered != status:
            raise RuntimeError(f"{place['path']} answers {answered}: {content[:2000]!r}")
        return seconds

    return measure


def lines_of(postgresql, sqlite):
    """Yield the lines; each argument is a client with the rows of its desk."""
    (asked, rows), (beside, others) = postgresql, sqlite
    for what, paths in rows["pages"].items():
        pair = timed_in_turn(asked, paths), timed_in_turn(beside, others["pages"][what])
        yield line(what, interleaved(*pair), PAGE_RATIO)
    places = rows["places"], others["places"]
    for what, headers in (("plain form", {}), ("popup", HTMX)):
        pair = [
            saved(client, place[FEW], **headers)
            for client, place in zip((asked, beside), places, strict=True)
        ]
        yield line(f"save, by the {what}", interleaved(*pair), SAVE_RATIO)
    for name, client, place in zip(("PostgreSQL", "SQLite"), (asked, beside), places, strict=True):
        few, many = interleaved(*(saved(client, place[number], **HTMX) for number in (FEW, MANY)))
        aside = f"{many * 1000:.1f} ms beside {few * 1000:.1f} ms"
        what = f"popup, 1,000 passages beside 10, {name}"
        yield Line(what, many / few, "x", GROWTH_RATIO, aside=aside)


def line(what, medians, bar):
    asked, beside = medians
    aside = f"{asked * 1000:.1f} ms beside {beside * 1000:.1f} ms"
    return Line(what, asked / beside, "x", bar, aside=aside)


def main():
    """Compare the PostgreSQL database in DATABASE_URL, which must be empty, with a SQLite file."""
    address = os.environ.pop("DATABASE_URL")
    with asked_desk(DATABASE_URL=address) as postgresql, asked_desk() as sqlite:
        for each in lines_of(postgresql, sqlite):
            print(each, flush=True)


if __name__ == "__main__":
    main()
