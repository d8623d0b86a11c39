"""A ZIP archive, of which no more is unpacked at once than fits."""

import re
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any, BinaryIO

from lxml import etree

from corpus.readers.foreign.parts import MAX_DOCUMENT, NotReadable

# Bytes of all files of an archive together, as it states them and as they are unpacked.
MAX_UNPACKED = 2_000_000_000
_TOO_LARGE = "It unpacks to more than {:g} MB."
_ENCRYPTED_FLAG = 0x1
# What libxml says of elements that stand in each other more than 256 deep.
_TOO_DEEP = re.compile("excessive depth", re.IGNORECASE)


class Archive:
    """Reads the files of a ZIP archive; raises NotReadable for one that is damaged or too large."""

    def __init__(self, file: BinaryIO):
        file.seek(0)
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise NotReadable("It is damaged: the end of the archive is missing.") from error
        if sum(info.file_size for info in self.infos) > MAX_UNPACKED:
            raise NotReadable(_TOO_LARGE.format(MAX_UNPACKED / 1e6))
        self.names = {info.filename: info for info in self.infos}

    @property
    def infos(self) -> Sequence[zipfile.ZipInfo]:
        return self._zip.infolist()

    @property
    def mimetype(self) -> str:
        """What a document says that it is, "" for other archives."""
        if "mimetype" not in self.names:
            return ""
        return self.read(self.names["mimetype"], 200).decode("ascii", "replace").strip()

    def read(self, info: zipfile.ZipInfo | str, limit: int = MAX_DOCUMENT) -> bytes:
        """Return the bytes of a file, of at most `limit`; b"" if there is no file of this name.

        Raises NotReadable.
        """
        if isinstance(info, str):
            if info not in self.names:
                return b""
            info = self.names[info]
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise NotReadable("It is encrypted with a password. Save it without one.")
        try:
            with self._zip.open(info) as member:
                content = member.read(limit + 1)
        except NotImplementedError:
            raise NotReadable("It is compressed by a method that is not known here.") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise NotReadable("It is damaged.") from error
        if len(content) > limit:
            raise NotReadable(_TOO_LARGE.format(limit / 1e6))
        return content

    def head(self, info: zipfile.ZipInfo, size: int) -> bytes:
        """Return the first bytes of a file, b"" if it cannot be read."""
        try:
            with self._zip.open(info) as member:
                return member.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError):
            # A password is a RuntimeError, an unknown compression one of its kinds.
            return b""

    def xml(self, name: str) -> Any:
        """Return the tree of an XML file, None if there is none. Raises NotReadable.

        Entities stay as they are, so that no file grows while it is read. Raises MemoryError for a
        tree that does not fit into the memory of the process.
        """
        content = self.read(name)
        if not content:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
                raise MemoryError from error
            if _TOO_DEEP.search(error.msg or ""):
                raise NotReadable(f"It is nested too deeply: {name} cannot be read.") from error
            raise NotReadable(f"It is damaged: {name} is not well-formed.") from error
