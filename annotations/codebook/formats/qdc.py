"""Pure: a codebook as REFI-QDA has it (.qdc, XML), which NVivo, ATLAS.ti, MAXQDA, Taguette read.

Codes inside codes are groups: "state" inside "actor" is "actor/state". A code that cannot be
given (isCodable="false") is a group alone. The standard: https://www.qdasoftware.org
"""

import re
from xml.parsers import expat
from xml.sax.saxutils import XMLGenerator

from annotations.codebook.formats.record import (
    MOST_CODES,
    ExchangeError,
    code_at,
    guid_of,
    line_feeds,
    read_bounded,
)
from annotations.highlighting.tag_colors import color_of, nearest_hue

URN = "urn:QDA-XML:codebook:"
NAMESPACE = f"{URN}1.0"
ORIGIN = "Twosource"
DEEPEST = 20

# What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def dumps(codes, file):
    """Write codes to a text file that is encoded as UTF-8."""
    writer = XMLGenerator(file, "utf-8", short_empty_elements=True)
    writer.startDocument()
    writer.startElement("CodeBook", {"xmlns": NAMESPACE, "origin": ORIGIN})
    writer.startElement("Codes", {})
    for node in _tree(codes).values():
        _write(writer, node)
    writer.endElement("Codes")
    writer.endElement("CodeBook")
    writer.endDocument()


class _Node:
    """A code, or a group that is none, and what stands in it."""

    def __init__(self, name, path):
        self.name, self.path = name, path
        self.code, self.inner = None, {}


def _tree(codes):
    top = {}
    for code in codes:
        inner, parts = top, _parts(_writable(code.name))
        for depth, part in enumerate(parts, 1):
            node = inner.setdefault(part, _Node(part, "/".join(parts[:depth])))
            inner = node.inner
        node.code = code
    return top


def _parts(name):
    parts = name.split("/")
    return parts if all(part.strip() for part in parts) and len(parts) < DEEPEST else [name]


def _write(writer, node):
    code = node.code
    guid = code.guid if code else guid_of(f"group:{node.path}")
    attributes = {"guid": guid, "name": node.name, "isCodable": "true" if code else "false"}
    if code and code.hue:
        attributes["color"] = color_of(code.hue)
    writer.startElement("Code", attributes)
    if code and code.definition:
        writer.startElement("Description", {})
        writer.characters(_writable(line_feeds(code.definition)))
        writer.endElement("Description")
    for inner in node.inner.values():
        _write(writer, inner)
    writer.endElement("Code")


def _writable(text):
    return _UNWRITABLE.sub("", text)


def loads(file):
    """Codes from a binary file, in its order. Raises ExchangeError."""
    return _Reader().read(read_bounded(file))


class _Reader:
    """Takes codes from the events of a parser that refuses every document type.

    Without one there are no entities, neither those of other files nor those that multiply.
    """

    def __init__(self):
        # `open` are the names of the elements that stand open, `path` the codes among them.
        self.open, self.path, self.found, self.words = [], [], [], None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def read(self, content):
        try:
            self.parser.Parse(content, True)
        except expat.ExpatError as error:
            why = expat.errors.messages.get(error.code, "syntax error")
            raise ExchangeError(f"this is no well-formed XML ({why}).", error.lineno) from error
        except (LookupError, ValueError) as error:
            if isinstance(error, ExchangeError):
                raise
            raise ExchangeError(f"its encoding cannot be read ({error}).", self.line) from error
        return [self.code(*said) for said in self.found if said[-1]["isCodable"]]

    @property
    def line(self):
        return self.parser.CurrentLineNumber

    def refuse(self, *declared):
        raise ExchangeError("a document type is not accepted here.", self.line)

    def start(self, tag, attributes):
        urn, _, name = tag.rpartition(" ")
        if not self.open and (name != "CodeBook" or not urn.startswith(URN)):
            why = "this is no REFI-QDA codebook; a project (.qdpx) cannot be read here."
            raise ExchangeError(why, self.line)
        if len(self.open) > 2 * DEEPEST:
            raise ExchangeError(f"codes stand more than {DEEPEST} deep.", self.line)
        self.open.append(name)
        if name == "Code":
            self.start_code(attributes)
        elif name == "Description" and self.open[-2] == "Code":
            self.words = []

    def start_code(self, attributes):
        if len(self.found) >= MOST_CODES:
            raise ExchangeError(f"more than {MOST_CODES:,} codes.", self.line)
        if "name" not in attributes:
            raise ExchangeError("a code has no name.", self.line, "name")
        said = {
            "name": attributes["name"],
            "color": attributes.get("color", ""),
            # Taken for one that can be given unless the file says otherwise.
            "isCodable": attributes.get("isCodable", "true").strip() not in ("false", "0"),
            "description": "",
        }
        self.path.append(said)
        name = "/".join(outer["name"] for outer in self.path)
        self.found.append((self.line, name, said))

    def end(self, tag):
        name = self.open.pop()
        if name == "Code":
            self.path.pop()
        elif name == "Description" and self.words is not None:
            self.path[-1]["description"] = "".join(self.words)
            self.words = None

    def characters(self, words):
        if self.words is not None:
            self.words.append(words)

    @staticmethod
    def code(line, name, said):
        hue = None
        if said["color"]:
            try:
                hue = nearest_hue(said["color"])
            except ValueError as error:
                raise ExchangeError(str(error), line, "color") from error
        return code_at(line, name, said["description"], hue, called="name")
