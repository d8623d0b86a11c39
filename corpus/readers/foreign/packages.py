"""Reads ZIP archives: documents that are one, such as DOCX, and files in an archive."""

import zipfile
from contextlib import suppress
from typing import BinaryIO

from corpus.readers.documents import NoText
from corpus.readers.encodings import Undecodable
from corpus.readers.file_walk import (
    ABOUT_FILES,
    ABOUT_REASON,
    PAGE_SUFFIXES,
    PARTS_SUFFIXES,
    SYSTEM_FILES,
)
from corpus.readers.foreign import docx, epub, odt
from corpus.readers.foreign.archive import Archive
from corpus.readers.foreign.parts import NotReadable, Part, Parts
from corpus.readers.limits import MAX_RECORD

# Here, so that it is imported before the files of others are out of reach.
from corpus.readers.references import bibtex  # noqa: F401 - see above
from corpus.readers.references.reading import SUFFIXES, Attached, attach, is_csl, references_in

# Files of one archive.
MAX_FILES = 10_000
# The list of the files of a WACZ, whose archives of the web are in the folder `archive`.
_WACZ_LIST = "datapackage.json"
# By which CSL-JSON is told from other JSON.
HEAD_BYTES = 4096
_OTHER_PACKAGES = {
    "xl/workbook.xml": "This is an Excel workbook (XLSX); save it as CSV in UTF-8.",
    "xl/workbook.bin": "This is an Excel workbook (XLSB); save it as CSV in UTF-8.",
    "ppt/presentation.xml": "This is a PowerPoint presentation (PPTX); save it as text.",
}


def read(file: BinaryIO, start: int) -> Parts:
    """Yield the article of a document, or the files of an archive behind the first `start` ones.

    What it is, is told by what is in it, not by its name. Raises NotReadable.
    """
    archive = Archive(file)
    for name, refusal in _OTHER_PACKAGES.items():
        if name in archive.names:
            raise NotReadable(refusal)
    kind = archive.mimetype
    if kind == epub.MEDIA_TYPE:
        return epub.book(archive)
    if kind.startswith(odt.MEDIA_TYPE):
        return odt.document(archive)
    if kind.startswith("application/vnd.oasis.opendocument"):
        raise NotReadable("This is an OpenDocument file that is no text; save it as text or CSV.")
    if docx.is_document(archive):
        return docx.document(archive)
    return _files(archive, start)


def _files(archive: Archive, start: int) -> Parts:
    """Yield the files of an archive in the order of their names; one too large has a refusal.

    Raises NotReadable.
    """
    infos = [info for info in archive.infos if not info.is_dir()]
    if len(infos) > MAX_FILES:
        raise NotReadable(f"It holds {len(infos):,} files; the limit is {MAX_FILES:,}.")
    pages = {
        info.filename.rpartition(".")[0]
        for info in infos
        if info.filename.lower().endswith(PAGE_SUFFIXES)
    }
    infos = sorted((info for info in infos if _is_wanted(info, pages)), key=_name)
    if _WACZ_LIST in archive.names:
        # Beside them are indexes and lists of pages.
        infos = [info for info in infos if info.filename.startswith("archive/")]
    if not infos:
        raise NotReadable("There is no file in the archive.")
    attached = _attached(archive, infos)
    for position, info in enumerate(infos[start:], start + 1):
        name = info.filename
        if name in attached.references:
            for number, reason in attached.missing.get(name, []):
                yield Part(position, name=name, number=number, refusal=reason)
            continue
        try:
            if name in attached.unused:
                raise NotReadable(f"It was left out: {attached.unused[name]}.")
            if ABOUT_FILES.fullmatch(name.rpartition("/")[2]):
                raise NotReadable(f"It was left out: {ABOUT_REASON}.")
            content = archive.read(info)
        except NotReadable as refused:
            yield Part(position, name=name, refusal=str(refused))
        else:
            values = attached.values.get(name, {})
            yield Part(position, values, name=name, content=content, is_file=True)


def _attached(archive: Archive, infos: list[zipfile.ZipInfo]) -> Attached:
    """Return which files of an archive are the texts of the references in it."""
    references = {}
    for info in infos:
        lower = info.filename.lower()
        opening = archive.head(info, HEAD_BYTES) if lower.endswith(".json") else b""
        if lower.endswith(SUFFIXES) or is_csl(opening.decode("utf-8", "replace")):
            with suppress(NotReadable, NoText, Undecodable):
                references[info.filename] = references_in(archive.read(info, MAX_RECORD))
    return attach(references, [info.filename for info in infos])


def _is_wanted(info: zipfile.ZipInfo, pages: set[str]) -> bool:
    """Return whether a file is none of the system, not hidden, and no image of a saved page."""
    *folders, name = info.filename.split("/")
    if name in SYSTEM_FILES or any(step.startswith(".") and step.strip(".") for step in folders):
        return False
    if name.startswith(".") or SYSTEM_FILES.intersection(folders):
        return False
    paths = ("/".join(folders[: depth + 1]) for depth in range(len(folders)))
    return not any(
        path.endswith(part) and path.removesuffix(part) in pages
        for path in paths
        for part in PARTS_SUFFIXES
    )


def _name(info: zipfile.ZipInfo) -> str:
    return info.filename
