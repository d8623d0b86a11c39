"""Lists the files in folders recursively, in a stable order."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.readers.imported_record import FileLocation, Problem

# Files that operating systems create in folders; they are skipped silently.
SYSTEM_FILES = frozenset((".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX", ".localized"))

# Suffixes of the folders in which browsers save the assets of NAME.html: NAME_files.
PARTS_SUFFIXES = ("_files", "-files", ".files", "_Dateien", "-Dateien", "_fichiers")
PAGE_SUFFIXES = (".html", ".htm", ".xhtml")

# Files beside articles that are no articles, whatever their format.
ABOUT_FILES = re.compile(
    r"(?:readme|read me|licen[cs]e|copying|changelog|changes|contributing|authors|notice"
    r"|requirements[\w.-]*|robots|humans|manifest|package(?:-lock)?|sitemap[\w.-]*|credits)"
    r"(?:\.[a-z]{2,5})?",
    re.IGNORECASE,
)
ABOUT_REASON = "its name is that of a note about files"

# The folders above a file, as (device, inode).
Ancestors = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read; `name` is its path from the folder that was given."""

    path: Path
    name: str


def walk(paths: Iterable[str | os.PathLike[str]]) -> Iterator[FoundFile | Problem]:
    """Yield the files given and those below the folders given, sorted by name in each folder.

    Skipped with a Problem: hidden files in a folder, files that cannot be opened, pipes and
    devices, and folders that a link leads back to. Assets of saved pages are skipped silently.
    """
    pending: list[tuple[Path, str, Ancestors]] = [
        (Path(path), Path(path).name, ()) for path in reversed(list(paths))
    ]
    while pending:
        path, name, ancestors = pending.pop()
        if not path.is_dir():
            yield _file(path, name)
            continue
        try:
            status = path.stat()
            names = sorted(os.listdir(path))
        except OSError as error:
            yield _problem(name, error)
            continue
        folder_id = (status.st_dev, status.st_ino)
        if folder_id in ancestors:
            yield Problem(FileLocation(name), "", "The link leads back to a folder above it.")
            continue
        # The name of a given folder is not part of the names in it.
        prefix = f"{name}/" if ancestors else ""
        children = []
        for each in _relevant_names(names):
            shown_name = prefix + os.fsencode(each).decode("utf-8", "replace")
            if each.startswith("."):
                yield Problem(FileLocation(shown_name), "", "It is hidden and was skipped.")
            else:
                children.append((path / each, shown_name, (*ancestors, folder_id)))
        pending += reversed(children)


def _relevant_names(names: list[str]) -> Iterator[str]:
    """Yield the names of a folder without system files and parts of saved pages."""
    pages = {name.rpartition(".")[0] for name in names if name.lower().endswith(PAGE_SUFFIXES)}
    for name in names:
        is_system_file = name in SYSTEM_FILES or name.startswith("._")
        is_part = any(
            name.endswith(part) and name.removesuffix(part) in pages for part in PARTS_SUFFIXES
        )
        if not is_system_file and not is_part:
            yield name


def _file(path: Path, name: str) -> FoundFile | Problem:
    try:
        # Opening a pipe would block until there is a writer.
        if path.exists() and not path.is_file():
            return Problem(FileLocation(name), "", "It is neither a file nor a folder.")
        with path.open("rb"):
            return FoundFile(path, name)
    except OSError as error:
        return _problem(name, error)


def _problem(name: str, error: OSError) -> Problem:
    return Problem(FileLocation(name), "", f"It cannot be opened: {error.strerror or error}.")
