"""The files below folders, in an order that is the same each time."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.readers.record import Place, Problem

# What systems leave behind everywhere; nobody misses it.
_DEBRIS = frozenset((".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX", ".localized"))

# Where browsers put what belongs to a page that they save as NAME.html: NAME_files.
_PARTS = ("_files", "-files", ".files", "_Dateien", "-Dateien", "_fichiers")
_PAGES = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, and what to call it: its path from the folder that was given."""

    path: Path
    name: str


def walk(paths: Iterable[str | os.PathLike]) -> Iterator[Found | Problem]:
    """The files given, and those below the folders given, each folder's in the order of names.

    What is hidden below a folder is left out and said so; so is what cannot be opened, what is
    no file (a pipe, a device) and a folder that a link leads back into. The parts of a page saved
    by a browser are left out in silence.
    """
    for path in map(Path, paths):
        if path.is_dir():
            yield from _below(path, "", ())
        else:
            yield _file(path, path.name)


def _below(folder, prefix, above):
    """The files of a folder; `above` are the folders that lead to it, as device and number."""
    try:
        status = folder.stat()
        names = sorted(os.listdir(folder))
    except OSError as error:
        yield _problem(prefix.rstrip("/") or folder.name, error)
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        yield Problem(Place(prefix.rstrip("/")), "", "A link leads back to a folder above it.")
        return
    pages = {name.rpartition(".")[0] for name in names if name.lower().endswith(_PAGES)}
    for name in names:
        path, shown = folder / name, prefix + os.fsencode(name).decode("utf-8", "replace")
        if name in _DEBRIS or name.startswith("._"):
            continue
        if name.startswith("."):
            yield Problem(Place(shown), "", "It is hidden, and was left out.")
        elif path.is_dir():
            if not any(name.removesuffix(part) in pages for part in _PARTS if name.endswith(part)):
                yield from _below(path, shown + "/", (*above, here))
        else:
            yield _file(path, shown)


def _file(path, name):
    try:
        # Opening a pipe would wait for who writes into it.
        if path.exists() and not path.is_file():
            return Problem(Place(name), "", "It is neither a file nor a folder.")
        with path.open("rb"):
            return Found(path, name)
    except OSError as error:
        return _problem(name, error)


def _problem(name, error):
    return Problem(Place(name), "", f"It cannot be opened: {error.strerror or error}.")
