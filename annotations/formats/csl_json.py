"""Pure: references as CSL-JSON, which Zotero, pandoc and citeproc read.

Names are literal, since nobody knows which part of them is the family's.
Source: https://github.com/citation-style-language/schema, schemas/input/csl-data.json.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from annotations.formats.reference import Reference
from corpus.dates import DAY, ImpreciseDate


def dumps(references: Iterable[Reference]) -> Iterator[bytes]:
    """Yield one array with an item for each Reference, in UTF-8."""
    separator = "["
    for reference in references:
        yield f"{separator}\n{json.dumps(_item(reference), ensure_ascii=False)}".encode()
        separator = ","
    yield b"[]\n" if separator == "[" else b"\n]\n"


def _item(reference: Reference) -> dict[str, Any]:
    accessed = reference.accessed
    fields = {
        "id": reference.key,
        "type": "article-newspaper" if reference.is_news else "webpage",
        "title": _line(reference.title),
        "author": [{"literal": _line(reference.author)}] if reference.author else None,
        "container-title": _line(reference.container),
        "issued": _date(reference.issued) if reference.issued else None,
        "accessed": _date(ImpreciseDate(accessed, DAY)) if accessed else None,
        "URL": reference.url,
        "language": reference.language,
        "note": _line(reference.note),
    }
    return {name: value for name, value in fields.items() if value}


def _date(when: ImpreciseDate) -> dict[str, list[list[int]]]:
    """`date-parts` as many as are known: year; year, month; year, month, day."""
    return {"date-parts": [[int(part) for part in when.isoformat().split("-")]]}


def _line(text: str) -> str:
    return " ".join(text.split())
