"""Pure: cells of CSV that no spreadsheet takes for a formula, and that are read back as they were.

Spreadsheets take a cell that begins with = + - or @ for a formula: it is written with a ' in
front, and so is one that begins with ' before such a sign, so that reading restores every cell.
"""

import re

# Also after a TAB, CR or LF, and as full-width forms (OWASP, "CSV Injection").
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def guarded(cell: str) -> str:
    """The cell as it is written.

    >>> guarded("=1+1")
    "'=1+1"
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell that was written.

    >>> unguarded("'=1+1")
    '=1+1'
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
