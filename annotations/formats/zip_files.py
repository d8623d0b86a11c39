"""Pure: ZIP archives read within limits, and written part by part."""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import PurePosixPath
from typing import IO, BinaryIO

from annotations.formats.record import FormatError

# Bytes of an archive's list of contents, which is read at once: about 100,000 files.
MAX_DIRECTORY_BYTES = 10_000_000
# Bytes of all files that are read from one archive, unpacked.
MAX_TOTAL_BYTES = 4_000_000_000
# How often smaller than its content a file may be packed, once it is large.
MAX_RATIO = 200
LARGE_BYTES = 200_000_000
# The records at the end of an archive and the longest comment after them.
_END_BYTES = 56 + 20 + 22 + 65_535
# Where each of them tells the size of the list of contents, and in how many bytes.
_END_RECORDS = ((b"PK\x05\x06", 12, 4), (b"PK\x06\x06", 40, 8))
_LOCAL_HEADER_BYTES = 30
# RuntimeError: it needs a password. ValueError: a name or number that is none.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    NotImplementedError,
)


class Archive:
    """An archive in a binary file. Raises FormatError if it is none, or too large.

    `names` are those of its files, without any that lead out of the archive's folder.
    """

    def __init__(self, file: BinaryIO, directory_bytes: int = MAX_DIRECTORY_BYTES):
        file.seek(max(0, file.seek(0, 2) - _END_BYTES))
        end = file.read()
        if any(size > directory_bytes for size in _directory_sizes(end)):
            raise FormatError("this archive holds too many files.")
        try:
            self._zip = zipfile.ZipFile(file)
        except _UNREADABLE as error:
            raise FormatError(f"this archive cannot be read ({error}).") from error
        infos = sorted(self._zip.infolist(), key=lambda info: info.header_offset)
        for info, following in pairwise(infos):
            if info.header_offset + _LOCAL_HEADER_BYTES + info.compress_size > (
                following.header_offset
            ):
                raise FormatError(f"{info.filename} overlaps {following.filename}.")
        # Some programs write a \\ between the parts of a name. Of two files with one name the last
        # counts.
        infos_by_name = {info.filename.replace("\\", "/"): info for info in self._zip.infolist()}
        self._infos = {name: info for name, info in infos_by_name.items() if is_inside(name)}
        self.names = list(self._infos)
        self._bytes_left = MAX_TOTAL_BYTES

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def read(self, name: str, limit: int) -> bytes:
        """The content of a file. Raises FormatError over `limit` bytes."""
        with self.open(name, limit) as member:
            return member.read()

    @contextmanager
    def open(self, name: str, limit: int) -> Iterator[IO[bytes]]:
        """A file of at most `limit` bytes. Raises FormatError, also while it is read."""
        info = self._infos[name]
        if info.flag_bits & 1:
            raise FormatError(f"{name} needs a password.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FormatError(f"{name} is packed in a way that is not read.")
        if info.file_size > limit:
            raise FormatError(f"{name} is larger than {limit:,} bytes.")
        if info.file_size > max(LARGE_BYTES, MAX_RATIO * info.compress_size):
            raise FormatError(f"{name} is packed more than {MAX_RATIO} times smaller.")
        self._bytes_left -= info.file_size
        if self._bytes_left < 0:
            raise FormatError(f"this archive holds more than {MAX_TOTAL_BYTES:,} bytes.")
        try:
            # No more is unpacked than the size that was checked.
            with self._zip.open(info) as member:
                yield member
        except FormatError:
            raise
        except _UNREADABLE as error:
            raise FormatError(f"{name} cannot be read ({error}).") from error


def project_name(archive: Archive) -> str:
    """The name of a REFI-QDA project's XML. Raises FormatError if there is none."""
    names = [name for name in archive.names if name.lower().endswith(".qde")]
    if not names:
        raise FormatError("this archive holds no REFI-QDA project (project.qde).")
    return min(names, key=len)


def _directory_sizes(end: bytes) -> Iterator[int]:
    """What may be the size of the list of contents, wherever such a record seems to stand."""
    for signature, position, width in _END_RECORDS:
        for start in _positions(end, signature):
            yield int.from_bytes(end[start + position : start + position + width], "little")


def _positions(content: bytes, signature: bytes) -> Iterator[int]:
    start = content.find(signature)
    while start >= 0:
        yield start
        start = content.find(signature, start + 1)


def is_inside(name: str) -> bool:
    """Whether a name in an archive is that of a file below the archive's folder.

    >>> is_inside("sources/a.txt"), is_inside("../a.txt"), is_inside("/a.txt")
    (True, False, False)
    """
    path = PurePosixPath(name)
    return bool(path.parts) and not (
        name.endswith("/")
        or path.is_absolute()
        or ".." in path.parts
        or "\\" in name
        or ":" in path.parts[0]
        or not name.isprintable()
    )


class Writer:
    """Writes an archive to nowhere but `parts`, which hands over what was written since."""

    def __init__(self) -> None:
        self._written: list[bytes] = []
        self._zip = zipfile.ZipFile(self, "w")

    def write(self, content: bytes) -> int:
        if content:
            self._written.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def add(self, name: str, content: bytes) -> None:
        self._zip.writestr(_info(name), content, zipfile.ZIP_DEFLATED)

    def add_parts(self, name: str, content: Iterable[bytes]) -> Iterator[bytes]:
        """Add a file part by part, and yield `parts` meanwhile."""
        info = _info(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        with self._zip.open(info, "w") as member:
            for part in content:
                member.write(part)
                yield from self.parts()

    def parts(self) -> Iterator[bytes]:
        parts, self._written = self._written, []
        yield from parts

    def close(self) -> None:
        self._zip.close()


def _info(name: str) -> zipfile.ZipInfo:
    # Always the same day, so that the same files are the same archive.
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.external_attr = 0o644 << 16
    return info
