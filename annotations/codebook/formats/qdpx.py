"""Pure: the codebook of a REFI-QDA project (.qdpx, a ZIP archive); its texts are not read."""

import zipfile
import zlib

from annotations.codebook.formats import qdc
from annotations.codebook.formats.record import ExchangeError

# Bytes of a project's XML, unpacked: its codings make it longer than a codebook.
MAX_PROJECT_BYTES = 20_000_000
# Bytes of the archive's list of contents, which is read at once.
MAX_DIRECTORY_BYTES = 1_000_000
# The record at the end of an archive and the longest comment after it.
_END_BYTES = 22 + 65_535


def loads(file):
    """The Codebook in a binary file. Raises ExchangeError."""
    try:
        return qdc.loads_xml(_project(file))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError) as error:
        # RuntimeError: it needs a password, or is compressed in a way that is not supported.
        raise ExchangeError(f"this archive cannot be read ({error}).") from error


def _project(file):
    """The XML of the project in an archive."""
    file.seek(max(0, file.seek(0, 2) - _END_BYTES))
    _, signature, end_record = file.read().rpartition(b"PK\x05\x06")
    if signature and int.from_bytes(end_record[8:12], "little") > MAX_DIRECTORY_BYTES:
        raise ExchangeError("this archive holds too many files.")
    with zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".qde")]
        if not names:
            raise ExchangeError("this archive holds no REFI-QDA project (project.qde).")
        with archive.open(min(names, key=len)) as project:
            content = project.read(MAX_PROJECT_BYTES + 1)
    if len(content) > MAX_PROJECT_BYTES:
        raise ExchangeError(f"its project.qde is larger than {MAX_PROJECT_BYTES:,} bytes.")
    return content
