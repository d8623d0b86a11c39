"""Writes hostile files into a folder, reads each as an import does, and says what happened.

    python -m tests.hostile_files FOLDER [NAME…]

takes about 2 GB of disk and ten minutes. With names it makes those files alone.
"""

import sys
from itertools import chain
from pathlib import Path

from tests.hostile_files import archives, mails, office, pdfs
from tests.support.read_files import reading_of

# MiB that a process may have, and seconds that an article may take, with a start of the process.
MAX_PEAK, MAX_SECONDS = 520, 35


def main():
    folder, names = Path(sys.argv[1]), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    write(f"| {'file':<28} | {'size':>9} | articles | refused | longest | reader | desk |  |")
    has_failed = False
    for name, make in chain.from_iterable(each.files() for each in (archives, office, pdfs, mails)):
        if names and name not in names:
            continue
        path = folder / name
        path.write_bytes(make())
        reading = reading_of(path)
        is_within = reading.longest < MAX_SECONDS and reading.reader_peak < MAX_PEAK
        is_within = is_within and reading.own_peak < MAX_PEAK
        has_failed |= not is_within
        reason = reading.problems[0] if reading.problems else "format not recognised"
        write(
            f"| {name:<28} | {path.stat().st_size / 1e6:>6.1f} MB | {reading.articles:>8,} "
            f"| {reading.problem_count:>7,} | {reading.longest:>5.1f} s | {reading.reader_peak:>6} "
            f"| {reading.own_peak:>4} | {'' if is_within else 'BEYOND '}"
            f"{'and more; ' if reading.is_cut else ''}"
            f"{reason if reading.problems or not reading.format else ''} |"
        )
        path.unlink()
    sys.exit(has_failed)


def write(line):
    print(line, flush=True)


if __name__ == "__main__":
    main()
