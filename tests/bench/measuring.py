"""Measurements of addresses, medians of interleaved ones, and the lines of the table."""

from dataclasses import dataclass
from statistics import median

WARM_UP = 8
ROUNDS = 40


def interleaved(*measures, rounds=ROUNDS):
    """Return the median of each measure, a function that returns seconds; they take turns.

    Other load on the machine then affects all of them equally.
    """
    for _ in range(WARM_UP):
        for measure in measures:
            measure()
    found = [[measure() for measure in measures] for _ in range(rounds)]
    return [median(column) for column in zip(*found, strict=True)]


def timed(client, path, status=200, **headers):
    """Return a measure of one address."""

    def measure():
        seconds, answered, _, _ = client.get(path, **headers)
        if answered != status:
            raise RuntimeError(f"{path} answers {answered}, not {status}.")
        return seconds

    return measure


@dataclass(frozen=True)
class Line:
    """A figure and its bar: at most `bar` or, with `is_least`, at least."""

    what: str
    value: float
    unit: str
    bar: float | None = None
    is_least: bool = False
    aside: str = ""

    @property
    def is_met(self):
        if self.bar is None:
            return None
        return self.value >= self.bar if self.is_least else self.value <= self.bar

    def __str__(self):
        met = {None: "", True: "met", False: "MISSED"}[self.is_met]
        bar = f"{'≥' if self.is_least else '≤'} {figure(self.bar)}" if self.bar is not None else ""
        value = f"{figure(self.value)} {self.unit}"
        return f"  {self.what:44} {value:>14} {bar:>9}  {met:6}  {self.aside}".rstrip()


def figure(value):
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def against(what, seconds, yardstick, bar, ms=None):
    """Return the line of a ratio and, with `ms`, that of the absolute time."""
    aside = f"{seconds * 1000:.1f} ms beside {yardstick * 1000:.1f} ms"
    lines = [Line(what, seconds / yardstick, "x", bar, aside=aside)]
    if ms is not None:
        lines.append(Line("", seconds * 1000, "ms", ms))
    return lines
