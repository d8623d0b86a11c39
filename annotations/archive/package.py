"""Opens the ZIP file of an archive, and refuses one that is not as its manifest says."""

import re
import zlib
from contextlib import contextmanager
from hashlib import sha256
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from annotations.archive import manifest
from annotations.archive.manifest import Manifest
from annotations.archive.refusal import ArchiveRefused

# Bytes of a row: the longest text of an article takes 8 MB.
MAX_LINE = 32_000_000
# What a desk's own files never reach together: they unpack to ten times their size.
MAX_RATIO, MAX_UNPACKED = 100, 1_000_000_000
# A file over this size that is packed as much: an original is read at once.
LARGE_FILE = 100_000_000
ORIGINAL_NAME = re.compile(r"originals/[0-9a-f]{64}")
UNREADABLE = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


class Package:
    """An opened archive: its `manifest`, and its files by name."""

    def __init__(self, opened):
        self._zip = opened
        self._check_files()
        if manifest.NAME not in opened.namelist():
            raise ArchiveRefused(f"The file holds no {manifest.NAME}: it is no archive.")
        if opened.getinfo(manifest.NAME).file_size > manifest.MAX_BYTES:
            raise ArchiveRefused(f"{manifest.NAME} is too large.")
        self.manifest = Manifest.from_bytes(self._read(manifest.NAME))
        self._check_names()

    def _check_files(self):
        files = self._zip.infolist()
        packed = sum(file.compress_size for file in files)
        # Where each file begins and, with its header of 30 bytes and more, ends at the earliest.
        spans = sorted(
            (file.header_offset, file.header_offset + 30 + file.compress_size) for file in files
        )
        is_overlapping = any(end > start for (_, end), (start, _) in pairwise(spans))
        unpacked = sum(file.file_size for file in files)
        self._zip.fp.seek(0, 2)
        if is_overlapping or packed > self._zip.fp.tell():
            raise ArchiveRefused("Files of the archive overlap: it was made to do harm.")
        if unpacked > max(MAX_UNPACKED, MAX_RATIO * packed):
            raise ArchiveRefused(f"The archive would unpack to {unpacked:,} bytes: refused.")
        for file in files:
            if file.file_size > max(LARGE_FILE, MAX_RATIO * file.compress_size):
                raise ArchiveRefused(
                    f"{file.filename} would unpack to {file.file_size:,} bytes: refused."
                )
            if file.flag_bits & 1 or file.compress_type not in (ZIP_DEFLATED, ZIP_STORED):
                raise ArchiveRefused(f"{file.filename} is encrypted or packed in another way.")

    def _check_names(self):
        names = self._zip.namelist()
        tables = [table.file for table in self.manifest.tables]
        expected = {manifest.NAME, *tables}
        originals = [name for name in names if name not in expected]
        foreign = [name for name in originals if not ORIGINAL_NAME.fullmatch(name)]
        missing = sorted(expected - set(names))
        if foreign:
            raise ArchiveRefused(f"The archive holds {foreign[0]!r}, which {manifest.NAME} lacks.")
        if missing:
            raise ArchiveRefused(f"The archive lacks {missing[0]}.")
        if len(set(names)) < len(names) or len(set(tables)) < len(tables):
            raise ArchiveRefused("The archive holds a file twice.")
        if len(originals) != self.manifest.originals:
            raise ArchiveRefused(
                f"The archive holds {len(originals):,} originals, and {manifest.NAME} says "
                f"{self.manifest.originals:,}."
            )

    def lines(self, table):
        """The lines of a TableEntry as bytes; raises ArchiveRefused, for its digest at the end."""
        digest, rows, size = sha256(), 0, 0
        with _reading(table.file), self._zip.open(table.file) as file:
            while line := file.readline(MAX_LINE + 1):
                rows += 1
                if len(line) > MAX_LINE:
                    raise ArchiveRefused(f"{table.file}, line {rows}: longer than {MAX_LINE:,}.")
                digest.update(line)
                size += len(line)
                yield line
        if digest.hexdigest() != table.sha256:
            raise ArchiveRefused(
                f"{table.file} is damaged: its SHA-256 is not that of the manifest."
            )
        for noun, number, stated in (("rows", rows, table.rows), ("bytes", size, table.bytes)):
            if number != stated:
                raise ArchiveRefused(
                    f"{table.file} has {number:,} {noun}; the manifest: {stated:,}."
                )

    def original(self, digest, size):
        """The bytes of an original, which are those that its digest and size say.

        Raises ArchiveRefused if the file is missing or has others.
        """
        name = f"originals/{digest}"
        try:
            is_as_large = self._zip.getinfo(name).file_size == size
        except KeyError:
            raise ArchiveRefused(f"The archive lacks {name}.") from None
        content = self._read(name) if is_as_large else b""
        if sha256(content).hexdigest() != digest:
            raise ArchiveRefused(f"{name} is damaged: its size or SHA-256 is another.")
        return content

    def _read(self, name):
        with _reading(name):
            return self._zip.read(name)


@contextmanager
def open_archive(path):
    """Yield the Package of a file; raises ArchiveRefused, FileNotFoundError."""
    with path.open("rb") as file:
        try:
            opened = ZipFile(file)
        except UNREADABLE as error:
            raise ArchiveRefused(f"{path.name} is no whole ZIP file: {error}") from None
        with opened:
            yield Package(opened)


@contextmanager
def _reading(name):
    try:
        yield
    except UNREADABLE as error:
        raise ArchiveRefused(f"{name} is damaged: {error}") from None
