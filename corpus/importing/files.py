"""The files that are to be imported, in the order of their names."""

import os
from dataclasses import dataclass
from pathlib import Path

from corpus.readers.formats import format_of

# Enough to tell a format by.
HEAD = 4096


@dataclass(frozen=True)
class FileToRead:
    """`name` is its path as given or, in a folder, below what was given; `format` may be None."""

    path: Path
    name: str
    format: str | None
    size: int


def files_in(paths, given_format=None):
    """Yield each file of these paths and the folders among them, hidden ones left out.

    In a folder files of no known format are passed over; a file that is named is never.
    """
    for path in paths:
        path = Path(path)
        if not path.is_dir():
            yield _file(path, given_format)
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            for name in sorted(names):
                found = _file(Path(folder) / name, given_format) if name[:1] != "." else None
                if found and found.format:
                    yield found


def _file(path, given_format):
    with path.open("rb") as file:
        head = file.read(HEAD)
    found = given_format or format_of(path.name, head)
    return FileToRead(path, str(path), found, path.stat().st_size)
