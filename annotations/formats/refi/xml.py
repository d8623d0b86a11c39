"""Pure: the XML of REFI-QDA, codebooks (.qdc) and projects (.qde), read within limits and written.

Elements are read one after another, each with what is inside it. Every document type is refused:
without it there are no entities, so no external files and no entity expansion.
The standard: https://www.qdasoftware.org
"""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from io import TextIOBase
from typing import IO
from uuid import UUID, uuid5
from xml.parsers import expat
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from annotations.formats.record import FormatError

URN = "urn:QDA-XML:codebook:"
PROJECT_URN = "urn:QDA-XML:project:"
ORIGIN = "Twosource"
MAX_DEPTH = 20
# Elements inside one that is yielded, about half a kilobyte each.
MAX_ELEMENTS = 200_000
_CHUNK_BYTES = 65_536

# The namespace for GUIDs made of our ids; never change it.
NAMESPACE = UUID("6d1c6a5e-5a3b-5c0e-9b0b-1d1f1c0e7a11")
_GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")
# Characters that XML 1.0 cannot represent.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class XmlRefused(FormatError):
    """A file is not what it should be: `why`, in the line `line`."""

    def __init__(self, why: str, line: int):
        super().__init__(f"line {line}: {why}")
        self.why, self.line = why, line


@dataclass(slots=True)
class Element:
    """An element with its attributes, its text and the elements in it, in their order."""

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def named(self, name: str) -> Iterator["Element"]:
        return (child for child in self.children if child.name == name)

    def text_of(self, name: str) -> str:
        """The text of the first element of this name in it, or ""."""
        return next((child.text for child in self.named(name)), "")

    def get(self, name: str) -> str:
        """An attribute, or ""."""
        return self.attributes.get(name, "")


def guid_of(words: str) -> str:
    """The GUID of an id of ours, as REFI-QDA writes it."""
    return str(uuid5(NAMESPACE, words)).upper()


def guid_key(guid: str) -> str:
    """What GUIDs are compared by, "" for what is none.

    >>> guid_key("{6D1C6A5E-5A3B-5C0E-9B0B-1D1F1C0E7A11}")
    '6d1c6a5e-5a3b-5c0e-9b0b-1d1f1c0e7a11'
    """
    match = _GUID.fullmatch(guid.strip())
    return match[1].lower() if match else ""


def writable(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _UNWRITABLE.sub("", text)


def line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


# Reading


def read_elements(file: IO[bytes], containers: Set[str]) -> Iterator[Element]:
    """Yield the root, without what is in it, then each element directly in one of `containers`.

    Raises XmlRefused.
    """
    parser = _Parser(containers)
    try:
        while chunk := file.read(_CHUNK_BYTES):
            parser.expat.Parse(chunk, False)
            yield from parser.taken()
        parser.expat.Parse(b"", True)
    except expat.ExpatError as error:
        message = expat.errors.messages.get(error.code, "syntax error")
        raise XmlRefused(f"this is not well-formed XML ({message}).", error.lineno) from error
    except XmlRefused:
        raise
    except (LookupError, ValueError) as error:
        raise XmlRefused(f"its encoding cannot be read ({error}).", parser.line) from error
    yield from parser.taken()


class _Parser:
    """Collects elements from the events of expat."""

    def __init__(self, containers: Set[str]):
        self._containers = containers
        # The names of all elements that are open; those that are kept, and the texts of these.
        self._path: list[str] = []
        self._open: list[Element] = []
        self._parts: list[list[str]] = []
        self._count = 0
        self._whole: list[Element] = []
        self.expat = expat.ParserCreate(namespace_separator=" ")
        self.expat.buffer_text = True
        self.expat.StartDoctypeDeclHandler = self._refuse
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._characters

    @property
    def line(self) -> int:
        return self.expat.CurrentLineNumber

    def taken(self) -> list[Element]:
        """The elements that are whole since this was called."""
        whole, self._whole = self._whole, []
        return whole

    def _refuse(self, *_declaration: object) -> None:
        raise XmlRefused("document types (DOCTYPE) are not accepted.", self.line)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        urn, _, name = tag.rpartition(" ")
        element = Element(name, attributes, self.line)
        if not self._path:
            # Some programs write the elements without their namespace.
            if not (
                (name == "CodeBook" and (urn.startswith(URN) or not urn))
                or (name == "Project" and (urn.startswith(PROJECT_URN) or not urn))
            ):
                raise XmlRefused("this is not a REFI-QDA codebook or project.", self.line)
            self._whole.append(element)
        if len(self._path) > 2 * MAX_DEPTH:
            raise XmlRefused(f"codes are nested more than {MAX_DEPTH} deep.", self.line)
        is_kept = bool(self._open or self._containers & set(self._path[-1:]))
        self._path.append(name)
        if not is_kept:
            return
        self._count = self._count + 1 if self._open else 0
        if self._count > MAX_ELEMENTS:
            raise XmlRefused(f"more than {MAX_ELEMENTS:,} elements in one.", self.line)
        if self._open:
            self._open[-1].children.append(element)
        self._open.append(element)
        self._parts.append([])

    def _end(self, _tag: str) -> None:
        self._path.pop()
        if self._open:
            element = self._open.pop()
            element.text = "".join(self._parts.pop())
            if not self._open:
                self._whole.append(element)

    def _characters(self, text: str) -> None:
        if self._parts:
            self._parts[-1].append(text)


def codes_in(element: Element) -> Iterator[tuple[tuple[str, ...], Element]]:
    """The codes of a Code element, itself first, each with the names of its groups and its own."""
    yield from _codes_in(element, ())


def _codes_in(
    element: Element, groups: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Element]]:
    names = (*groups, element.get("name"))
    yield names, element
    for child in element.named("Code"):
        yield from _codes_in(child, names)


