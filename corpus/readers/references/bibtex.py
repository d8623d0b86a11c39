"""Reads BibTeX and BibLaTeX by bibtexparser (MIT licence), which knows its braces and LaTeX."""

import re
from collections.abc import Iterator, Mapping

import bibtexparser
from bibtexparser.middlewares import LatexDecodingMiddleware

from corpus.readers.references.reading import Reference, iso_date, name_in_order, stated_values

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_FILE_PART = re.compile(r"(?:\\.|[^\\;])+")
_FILE_FIELD = re.compile(r"((?:\\.|[^\\:])*)(?::|$)")
_SOURCES = ("journaltitle", "journal", "newspaper", "booktitle", "publisher", "organization")
_USED = (*_SOURCES, *"title author date year month day url langid language".split())
# Code points of a field that is decoded.
_MAX_VALUE = 10_000
_BRACES = re.compile(r"[{}]")


def bibtex_references(text: str) -> Iterator[Reference]:
    """Yield the references of a file of BibTeX or BibLaTeX; broken entries are passed over."""
    library = bibtexparser.parse_string(text)
    # Paths hold backslashes that are no LaTeX.
    written = [entry.fields_dict.get("file") for entry in library.entries]
    files = [_bibtex_files(str(each.value)) if each else () for each in written]
    for entry in library.entries:
        entry.fields = [each for each in entry.fields if _is_used(each.key, str(each.value))]
    decoded = LatexDecodingMiddleware().transform(library)
    for entry, paths in zip(decoded.entries, files, strict=False):
        values = {
            key.lower(): _BRACES.sub("", str(each.value)) for key, each in entry.fields_dict.items()
        }
        names = re.split(r"\s+and\s+", values.get("author", ""))
        yield Reference(
            stated_values(
                title=" ".join(values.get("title", "").split()),
                byline=", ".join(filter(None, map(name_in_order, names))),
                source=next((values[key] for key in _SOURCES if values.get(key)), ""),
                published=_bibtex_date(values),
                url=values.get("url", ""),
                language=values.get("langid") or values.get("language", ""),
            ),
            paths,
        )


def _is_used(key: str, value: str) -> bool:
    """Return whether a field is read: decoding LaTeX takes the square of its length."""
    return key.lower() in _USED and len(value) <= _MAX_VALUE


def _bibtex_date(values: Mapping[str, str]) -> str:
    month = values.get("month", "").strip().lower()[:3]
    number = str(_MONTHS.index(month) + 1) if month in _MONTHS else month
    year = values.get("year", "")
    day = values.get("day", "")
    parts = [year, number if number.isdecimal() else "", day]
    written = "-".join(parts[: parts.index("")] if "" in parts else parts)
    return iso_date(values.get("date") or written)


def _bibtex_files(written: str) -> tuple[str, ...]:
    """Return the paths of a field `file`: name:path:type;…, or paths alone.

    >>> _bibtex_files("Full Text:files/12/a.pdf:application/pdf;files/13/b.html")
    ('files/12/a.pdf', 'files/13/b.html')
    """
    paths = []
    for part in _FILE_PART.findall(written):
        fields = [match[1] for match in _FILE_FIELD.finditer(part)]
        path = fields[1] if len(fields) > 2 and fields[1] else fields[0]
        paths.append(re.sub(r"\\(.)", r"\1", path).strip())
    return tuple(filter(None, paths))
