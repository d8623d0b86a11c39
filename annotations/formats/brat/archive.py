"""Pure: brat standoff, a ZIP archive of pairs `NAME.txt` and `NAME.ann` with annotation.conf.

Source: https://brat.nlplab.org/standoff.html. Offsets are code points of the .txt as it is, a byte
order mark and CRLF counted.

A text-bound line (T) is a passage: its type the tag, its first AnnotatorNotes line the note, its
spans the pieces, which go on over a line end. Events, relations, attributes, normalisations,
equivalences and lines unknown to brat stand in `extra` of the document, in their order, and are
written back, unless a passage that they refer to is gone. A passage with several tags is a T line
for each. What else a passage has stands in a `#` line of the type Twosource on its first T line,
as a line of `json_lines`; where brat has changed the T line meanwhile, the T line counts.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from annotations.formats import zip_files
from annotations.formats.articles import whole_articles
from annotations.formats.brat import reading, writing
from annotations.formats.brat.lines import UNTAGGED, kept, type_of
from annotations.formats.record import Entry, FormatError, Json, Refusal
from corpus.readers.limits import MAX_RECORD

# Bytes of one .ann file, and of one file of settings.
MAX_ANNOTATIONS_BYTES = 50_000_000
MAX_SETTINGS_BYTES = 1_000_000
MAX_SETTINGS_FILES = 100
MAX_REFUSALS = 1_000
_UNNAMEABLE = re.compile(r"[^\w.-]+")
_OURS = "# Written by Twosource.\n"


def dumps(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the archive, a text and its annotations after another, last the settings."""
    archive = zip_files.Writer()
    names: set[str] = set()
    settings: dict[str, str] = {}
    tags_by_type: dict[str, str] = {}
    for entry in whole_articles(entries):
        from_file = kept(entry.document.extra)
        name = _free_name(from_file.get("name"), entry.document.key, names)
        if entry.document.text is not None:
            archive.add(f"{name}.txt", _encoded(entry.document.text))
        archive.add(f"{name}.ann", _encoded(writing.dumps(entry, name)))
        yield from archive.parts()
        files = from_file.get("files")
        settings.update(_settings_in(files) if isinstance(files, dict) else {})
        for tag in [
            *(code.name for code in entry.codes),
            *(tag for each in entry.annotations for tag in each.tags),
        ]:
            tags_by_type.setdefault(type_of(tag), tag)
    if "annotation.conf" not in settings:
        settings |= _settings(tags_by_type)
    for name, content in settings.items():
        archive.add(name, _encoded(content))
    archive.close()
    yield from archive.parts()


def loads(file: BinaryIO) -> Iterator[Entry | Refusal]:
    """Yield an Entry for each text or .ann file of an archive, and a Refusal for each line and
    file that cannot be read. Raises FormatError.
    """
    archive = zip_files.Archive(file)
    # Archives of other programs have texts too.
    if not any(name.endswith(".ann") for name in archive.names) and (
        "annotation.conf" not in archive
    ):
        raise FormatError("this archive holds no .ann file.")
    stems = dict.fromkeys(
        name[:-4] for name in archive.names if name.endswith((".ann", ".txt")) and len(name) > 4
    )
    others = [name for name in archive.names if not name.endswith((".ann", ".txt", ".conf"))]
    for name in others[:MAX_REFUSALS]:
        yield Refusal(name, "Only .txt, .ann and .conf files are read.")
    settings = dict(_read_settings(archive))
    if settings.get("annotation.conf", "").startswith(_OURS):
        settings = {}
    tags_by_type: dict[str, str] = {}
    for stem in stems:
        try:
            text, content = None, ""
            if f"{stem}.txt" in archive:
                text = _decoded(archive, f"{stem}.txt", MAX_RECORD)
            if f"{stem}.ann" in archive:
                content = _decoded(archive, f"{stem}.ann", MAX_ANNOTATIONS_BYTES)
        except FormatError as error:
            yield Refusal(stem, str(error))
            continue
        entry, refusals = reading.loads(stem, text, content, tags_by_type)
        yield from refusals
        if settings:
            # The first article keeps them for the whole corpus.
            document = entry.document
            extra = {**kept(document.extra), "files": dict[str, Json](settings)}
            document = replace(document, extra={**document.extra, "brat": extra})
            entry, settings = replace(entry, document=document), {}
        yield entry


def _read_settings(archive: zip_files.Archive) -> Iterator[tuple[str, str]]:
    names = [name for name in archive.names if name.endswith(".conf")]
    for name in names[:MAX_SETTINGS_FILES]:
        try:
            yield name, _decoded(archive, name, MAX_SETTINGS_BYTES)
        except FormatError:
            # Without its settings a corpus is read all the same.
            continue


def _decoded(archive: zip_files.Archive, name: str, limit: int) -> str:
    content = archive.read(name, limit)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FormatError(f"{name}, line {line}: this is not UTF-8.") from None


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _settings_in(files: dict[str, Json]) -> dict[str, str]:
    """The files of settings that an article keeps for its corpus."""
    return {
        name: content
        for name, content in files.items()
        if isinstance(content, str) and name.endswith(".conf") and zip_files.is_inside(name)
    }


def _free_name(kept_name: Json, key: str, names: set[str]) -> str:
    """A name for the files of an article that no other has; adds it to `names`."""
    name = kept_name if isinstance(kept_name, str) else _UNNAMEABLE.sub("_", key)[:100]
    if not name.strip("._") or not zip_files.is_inside(name):
        name = "article"
    free, number = name, 2
    while free in names:
        free, number = f"{name}-{number}", number + 1
    names.add(free)
    return free


def _settings(tags_by_type: dict[str, str]) -> dict[str, str]:
    """The settings of brat for tags: what types there are, and how each is shown."""
    listed = "\n".join(sorted({UNTAGGED, *tags_by_type}))
    labels = "\n".join(
        f"{name} | {' '.join(tag.replace('|', '/').split())}"
        for name, tag in sorted(tags_by_type.items())
    )
    return {
        "annotation.conf": f"{_OURS}[entities]\n{listed}\n\n[relations]\n[events]\n[attributes]\n",
        "visual.conf": f"{_OURS}[labels]\n{labels}\n\n[drawing]\n",
    }
