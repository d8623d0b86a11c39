"""Reads a file as an import does, and measures the time and memory that it takes.

Run as a program it reads one file and writes what happened as JSON: only a process of its own
tells its memory apart from that of others.
"""

import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.readers.formats import HEAD_BYTES, format_of, read_articles
from corpus.readers.imported_record import Problem

ROOT = Path(__file__).resolve().parents[2]
# Articles and problems after which a hostile file has shown what it does.
MAX_ITEMS = 20_000
# Seconds after which it is not read on: in the browser its import can be stopped.
MAX_SECONDS = 120


@dataclass(frozen=True)
class Reading:
    """What a file became; `seconds` with the start of its process, `longest` between two items.

    `processor_seconds` are those of both processes, which others on the machine change little.

    `reader_peak` and `own_peak` are MiB of the process that reads it and of the one that saves it.
    """

    format: str
    articles: int
    characters: int
    problems: list[str]
    problem_count: int
    seconds: float
    processor_seconds: float
    longest: float
    reader_peak: int
    own_peak: int
    is_cut: bool


def reading_of(path, repeats=1):
    """Return the Reading of a file by a process of its own; of several the fastest."""
    command = [sys.executable, "-m", "tests.support.read_files", str(path), str(repeats)]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return Reading(**json.loads(output))


def read(path):
    started = last = time.monotonic()
    processor_start = _processor_seconds()
    longest, articles, characters, problems, is_cut = 0.0, 0, 0, [], False
    with path.open("rb") as file:
        format = format_of(path.name, file.read(HEAD_BYTES)) or ""
        for item in read_articles(file, path.name, format) if format else ():
            now = time.monotonic()
            longest, last = max(longest, now - last), now
            if isinstance(item, Problem):
                problems.append(item.reason)
            else:
                articles += 1
                characters += len(item.text)
            if articles + len(problems) >= MAX_ITEMS or now - started > MAX_SECONDS:
                is_cut = True
                break
    return Reading(
        format, articles, characters, problems[:3], len(problems),
        seconds=time.monotonic() - started,
        processor_seconds=_processor_seconds() - processor_start,
        longest=max(longest, time.monotonic() - last),
        reader_peak=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        own_peak=_own_peak(),
        is_cut=is_cut,
    )  # fmt: skip


def _processor_seconds():
    """What this process and those that it ended took of processors."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _own_peak():
    """The MiB that this process took, without those of the process that began it."""
    facts = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines())
    return int(facts["VmHWM"].split()[0]) // 1024


def main():
    path, repeats = Path(sys.argv[1]), int(sys.argv[2])
    fastest = min((read(path) for _ in range(repeats)), key=lambda each: each.processor_seconds)
    print(json.dumps(asdict(fastest)))


if __name__ == "__main__":
    main()
