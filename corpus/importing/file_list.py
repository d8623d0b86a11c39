"""Lists the files to import, in the order of their names."""

import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from corpus.readers.documents import NoText, read_document
from corpus.readers.encodings import Undecodable
from corpus.readers.file_types import foreign_type
from corpus.readers.file_walk import ABOUT_FILES, ABOUT_REASON, walk
from corpus.readers.formats import HEAD_BYTES, format_of
from corpus.readers.imported_record import FileLocation, Problem
from corpus.readers.references.reading import attach, references_in


@dataclass(frozen=True)
class InputFile:
    path: Path
    name: str
    format: str
    size: int
    # What a reference says of it, by the names of our fields.
    values: Mapping[str, str] = field(default_factory=dict)

    def absolute(self):
        return replace(self, path=self.path.absolute())


@dataclass
class FileList:
    """The files to read, the `problems` with others, and how many hidden ones were skipped.

    A file in an unknown format is a problem if it was named explicitly. In a folder it is
    `left_out`, as (its name, why), like a file that tells about others, such as README.txt, and
    like one that is excluded by one of `matched_patterns`.
    """

    to_read: list[InputFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    skipped: int = 0
    matched_patterns: set[str] = field(default_factory=set)

    @property
    def size(self):
        return sum(each.size for each in self.to_read)


def files_at(paths, given_format=None, excluded=()):
    """Return the FileList of these paths and the folders among them.

    `excluded` are patterns of files and folders below these: "*.json", "drafts", "wire/2021-*".
    """
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
        patterns = [] if entry.path in named else _matching(entry.name, excluded)
        files.matched_patterns.update(patterns)
        if patterns:
            files.left_out.append((entry.name, f"excluded by {patterns[0]}"))
        elif entry.path not in named and ABOUT_FILES.fullmatch(entry.path.name):
            files.left_out.append((entry.name, ABOUT_REASON))
        elif format:
            size = entry.path.stat().st_size
            files.to_read.append(InputFile(entry.path, entry.name, format, size))
        elif entry.path in named:
            reason = "The format is not recognised. Set it with --format."
            kind = _foreign_type_of(entry)
            reason = f"This is {kind}." if kind else reason
            files.problems.append(Problem(FileLocation(entry.name), "", reason))
        else:
            kind = _foreign_type_of(entry)
            files.left_out.append((entry.name, kind or "its format is not recognised"))
    _attach_references(files)
    return files


def _attach_references(files):
    """Give the files of references what these say; references without a text are problems."""
    references = {}
    for each in files.to_read:
        if each.format == "references":
            try:
                with each.path.open("rb") as file:
                    references[each.name] = references_in(read_document(file))
            except (NoText, Undecodable) as error:
                references[each.name] = []
                files.problems.append(Problem(FileLocation(each.name), "", str(error)))
    if not references:
        return
    attached = attach(references, [each.name for each in files.to_read])
    files.problems += [
        Problem(FileLocation(name, item=number), "", reason)
        for name, missing in attached.missing.items()
        for number, reason in missing
    ]
    files.left_out += attached.unused.items()
    files.to_read = [
        replace(each, values=attached.values.get(each.name, {}))
        for each in files.to_read
        if each.name not in attached.references and each.name not in attached.unused
    ]


def _matching(name, patterns):
    """The patterns that a file, a folder above it or its path matches."""
    path = PurePosixPath(name)
    texts = {*path.parts, name, *map(str, path.parents)}
    return [each for each in patterns if fnmatch.filter(texts, each.rstrip("/"))]


def _format_of(entry):
    return format_of(entry.name, _head_of(entry))


def _foreign_type_of(entry):
    return foreign_type(_head_of(entry))


def _head_of(entry):
    with entry.path.open("rb") as file:
        return file.read(HEAD_BYTES)
