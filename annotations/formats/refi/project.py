"""Pure: REFI-QDA projects (.qdpx), a ZIP archive of project.qde and the texts in Sources/.

The standard: https://www.qdasoftware.org, version 1.5 of 2019. NVivo, ATLAS.ti, MAXQDA and others
exchange them.

A text source is an article; of a PDF its text is one. A selection is a passage: its codes the tags,
with their groups ("actor/state"), its description or first note the note, its user the author. The
pieces of a passage are a selection each. Codings, users and further notes of other programs stand
in `extra` and are written back. What else an article or a passage has stands in a note of ours that
its selections refer to, as a line of `json_lines`; where another program has changed the selection
or its codes meanwhile, the selection counts.
"""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import BinaryIO

from annotations.formats import zip_files
from annotations.formats.articles import whole_articles
from annotations.formats.json_values import ValueRefused
from annotations.formats.record import Entry, FormatError, Refusal
from annotations.formats.refi.reading import Project, SourceReader
from annotations.formats.refi.writing import ProjectWriter
from annotations.formats.refi.xml import Element, guid_key, read_elements
from corpus.readers.limits import MAX_RECORD

MAX_PROJECT_BYTES = 500_000_000
MAX_CODES = 20_000
MAX_REFUSALS = 1_000
# What of a project no passage is made of.
_UNREAD = ("Variables", "Cases", "Sets", "Graphs", "Links")


def dumps(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the archive, a text after another, last the project."""
    archive = zip_files.Writer()
    with TemporaryFile() as sources, TemporaryFile() as notes:
        project = ProjectWriter(sources, notes)
        for entry in whole_articles(entries):
            name, text = project.add(entry)
            if text is not None:
                archive.add(name, text.encode("utf-8", "replace"))
                yield from archive.parts()
        yield from archive.add_parts("project.qde", project.parts())
    archive.close()
    yield from archive.parts()


def loads(file: BinaryIO) -> Iterator[Entry | Refusal]:
    """Yield an Entry for each text, and a Refusal for each selection, source or note that cannot be
    read. Raises FormatError.
    """
    archive = zip_files.Archive(file)
    name = zip_files.project_name(archive)
    texts = _Texts(archive, name)
    project, refusals = _read_project(archive, name, texts)
    yield from refusals[:MAX_REFUSALS]
    with archive.open(name, MAX_PROJECT_BYTES) as content:
        for element in read_elements(content, {"Sources"}):
            sources = _text_sources(element)
            for source in sources:
                text = None
                try:
                    text = texts.of(source)
                except FormatError as error:
                    yield Refusal(f"source “{source.get('name')[:60]}”", str(error))
                reader = SourceReader(project, source, text)
                entry = reader.entry()
                yield from reader.refusals[:MAX_REFUSALS]
                yield entry
            if element.name not in ("Project", "TextSource"):
                why = "Only its text is read." if sources else "It is not read."
                yield Refusal(f"{element.name} “{element.get('name')[:60]}”", why)
    unread = [note for guid, (note, _) in project.notes.items() if guid not in project.read_notes]
    for note in unread[:MAX_REFUSALS]:
        yield Refusal(f"note “{note[:60]}”", "It belongs to no text and is not read.")


def _read_project(
    archive: zip_files.Archive, name: str, texts: "_Texts"
) -> tuple[Project, list[Refusal]]:
    """What stands around the sources, which are read again after it: notes come last."""
    project, refusals, unread = Project(), list[Refusal](), Counter[str]()
    with archive.open(name, MAX_PROJECT_BYTES) as content:
        for element in read_elements(content, {"Users", "Codes", "Notes", *_UNREAD}):
            if element.name == "Project":
                project.origin = element.get("origin")
            elif element.name == "User":
                project.users[guid_key(element.get("guid"))] = element.get("name")
            elif element.name == "Code":
                project.add_codes(element)
            elif element.name == "Note":
                try:
                    project.add_note(element, texts.of(element) or "")
                except (FormatError, ValueRefused) as error:
                    refusals.append(Refusal(f"note “{element.get('name')[:60]}”", str(error)))
            else:
                unread[element.name] += 1
    if len(project.tags) > MAX_CODES:
        raise FormatError(f"{name}: more than {MAX_CODES:,} codes.")
    for kind, number in unread.items():
        refusals.append(Refusal(name, f"{number:,} {kind} elements are not read."))
    return project, refusals


def _text_sources(element: Element) -> list[Element]:
    """The text sources in a source: itself, or the text of a PDF."""
    if element.name == "TextSource":
        return [element]
    texts = list(element.named("Representation"))
    for text in texts:
        text.attributes.setdefault("name", element.get("name"))
    return texts


class _Texts:
    """The texts of an archive, in the folder Sources beside its project."""

    def __init__(self, archive: zip_files.Archive, project: str):
        self._archive = archive
        folder = project.rpartition("/")[0]
        self._folder = f"{folder}/sources/".lstrip("/").lower()
        self._names = {name.lower(): name for name in archive.names}

    def of(self, source: Element) -> str | None:
        """The text of a source or a note, None if the archive lacks it. Raises FormatError."""
        if any(source.named("PlainTextContent")):
            return source.text_of("PlainTextContent")
        path = source.get("plainTextPath")
        name = self._names.get(self._folder + path.removeprefix("internal://").lower())
        if name is None:
            if source.get("plainTextPath") or source.get("richTextPath"):
                raise FormatError(f"the archive lacks its text ({path[:100] or 'no plain text'}).")
            return None
        content = self._archive.read(name, MAX_RECORD)
        is_utf16 = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
        try:
            return content.decode("utf-16" if is_utf16 else "utf-8-sig")
        except UnicodeDecodeError as error:
            raise FormatError(f"{name} is not UTF-8 (byte {error.start}).") from None