# Writing


class Writer:
    """Writes elements to a text file that is encoded as UTF-8."""

    def __init__(self, file: TextIOBase):
        self._generator = XMLGenerator(file, "utf-8", short_empty_elements=True)
        self.declare = self._generator.startDocument

    def start(self, tag: str, /, **attributes: str) -> None:
        """Start an element; an attribute that is "" is left out, unless it is its name."""
        values = {
            key: writable(value) for key, value in attributes.items() if value or key == "name"
        }
        self._generator.startElement(tag, AttributesImpl(values))

    def line_end(self) -> None:
        """Write a line end, so that the start of an element is complete."""
        self._generator.ignorableWhitespace("\n")

    def end(self, tag: str) -> None:
        self._generator.endElement(tag)

    def element(self, tag: str, text: str = "", /, **attributes: str) -> None:
        """Write an element that holds text at most."""
        self.start(tag, **attributes)
        if text:
            self._generator.characters(writable(line_feeds(text)))
        self.end(tag)


@dataclass(frozen=True, slots=True)
class WrittenCode:
    """A code as a file has it: the names of its groups and its own; `color` is #rrggbb or ""."""

    names: tuple[str, ...]
    guid: str
    definition: str = ""
    color: str = ""


@dataclass(slots=True)
class _Node:
    """A code, or a group without a code, with the nodes inside it."""

    name: str
    path: str
    code: WrittenCode | None = None
    inner: dict[object, "_Node"] = field(default_factory=dict)


def parts_of(name: str) -> tuple[str, ...]:
    """The groups of a tag and its own name: what stands between slashes."""
    parts = tuple(name.split("/"))
    return parts if all(part.strip() for part in parts) and len(parts) < MAX_DEPTH else (name,)


def write_codes(writer: Writer, codes: Iterable[WrittenCode]) -> None:
    """Write the Codes element, codes inside their groups."""
    top: dict[object, _Node] = {}
    for code in codes:
        inner = top
        for depth, part in enumerate(code.names, 1):
            key: object = part
            if depth == len(code.names) and part in inner and inner[part].code:
                # Other programs have codes of one name.
                key = (part, code.guid)
            node = inner.setdefault(key, _Node(part, "/".join(code.names[:depth])))
            inner = node.inner
        node.code = code
    writer.start("Codes")
    for node in top.values():
        _write_node(writer, node)
    writer.end("Codes")


def _write_node(writer: Writer, node: _Node) -> None:
    code = node.code
    writer.start(
        "Code",
        guid=code.guid if code else guid_of(f"group:{node.path}"),
        name=node.name,
        isCodable="true" if code else "false",
        color=code.color if code else "",
    )
    if code and code.definition:
        writer.element("Description", code.definition)
    for inner in node.inner.values():
        _write_node(writer, inner)
    writer.end("Code")
