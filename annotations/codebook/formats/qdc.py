"""Pure: a codebook as REFI-QDA has it (.qdc, XML), which NVivo, ATLAS.ti, MAXQDA, Taguette read.

Codes inside codes are groups: "state" inside "actor" is "actor/state". A code that cannot be
given (isCodable="false") is a group alone. A slash in a name makes no group. Codes of other
programs are written under their own names. The standard: https://www.qdasoftware.org
"""

import re
from xml.parsers import expat
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from annotations.codebook.formats.adapting import adapt
from annotations.codebook.formats.record import (
    MAX_CODES,
    ExchangeError,
    FileCode,
    guid_of,
    line_feeds,
    read_bounded,
)
from annotations.highlighting.tag_colors import color_of

URN = "urn:QDA-XML:codebook:"
PROJECT_URN = "urn:QDA-XML:project:"
NAMESPACE = f"{URN}1.0"
ORIGIN = "Twosource"
MAX_DEPTH = 20

# Characters that XML 1.0 cannot represent.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def dumps(codes, file):
    """Write codes to a text file that is encoded as UTF-8."""
    writer = XMLGenerator(file, "utf-8", short_empty_elements=True)
    writer.startDocument()
    writer.startElement("CodeBook", AttributesImpl({"xmlns": NAMESPACE, "origin": ORIGIN}))
    writer.startElement("Codes", AttributesImpl({}))
    for node in _tree(codes).values():
        _write(writer, node)
    writer.endElement("Codes")
    writer.endElement("CodeBook")
    writer.endDocument()


class _Node:
    """A code, or a group without a code, with the nodes inside it."""

    def __init__(self, name, path):
        self.name, self.path = name, path
        self.code, self.inner = None, {}


def _tree(codes):
    top = {}
    for code in codes:
        inner = top
        parts = [_writable(part) for part in code.path] or _parts(_writable(code.name))
        for depth, part in enumerate(parts, 1):
            key = part
            if depth == len(parts) and part in inner and inner[part].code:
                # Other programs have codes of one name.
                key = (part, code.public_id)
            node = inner.setdefault(key, _Node(part, "/".join(parts[:depth])))
            inner = node.inner
        node.code = code
    return top


def _parts(name):
    parts = name.split("/")
    return parts if all(part.strip() for part in parts) and len(parts) < MAX_DEPTH else [name]


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
    """The Codebook in a binary file, a codebook or a project. Raises ExchangeError."""
    return loads_xml(read_bounded(file))


def loads_xml(content):
    """The Codebook in the bytes of a codebook or a project. Raises ExchangeError."""
    return adapt(_CodebookParser().read(content))


class _CodebookParser:
    """Collects codes from the events of a parser that refuses every document type.

    Without document types there are no entities: no external files, no entity expansion.
    """

    def __init__(self):
        # `open` are the names of the open elements, `path` the codes among them.
        self.open, self.path, self.codes, self.description = [], [], [], None
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
            message = expat.errors.messages.get(error.code, "syntax error")
            raise ExchangeError(
                f"this is not well-formed XML ({message}).", error.lineno
            ) from error
        except (LookupError, ValueError) as error:
            if isinstance(error, ExchangeError):
                raise
            raise ExchangeError(f"its encoding cannot be read ({error}).", self.line) from error
        return [self.file_code(*values) for values in self.codes if values[-1]["isCodable"]]

    @property
    def line(self):
        return self.parser.CurrentLineNumber

    def refuse(self, *declared):
        raise ExchangeError("document types (DOCTYPE) are not accepted.", self.line)

    def start(self, tag, attributes):
        urn, _, name = tag.rpartition(" ")
        if not self.open and not (
            (name == "CodeBook" and urn.startswith(URN))
            or (name == "Project" and urn.startswith(PROJECT_URN))
        ):
            raise ExchangeError("this is not a REFI-QDA codebook or project.", self.line)
        if len(self.open) > 2 * MAX_DEPTH:
            raise ExchangeError(f"codes are nested more than {MAX_DEPTH} deep.", self.line)
        self.open.append(name)
        if name == "Code" and "CodeBook" in self.open:
            self.start_code(attributes)
        elif name == "Description" and self.open[-2] == "Code" and self.path:
            self.description = []

    def start_code(self, attributes):
        if len(self.codes) >= MAX_CODES:
            raise ExchangeError(f"more than {MAX_CODES:,} codes.", self.line)
        values = {
            "name": attributes.get("name", ""),
            "color": attributes.get("color", ""),
            # A code unless the file says that it is a group alone.
            "isCodable": attributes.get("isCodable", "true").strip() not in ("false", "0"),
            "description": "",
        }
        self.path.append(values)
        names = tuple(outer["name"] for outer in self.path)
        self.codes.append((self.line, names, values))

    def end(self, tag):
        name = self.open.pop()
        if name == "Code" and self.path:
            self.path.pop()
        elif name == "Description" and self.description is not None:
            self.path[-1]["description"] = "".join(self.description)
            self.description = None

    def characters(self, text):
        if self.description is not None:
            self.description.append(text)

    @staticmethod
    def file_code(line, names, values):
        return FileCode(names, values["description"], color=values["color"], line=line)
