"""Reads the C1 controls of HTML and XML as browsers do: as windows-1252."""

import re

from corpus.text import as_windows_1252, has_c1_punctuation

_REFERENCE = re.compile(r"&#(?:0*(1[2-5][0-9])|x0*([89][0-9a-f]))(?![0-9a-f]);?", re.IGNORECASE)


def read_c1_markup(markup: str) -> str:
    """Return markup with its C1 controls read as windows-1252.

    References to characters are always read so. Source:
    https://html.spec.whatwg.org/#numeric-character-reference-end-state

    >>> read_c1_markup("isn&#146;t")
    'isn’t'
    """
    markup = _REFERENCE.sub(_character, markup)
    return as_windows_1252(markup) if has_c1_punctuation(markup) else markup


def _character(reference: re.Match[str]) -> str:
    code_point = int(reference[1] or reference[2], 10 if reference[1] else 16)
    return as_windows_1252(chr(code_point)) if code_point in range(0x80, 0xA0) else reference[0]
