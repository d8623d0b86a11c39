"""Pure: the codebook of a REFI-QDA project (.qdpx, a ZIP archive); its texts are not read."""

from annotations.codebook.formats import qdc
from annotations.codebook.formats.record import ExchangeError
from annotations.formats.record import FormatError
from annotations.formats.zip_files import Archive, project_name

# Bytes of a project's XML, unpacked: its codings make it longer than a codebook.
MAX_PROJECT_BYTES = 20_000_000
# Bytes of the archive's list of contents, which is read at once.
MAX_DIRECTORY_BYTES = 1_000_000


def loads(file):
    """The Codebook in a binary file. Raises ExchangeError."""
    try:
        archive = Archive(file, MAX_DIRECTORY_BYTES)
        content = archive.read(project_name(archive), MAX_PROJECT_BYTES)
    except FormatError as error:
        raise ExchangeError(str(error)) from error
    return qdc.loads_xml(content)
