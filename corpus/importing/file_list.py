"""The files that are to be imported, in the order of their names."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.readers.file_walk import walk
from corpus.readers.formats import format_of
from corpus.readers.imported_record import FileLocation, Problem

# Enough to tell a format by.
HEAD = 4096


@dataclass(frozen=True)
class FileToRead:
    path: Path
    name: str
    format: str
    size: int

    def absolute(self):
        return replace(self, path=self.path.absolute())


@dataclass
class Files:
    """What stands at some paths: files to read, `problems` with others, `passed` over in folders.

    A file that was named must have a format; in a folder others lie around.
    """

    to_read: list[FileToRead] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    passed: int = 0

    @property
    def size(self):
        return sum(each.size for each in self.to_read)


def files_at(paths, given_format=None):
    """The Files at these paths and in the folders among them."""
    files = Files()
    named = {Path(path) for path in paths}
    for found in walk(paths):
        if isinstance(found, Problem):
            if Path(found.place.file).name.startswith("."):
                files.passed += 1
            else:
                files.problems.append(found)
            continue
        format = given_format or _format_of(found)
        if format:
            size = found.path.stat().st_size
            files.to_read.append(FileToRead(found.path, found.name, format, size))
        elif found.path in named:
            reason = "Nothing tells its format: name one with --format."
            files.problems.append(Problem(FileLocation(found.name), "", reason))
        else:
            files.passed += 1
    return files


def _format_of(found):
    with found.path.open("rb") as file:
        return format_of(found.name, file.read(HEAD))
