"""Searches and lists of small and large generated corpora.

One process for each size, measured in turn, so that other load affects all equally.
"""

import contextlib
import os
import subprocess
import sys
from statistics import median

from tests.bench.measuring import Line, against

WARM_UP, ROUNDS = 5, 25
GROWTH, BAR_MS, LIST_GROWTH = {100_000: 1.3, 1_000_000: 1.5}, 300, 1.2
PAGE_RATIO = 3
SEARCHED = ("rare", "half", "phrase")
SPOKEN = {
    "rare": "a rare word",
    "half": "a word in half of all",
    "phrase": "a phrase with a rare word",
    "seldom": "a phrase that seldom meets",
    "prefix": "a prefix of one letter",
}


class Worker:
    def __init__(self, size, environment):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.sized_worker", str(size)],
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def read(self):
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("A generated corpus does not answer.")
        return line.strip()

    def take(self, name):
        print(name, file=self._process.stdin, flush=True)
        return float(self.read())

    def end(self):
        self._process.stdin.close()
        self._process.wait()


@contextlib.contextmanager
def workers(addresses):
    """Start a process for each size, one after the other; `addresses` are DATABASE_URLs."""
    running = {}
    try:
        for size, address in addresses.items():
            running[size] = Worker(size, {"DATABASE_URL": address})
            running[size].read()
        yield running
    finally:
        for worker in running.values():
            worker.end()


def taken(running, names):
    """Return the median seconds by (size, name), measured in turn."""
    found = {(size, name): [] for size in running for name in names}
    for round_ in range(WARM_UP + ROUNDS):
        for (size, name), seconds in found.items():
            once = running[size].take(name)
            if round_ >= WARM_UP:
                seconds.append(once)
    return {key: median(seconds) for key, seconds in found.items()}


def size_lines(addresses):
    """Yield the lines of corpora, by size the addresses of their databases."""
    names = [f"{kind} {name}" for name in SEARCHED for kind in ("search", "hand")]
    names += [f"{kind} {name}" for name in SEARCHED for kind in ("page", "bare")]
    names += ["page seldom", "page prefix"]
    names += ["list first", "list deep"]
    with workers(addresses) as running:
        seconds = taken(running, names)
    small, *others = sizes = list(addresses)
    for name in SEARCHED:
        for size in sizes:
            what = f"{SPOKEN[name]}, 20 of {size:,}"
            ours, by_hand = seconds[size, f"search {name}"], seconds[size, f"hand {name}"]
            # The bar is that of the page, which is also compared with the bare page.
            yield from against(what, ours, by_hand, None)
        for size in others:
            grown = seconds[size, f"search {name}"] / seconds[small, f"search {name}"]
            yield Line(f"  {size:,} beside {small:,}", grown, "x", GROWTH.get(size))
    for name in SEARCHED:
        for size in sizes:
            what = f"search page, {SPOKEN[name]}, {size:,}"
            yardstick = seconds[size, f"hand {name}"] + seconds[size, f"bare {name}"]
            yield from against(what, seconds[size, f"page {name}"], yardstick, PAGE_RATIO)
        for size in others:
            grown = seconds[size, f"page {name}"] / seconds[small, f"page {name}"]
            yield Line(f"  {size:,} beside {small:,}", grown, "x", GROWTH.get(size))
    for name in ("seldom", "prefix"):
        for size in sizes:
            milliseconds = seconds[size, f"page {name}"] * 1000
            yield Line(f"search page, {SPOKEN[name]}, {size:,}", milliseconds, "ms", BAR_MS)
    for size in sizes:
        first, deep = seconds[size, "list first"], seconds[size, "list deep"]
        what = f"deep page of {size:,} beside the first"
        aside = f"{deep * 1000:.1f} ms beside {first * 1000:.1f} ms"
        yield Line(what, deep / first, "x", LIST_GROWTH, aside=aside)
    for size in others:
        grown = seconds[size, "list first"] / seconds[small, "list first"]
        yield Line(f"first page, {size:,} beside {small:,}", grown, "x", GROWTH.get(size))


def main():
    """Print the lines of corpora, each given as its size and the address of its database."""
    found = dict(zip(map(int, sys.argv[1::2]), sys.argv[2::2], strict=True))
    for line in size_lines(found):
        print(line, flush=True)


if __name__ == "__main__":
    main()
