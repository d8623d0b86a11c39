"""Lists the files to import, in the order of their names."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.readers.file_walk import walk
from corpus.readers.formats import HEAD_BYTES, format_of
from corpus.readers.imported_record import FileLocation, Problem


@dataclass(frozen=True)
class InputFile:
    path: Path
    name: str
    format: str
    size: int

    def absolute(self):
        return replace(self, path=self.path.absolute())


@dataclass
class FileList:
    """The files to read, the `problems` with others, and how many were skipped.

    A file in an unknown format is a problem if it was named explicitly, and skipped in a folder.
    """

    to_read: list[InputFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: int = 0

    @property
    def size(self):
        return sum(each.size for each in self.to_read)


def files_at(paths, given_format=None):
    """Return the FileList of these paths and the folders among them."""
    files = FileList()
    named = {Path(path) for path in paths}
    for entry in walk(paths):
        if isinstance(entry, Problem):
            if Path(entry.place.file).name.startswith("."):
                files.skipped += 1
            else:
                files.problems.append(entry)
            continue
        format = given_format or _format_of(entry)
        if format:
            size = entry.path.stat().st_size
            files.to_read.append(InputFile(entry.path, entry.name, format, size))
        elif entry.path in named:
            reason = "The format is not recognised. Set it with --format."
            files.problems.append(Problem(FileLocation(entry.name), "", reason))
        else:
            files.skipped += 1
    return files


def _format_of(entry):
    with entry.path.open("rb") as file:
        return format_of(entry.name, file.read(HEAD_BYTES))
