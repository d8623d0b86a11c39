"""Reads references: RIS, BibTeX and CSL-JSON, as Zotero, EndNote, JabRef and Mendeley write them.

A reference tells the facts of a text, and the names of files that hold it; it has no text itself.
RIS and CSL-JSON are read here, since a pattern and the json module say all of them; BibTeX with its
braces, strings and letters of LaTeX is read by bibtexparser (MIT licence).
Sources: RIS Format Specifications (2011); CSL-JSON schema 1.0.
"""

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from corpus.readers.documents import NoText, decode_document
from corpus.readers.json_names import stated_name
from corpus.readers.languages import language_of

SUFFIXES = (".ris", ".bib", ".bibtex")
# Of several files of a reference the first of these is its text: a saved page is never a scan.
_TEXT_SUFFIXES = (
    (".html", ".htm", ".xhtml"),
    (".docx", ".odt", ".rtf", ".epub", ".txt", ".eml"),
    (".pdf",),
)
_RIS_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?")
_RIS_FILES = ("L1", "L2", "L3", "L4")
_DATE = re.compile(r"([0-9]{4})(?:[/-]([0-9]{1,2}))?(?:[/-]([0-9]{1,2}))?(?:[/T ].*)?")
_BIBTEX_START = re.compile(r"@\w+\s*[{(]")
_HEAD_LENGTH = 4096
# Code points of a title that a sentence names.
MAX_TITLE_LENGTH = 80
NO_TEXT = "The reference has no file with its text."


@dataclass(frozen=True, slots=True)
class Reference:
    """The values of a reference by the names of our fields, and the paths of its files."""

    values: Mapping[str, str]
    files: tuple[str, ...] = ()


@dataclass
class Attached:
    """Which files are the texts of which references.

    `values` are those of the reference by the name of the file that is its text; `unused` holds
    further files of the same references, and why. `missing` has, by the name of their file, the
    (number, reason) of references without a text.
    """

    references: Mapping[str, list[Reference]]
    values: dict[str, Mapping[str, str]] = field(default_factory=dict)
    unused: dict[str, str] = field(default_factory=dict)
    missing: dict[str, list[tuple[int, str]]] = field(default_factory=dict)


def is_csl(opening: str) -> bool:
    """Return whether a text begins as a list of CSL-JSON: items have a type and no text."""
    keys = set(re.findall(r'"([\w-]+)"\s*:', opening))
    return opening.lstrip().startswith(("[", "{")) and (
        {"id", "type"} <= keys
        and bool(keys & {"issued", "container-title", "accessed", "citation-key"})
        and not keys & {"text", "html", "body", "content"}
    )


def references_in(content: bytes) -> list[Reference]:
    """Return the references of a file; none if it holds none. Raises NoText or Undecodable."""
    text = decode_document(content).text
    if is_csl(text[:_HEAD_LENGTH]):
        return list(_csl(text))
    if _BIBTEX_START.search(text):
        # Imported with the first file of this format.
        from corpus.readers.references.bibtex import bibtex_references

        return list(bibtex_references(text))
    return list(_ris(text))


def named(reference: Reference, reason: str) -> str:
    """Return a sentence about a reference with its title in front."""
    title = reference.values.get("title", "")
    return f"“{title[:MAX_TITLE_LENGTH]}”: {reason}" if title else reason


def attach(references: Mapping[str, list[Reference]], names: Iterable[str]) -> Attached:
    """Find the files of references among `names`; `references` are by the name of their file.

    A path is relative to the file of the references; one of another computer is found by its last
    folder and its name.
    """
    attached = Attached(references)
    by_name = {name: name for name in names}
    for name in list(by_name):
        by_name.setdefault(_end_of(name), name)
    for name, in_file in references.items():
        folder = posixpath.dirname(name)
        for number, reference in enumerate(in_file, 1):
            files = [_found(path, folder, by_name) for path in reference.files]
            texts = sorted(filter(None, files), key=_rank)
            readable = [each for each in texts if _rank(each) < len(_TEXT_SUFFIXES)]
            if not readable:
                reason = NO_TEXT
                if reference.files:
                    reason = f"Its file {reference.files[0]} is not there."
                if texts:
                    reason = f"Its file {texts[0]} is no text."
                attached.missing.setdefault(name, []).append((number, named(reference, reason)))
                continue
            attached.values.setdefault(readable[0], reference.values)
            for other in readable[1:]:
                attached.unused[other] = f"the text of its reference is {readable[0]}"
    return attached


