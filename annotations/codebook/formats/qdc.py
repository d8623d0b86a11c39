"""Pure: a codebook as REFI-QDA has it (.qdc, XML), which NVivo, ATLAS.ti, MAXQDA, Taguette read.

Codes inside codes are groups: "state" inside "actor" is "actor/state". A code that cannot be
given (isCodable="false") is a group alone. A slash in a name makes no group. Codes of other
programs are written under their own names. The standard: https://www.qdasoftware.org
"""

from io import BytesIO

from annotations.codebook.formats.adapting import adapt
from annotations.codebook.formats.record import MAX_CODES, ExchangeError, FileCode, read_bounded
from annotations.formats.refi.xml import (
    ORIGIN,
    URN,
    Writer,
    WrittenCode,
    XmlRefused,
    codes_in,
    parts_of,
    read_elements,
    writable,
    write_codes,
)
from annotations.highlighting.tag_colors import color_of

NAMESPACE = f"{URN}1.0"


def dumps(codes, file):
    """Write codes to a text file that is encoded as UTF-8."""
    writer = Writer(file)
    writer.declare()
    writer.start("CodeBook", xmlns=NAMESPACE, origin=ORIGIN)
    write_codes(writer, map(_written, codes))
    writer.end("CodeBook")


def _written(code):
    names = tuple(map(writable, code.path)) or parts_of(writable(code.name))
    return WrittenCode(names, code.guid, code.definition, color_of(code.hue) if code.hue else "")


def loads(file):
    """The Codebook in a binary file, a codebook or a project. Raises ExchangeError."""
    return loads_xml(read_bounded(file))


def loads_xml(content):
    """The Codebook in the bytes of a codebook or a project. Raises ExchangeError."""
    try:
        return adapt(list(_file_codes(content)))
    except XmlRefused as refused:
        raise ExchangeError(refused.why, refused.line) from refused


def _file_codes(content):
    count = 0
    _, *elements = read_elements(BytesIO(content), {"Codes"})
    for element in elements:
        for names, code in codes_in(element):
            count += 1
            if count > MAX_CODES:
                raise ExchangeError(f"more than {MAX_CODES:,} codes.", code.line)
            # A code unless the file says that it is a group alone.
            if code.attributes.get("isCodable", "true").strip() not in ("false", "0"):
                # The standard has an element for it; some programs write an attribute.
                definition = code.text_of("Description") or code.get("description")
                yield FileCode(names, definition, color=code.get("color"), line=code.line)
