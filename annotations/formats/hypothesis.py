"""Pure: annotations of Hypothesis, as its API gives them: an object with the list `rows`.

Also read are `annotations`, as its client exports them, a list and one after the other. A position
counts UTF-16 code units in the text of the web page, so the quote tells whether it is right. An
annotation without a quote is one of the whole page, or an answer: a passage without words. Fields
and selectors that are not ours are kept as `extra`.
Source: https://h.readthedocs.io/en/latest/api-reference/.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from annotations.formats.json_values import (
    ValueRefused,
    as_extra,
    as_list,
    as_moment,
    as_object,
    as_span,
    as_text,
    json_records,
)
from annotations.formats.offsets import counted_pieces, with_texts
from annotations.formats.record import (
    OURS,
    Annotation,
    Document,
    Entry,
    OffsetRule,
    Piece,
    Refusal,
    Unit,
)

RULE = OffsetRule(Unit.UTF16)

_READ = frozenset(["id", "created", "updated", "uri", "text", "tags", "target", "document"])
_ACCOUNT = re.compile(r"acct:(.+)@[^@]+")


def dumps(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the document, a part for each Entry."""
    separator = '{"rows": [\n'
    for entry, text in with_texts(entries):
        rows = [_row_of(annotation, entry.document, text) for annotation in entry.annotations]
        if rows:
            content = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
            yield f"{separator}{content}".encode()
            separator = ",\n"
    yield ('{"rows": [\n]}\n' if separator.startswith("{") else "\n]}\n").encode()


def _row_of(annotation: Annotation, document: Document, text: str | None) -> dict[str, Any]:
    extra = dict(annotation.extra)
    kept = as_list(extra.pop("target", None), "target")
    uri = document.url or document.key
    targets = []
    for number, (piece, (start, end)) in enumerate(
        zip(annotation.pieces, counted_pieces(annotation, RULE, text), strict=True)
    ):
        quote = {"type": "TextQuoteSelector", "exact": piece.quote}
        selectors: list[Any] = [{**quote, "prefix": piece.prefix, "suffix": piece.suffix}]
        if start is not None:
            selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
        selectors += kept[number] if number < len(kept) else []
        targets.append({"source": uri, "selector": selectors})
    row: dict[str, Any] = {**extra, "id": annotation.key, "uri": uri, "text": annotation.note}
    row |= {"tags": list(annotation.tags), "target": targets or [{"source": uri}]}
    if annotation.author and _author_in(extra.get("user")) != annotation.author:
        row["user"] = annotation.author
    if annotation.url:
        row["links"] = {**_links_in(extra), "html": annotation.url}
    if annotation.created_at:
        row["created"] = annotation.created_at.isoformat()
    if annotation.edited_at:
        row["updated"] = annotation.edited_at.isoformat()
    row["document"] = {"title": [document.title] if document.title else []}
    if document.key != uri:
        row["document"]["key"] = document.key
    return row


def loads(file: BinaryIO) -> Iterator[Entry | Refusal]:
    """Yield an Entry for each annotation, and a Refusal for each that cannot be read."""
    _, records = json_records(file, ("rows",), ("annotations",))
    for record in records:
        if isinstance(record, Refusal):
            yield record
            continue
        where, row = record
        try:
            yield _entry(row)
        except ValueRefused as refused:
            yield Refusal(where, str(refused))


def _entry(row: dict[str, Any]) -> Entry:
    targets = [as_object(each, "target") for each in as_list(row.get("target"), "target")]
    uri = as_text(row.get("uri") or (targets[0].get("source") if targets else ""), "uri")
    if not uri:
        raise ValueRefused("uri: there is none.")
    extra = {name: value for name, value in row.items() if name not in _READ}
    pieces, kept = [], []
    for target in targets:
        piece, others = _piece(as_list(target.get("selector"), "selector"))
        if piece:
            pieces.append(piece)
            kept.append(others)
    if any(kept):
        extra["target"] = kept
    links = _links_in(extra)
    if links.keys() <= {"html"}:
        extra.pop("links", None)
    author = _author_in(row.get("user"))
    if author == row.get("user"):
        extra.pop("user", None)
    tags = [as_text(tag, "tags") for tag in as_list(row.get("tags"), "tags")]
    annotation = Annotation(
        pieces=tuple(pieces),
        key=as_text(row.get("id"), "id"),
        url=as_text(links.get("html"), "links, html"),
        rule=RULE if any(piece.start is not None for piece in pieces) else OURS,
        tags=tuple(dict.fromkeys(filter(None, tags))),
        note=as_text(row.get("text"), "text"),
        author=author,
        created_at=as_moment(row["created"]) if row.get("created") else None,
        edited_at=as_moment(row["updated"]) if row.get("updated") else None,
        extra=as_extra(extra),
    )
    about = row.get("document") or {}
    titles = as_list(as_object(about, "document").get("title"), "title")
    is_page = uri.startswith(("http://", "https://"))
    document = Document(
        key=as_text(about.get("key"), "document, key") or uri,
        title=as_text(titles[0], "title") if titles else "",
        url=uri if is_page else "",
    )
    return Entry(document, (annotation,))


def _links_in(row: dict[str, Any]) -> dict[str, Any]:
    return as_object(row.get("links") or {}, "links")


def _author_in(user: Any) -> str:
    """The name in an account: ann of acct:ann@hypothes.is."""
    name = as_text(user, "user")
    account = _ACCOUNT.fullmatch(name)
    return account[1] if account else name


def _piece(selectors: list[Any]) -> tuple[Piece | None, list[Any]]:
    """The piece of a target, None without a quote; and its other selectors."""
    words, position, others = None, None, []
    for each in selectors:
        selector = as_object(each, "selector")
        if selector.get("type") == "TextQuoteSelector" and words is None:
            words = selector
        elif selector.get("type") == "TextPositionSelector" and position is None:
            position = selector
        else:
            others.append(selector)
    if words is None:
        return None, []
    start, end = None, None
    if position:
        start, end = as_span(position.get("start"), position.get("end"), "position")
    texts = [as_text(words.get(name), name) for name in ("exact", "prefix", "suffix")]
    return Piece(start, end, *texts), others
