r"""Pure: references in BibTeX, for BibTeX and biblatex alike.

News is `@article`, any other page `@misc`. Names and titles stand in two pairs of braces: names
are not taken apart, and no style changes the case of a headline. `date` is for biblatex, which
knows days; `year` and `month` are for BibTeX. Characters outside of ASCII are written as they are.
Sources: https://ctan.org/pkg/bibtex (btxdoc) and https://ctan.org/pkg/biblatex, 2.2 and 2.3.
"""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from annotations.formats.reference import Reference
from corpus.dates import YEAR

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# BibTeX counts braces after a backslash too, so a brace has to be a command.
_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{mark: f"\\{mark}" for mark in "#$%&_"},
}
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])
_ESCAPES = str.maketrans(_COMMANDS) | _CONTROLS
# What \url takes as it is: no braces, which have to be balanced, and nothing outside of ASCII.
_IN_URLS = "!#$%&'()*+,-./:;=?@[]_~"


def dumps(references: Iterable[Reference]) -> Iterator[bytes]:
    """Yield an entry for each Reference, in UTF-8."""
    for reference in references:
        fields = "".join(f"  {name} = {value},\n" for name, value in _fields(reference))
        kind = "article" if reference.is_news else "misc"
        yield f"@{kind}{{{reference.key},\n{fields}}}\n\n".encode()


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    texts = {
        "author": reference.author,
        "title": reference.title,
        "journal" if reference.is_news else "howpublished": reference.container,
    }
    for name, text in texts.items():
        if text:
            yield name, f"{{{{{escaped(text)}}}}}"
    if reference.issued:
        yield "date", f"{{{reference.issued.isoformat()}}}"
        yield "year", f"{{{reference.issued.isoformat()[:4]}}}"
        if reference.issued.precision != YEAR:
            yield "month", _MONTHS[reference.issued.first.month - 1]
    if reference.url:
        yield "url", f"{{{quote(reference.url, safe=_IN_URLS)}}}"
    if reference.accessed:
        yield "urldate", f"{{{reference.accessed.isoformat()}}}"
    if reference.note:
        yield "note", f"{{{escaped(reference.note)}}}"


def escaped(text: str) -> str:
    r"""One line of text as TeX prints it.

    >>> escaped("50 % of {all}")
    '50 \\% of \\textbraceleft{}all\\textbraceright{}'
    """
    return " ".join(text.split()).translate(_ESCAPES)