def _end_of(path: str) -> str:
    return "/".join(path.split("/")[-2:])


def _found(path: str, folder: str, by_name: Mapping[str, str]) -> str:
    path = path.replace("\\", "/").removeprefix("file://")
    whole = posixpath.normpath(posixpath.join(folder, path))
    return by_name.get(whole) or by_name.get(_end_of(path), "")


def _rank(name: str) -> int:
    lower = name.lower()
    ranks = (rank for rank, suffixes in enumerate(_TEXT_SUFFIXES) if lower.endswith(suffixes))
    return next(ranks, len(_TEXT_SUFFIXES))


def stated_values(**values: str) -> dict[str, str]:
    """Return the values of a reference without empty ones; a language as its tag."""
    language = values.get("language", "").strip()
    if len(language) > 3 and "-" not in language and "_" not in language:
        values["language"] = language_of(language)
    return {name: value.strip() for name, value in values.items() if value.strip()}


def _ris(text: str) -> Iterator[Reference]:
    lines: dict[str, list[str]] = {}
    last = ""
    for line in text.splitlines():
        match = _RIS_LINE.fullmatch(line.strip("\ufeff"))
        if match and match[1] == "ER":
            if lines:
                yield _ris_reference(lines)
            lines, last = {}, ""
        elif match:
            last = match[1]
            lines.setdefault(last, []).append((match[2] or "").strip())
        elif last and line.strip():
            # A long value goes on in the next line.
            lines[last][-1] = f"{lines[last][-1]} {line.strip()}"
    if "TY" in lines:
        yield _ris_reference(lines)


def _ris_reference(lines: Mapping[str, list[str]]) -> Reference:
    def first(*tags: str) -> str:
        return next((value for tag in tags for value in lines.get(tag, []) if value), "")

    return Reference(
        stated_values(
            title=first("TI", "T1", "CT"),
            byline=", ".join(
                name_in_order(name) for tag in ("AU", "A1") for name in lines.get(tag, [])
            ),
            source=first("T2", "JF", "JO", "JA", "PB"),
            published=iso_date(first("DA", "PY", "Y1")),
            url=next((url for url in lines.get("UR", []) if url.startswith("http")), ""),
            language=first("LA"),
        ),
        tuple(path for tag in _RIS_FILES for path in lines.get(tag, []) if path),
    )


def name_in_order(name: str) -> str:
    """Return a name as it is read: “Reporter, Anna” is Anna Reporter.

    >>> name_in_order("Reporter, Anna")
    'Anna Reporter'
    """
    last, _, first = name.partition(",")
    return f"{first.strip()} {last.strip()}".strip()


def iso_date(written: str) -> str:
    """Return a date of RIS or BibTeX as we write it; what is none of these as it is."""
    match = _DATE.fullmatch(written.strip())
    if not match:
        return written
    return "-".join([match[1], *(each.zfill(2) for each in match.groups()[1:] if each)])


def _csl(text: str) -> Iterator[Reference]:
    try:
        items = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        raise NoText("It is damaged: it is no JSON.") from None
    for item in items if isinstance(items, list) else [items]:
        if isinstance(item, dict):
            yield Reference(
                stated_values(
                    title=_text_of(item, "title"),
                    byline=", ".join(filter(None, map(_csl_name, _list_of(item, "author")))),
                    source=_text_of(item, "container-title") or _text_of(item, "publisher"),
                    published=_csl_date(item.get("issued")),
                    url=_text_of(item, "URL"),
                    language=_text_of(item, "language"),
                ),
                tuple(str(path) for path in _list_of(item, "file")),
            )


def _text_of(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _list_of(item: Mapping[str, Any], key: str) -> list[Any]:
    value = item.get(key)
    return value if isinstance(value, list) else []


def _csl_name(name: Any) -> str:
    return stated_name(name) if isinstance(name, dict) else ""


def _csl_date(date: Any) -> str:
    if not isinstance(date, dict):
        return ""
    parts = (_list_of(date, "date-parts") or [[]])[0]
    if isinstance(parts, list) and parts:
        return iso_date("-".join(str(part) for part in parts[:3]))
    return iso_date(_text_of(date, "raw") or _text_of(date, "literal"))
