"""Validates the fields of a record; yields an ImportedRecord, with a problem for each error."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpus.characters import CharacterRefused, check_characters, is_blank, one_line
from corpus.dates import ImpreciseDate
from corpus.index_entry import TOO_MANY_WORDS, has_too_many_words
from corpus.page_numbers import Pages
from corpus.readers import loose_dates
from corpus.readers.extraction import (
    LeftOut,
    NoArticle,
    extract_article,
    extract_documents,
)
from corpus.readers.imported_record import FileLocation, ImportedRecord, Items, Problem
from corpus.readers.languages import stated_language
from corpus.readers.limits import MAX_LENGTHS, MAX_TEXT
from corpus.readers.remarks.cut_texts import cut_remark
from corpus.readers.remarks.double_decoding import markup_read_once, read_once
from corpus.readers.remarks.refusal_pages import access_remark
from corpus.text import (
    TextRefused,
    as_windows_1252,
    dropped_characters,
    has_c1_punctuation,
    normalise,
)

if TYPE_CHECKING:
    from corpus.readers.pages.archive_documents import ArchiveDocument

# The columns of our own files.
FIELDS = (
    "url", "title", "text", "html", "source", "published", "byline", "language", "retrieved",
)  # fmt: skip

NO_REFUSALS: Mapping[str, str] = MappingProxyType({})

# Code points of what was left out that a remark quotes.
QUOTE_LENGTH = 80

# Characters that a remark names, and words that were struck through.
MAX_NAMED = 8
MAX_STRUCK = 5

# With any scheme, or a host with a path: "news.example/a".
_ADDRESS = re.compile(
    r"[\s\u200b\ufeff]*<?(?:[a-z][a-z0-9+.-]{1,20}://|www\.|mailto:"
    r"|(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}(?::\d{1,5})?/)[^\s<>]+>?",
    re.IGNORECASE,
)
ADDRESS_REFUSAL = (
    "This is the address of a page, not a text. Nothing is fetched from the web: "
    "open the page, and paste its text or save it as a file."
)

# No language has a longer code.
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{1,8})*)")


class Unreadable(ValueError):
    """A field cannot be read; the message is for an editor."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record was read from: its location, bytes, media type, `start` and `end` position."""

    place: FileLocation
    content: bytes
    media_type: str
    start: int
    end: int

    def problem(self, field: str, reason: str, is_left_out: bool = True) -> Problem:
        """Return a Problem of this record; `is_left_out`: the record is not imported."""
        position = self.end if is_left_out else self.start
        return Problem(self.place, field, reason, position, is_left_out)


def is_address_alone(text: str) -> bool:
    """Return whether a text is nothing but web addresses."""
    # Few texts are so short or begin so.
    words = text.split() if _ADDRESS.match(text) else []
    return bool(words) and all(map(_ADDRESS.fullmatch, words))


def assemble(
    origin: Origin,
    values: Mapping[str, str],
    refused: Mapping[str, str] = NO_REFUSALS,
    has_own_address: bool = True,
    left_out: tuple[LeftOut, ...] = (),
    pages: Pages = (),
) -> Items:
    """Yield a problem for each refused value, then the record with the other values.

    `values` are keyed by FIELDS; `refused` gives the reasons why other fields have no value. If
    there is no text, it is extracted from `html`, with the metadata that the record lacks; of a
    page with several articles each is a record, unless a title says that it is one. Without
    a valid text there is one problem and no record. `has_own_address`,
    `left_out` and `pages`, those of the `text`, are as in ImportedRecord.
    """
    if any(map(has_c1_punctuation, values.values())):
        # One field shows it for all: in another, U+0085 may stand alone.
        values = {field: as_windows_1252(value) for field, value in values.items()}
    text = values.get("text", "")
    if is_blank(text) and values.get("html", "").strip():
        stated = {field: value for field, value in values.items() if not is_blank(value)}
        markup, remark = markup_read_once(values["html"])
        if remark:
            yield origin.problem("", remark, is_left_out=False)
        try:
            documents = [] if "title" in stated else extract_documents(markup)
            address = stated.get("url", "").strip()
            page = None if documents else extract_article(markup, address)
        except NoArticle as error:
            yield origin.problem("html", str(error))
            return
        if page is None:
            yield from _documents(origin, documents, stated, refused)
            return
        values = {**page.values(), **stated, "text": page.text}
        text, left_out = page.text, page.left_out
        for remark in page.remarks:
            yield origin.problem("", remark, is_left_out=False)
    if is_blank(text):
        yield origin.problem("text", refused.get("text", "There is no text."))
        return
    if is_address_alone(text):
        yield origin.problem("text", ADDRESS_REFUSAL)
        return
    if len(text) > MAX_TEXT:
        yield origin.problem(
            "text", f"The text has {len(text):,} characters; the limit is {MAX_TEXT:,}."
        )
        return
    if has_too_many_words(text):
        yield origin.problem("text", TOO_MANY_WORDS)
        return
    # Of these, positions in the text are known.
    values, twice = read_once(values, may_change=not (pages or left_out))
    text = values.get("text", "")
    for remark in remarks_on(left_out):
        yield origin.problem("", remark, is_left_out=False)
    of_access = access_remark(values.get("title", ""), text, values.get("url", ""))
    for remark in filter(None, (twice, of_access, cut_remark(text, left_out))):
        yield origin.problem("", remark, is_left_out=False)
    date_note = values.get("date_note", "")
    if date_note and values.get("published"):
        values = {**values, "date_note": ""}
    elif date_note:
        yield origin.problem("published", date_note, is_left_out=False)
    for field, reason in refused.items():
        if field != "text" or text:
            yield origin.problem(field, reason, is_left_out=False)
    record_fields: dict[str, Any] = {}
    for field, reader in _READERS.items():
        written = values.get(field, "").strip()
        if written and not is_blank(written):
            try:
                record_fields[_RECORD_NAMES.get(field, field)] = reader(field, written)
            except ValueError as error:
                yield origin.problem(field, str(error), is_left_out=False)
            else:
                if dropped := dropped_characters(written):
                    reason = f"Characters that no {field} can have were left out: "
                    reason += f"{', '.join(dropped[:MAX_NAMED])}."
                    yield origin.problem("", reason, is_left_out=False)
    yield ImportedRecord(
        origin.place,
        origin.content,
        origin.media_type,
        text,
        position=origin.end,
        has_own_address=has_own_address,
        left_out=left_out,
        pages=pages,
        **record_fields,
    )


def with_values(item: ImportedRecord | Problem, values: Mapping[str, str]) -> Items:
    """Yield an item with values that are known from elsewhere, a problem for each unreadable one.

    `values` are keyed by FIELDS. One of several articles of a file keeps its own.
    """
    known_fields: dict[str, Any] = {}
    if isinstance(item, ImportedRecord) and item.place.item is None:
        for field, written in values.items():
            if field not in FIELDS:
                continue
            try:
                known_fields[_RECORD_NAMES.get(field, field)] = _READERS[field](field, written)
            except ValueError as error:
                yield Problem(item.place, field, str(error), is_left_out=False)
    yield replace(item, **known_fields) if known_fields else item


def _documents(
    origin: Origin,
    documents: "list[ArchiveDocument]",
    stated: Mapping[str, str],
    refused: Mapping[str, str],
) -> Items:
    """Yield what `assemble` does of each document; what is stated of all holds for each."""
    of_all = {name: stated[name] for name in ("source", "language", "retrieved") if name in stated}
    for field, reason in refused.items():
        yield origin.problem(field, reason, is_left_out=False)
    for number, document in enumerate(documents, 1):
        of_document = {field: value for field, value in document.values().items() if value}
        of_one = replace(
            origin,
            place=replace(origin.place, item=number),
            content=document.content,
            media_type="text/html; charset=utf-8",
        )
        remarks = (of_one.problem("", each, is_left_out=False) for each in document.remarks)
        items = assemble(of_one, of_document | of_all, left_out=document.left_out)
        for item in chain(remarks, items):
            yield replace(item, is_followed=number < len(documents))


def remarks_on(left_out: tuple[LeftOut, ...]) -> Iterator[str]:
    """Yield sentences for an editor about the blocks and the struck words that a text lacks."""
    blocks = [_quoted(each.text) for each in left_out if not each.is_struck]
    struck = [_quoted(each.text) for each in left_out if each.is_struck]
    if struck:
        more = f" and {len(struck) - MAX_STRUCK:,} more" if len(struck) > MAX_STRUCK else ""
        words = ", ".join(struck[:MAX_STRUCK])
        yield f"Struck through in the original and left out: {words}{more}."
    if blocks:
        number = f"{len(blocks)} blocks" if len(blocks) > 1 else "1 block"
        verb = "were" if len(blocks) > 1 else "was"
        yield f"{number} inside the article {verb} left out, beginning with {blocks[0]}."


def _quoted(words: str) -> str:
    return f"“{words[:QUOTE_LENGTH]}…”" if len(words) > QUOTE_LENGTH else f"“{words}”"


def _line(field: str, written: str) -> str:
    """Return a short field on one line. Raises Unreadable."""
    try:
        # Printable text needs no normalisation.
        text = written if written.isprintable() else normalise(written).text
        line = " ".join(text.split())
    except TextRefused as error:
        raise Unreadable(str(error).replace("The text", "It", 1)) from None
    if len(line) > MAX_LENGTHS[field]:
        raise Unreadable(f"It has {len(line):,} characters; the limit is {MAX_LENGTHS[field]:,}.")
    return line


def _name(field: str, written: str) -> str:
    """Return a name as it is stored. Raises Unreadable for characters that no name holds."""
    try:
        check_characters(written)
    except CharacterRefused as refused:
        raise Unreadable(str(refused)) from None
    return one_line(_line(field, written))


def via_of(written: str) -> str:
    """Return words that name where an article comes from as they are stored, "" if unusable."""
    try:
        return _name("via", written[: MAX_LENGTHS["via"]])
    except Unreadable:
        return ""


def _url(field: str, written: str) -> str:
    line = _line(field, written)
    try:
        parts = urlsplit(line)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address or " " in line:
        raise Unreadable(f"“{line[:80]}” is not a web address (https://…).")
    return line


@lru_cache(maxsize=256)
def _language(field: str, written: str) -> str:
    """Return a BCP 47 tag with its parts in their usual case: `en`, `pt-BR`, `zh-Hant`.

    A language's name becomes its tag. "und", undetermined, is "". Raises Unreadable.
    """
    line = _line(field, written).replace("_", "-")
    if line.lower() == "und":
        return ""
    if tag := stated_language(line):
        return tag
    match = _LANGUAGE.fullmatch(line)
    if not match:
        raise Unreadable(f"“{line}” is not a language tag such as en, ru or pt-BR.")
    first, *others = line.split("-")
    cased = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(cased.get(len(part), str.lower)(part) for part in others)])


@lru_cache(maxsize=1024)
def _published(field: str, written: str) -> ImpreciseDate:
    return loose_dates.parse_published(written)


def _retrieved(field: str, written: str) -> datetime:
    return loose_dates.parse_retrieved(written)


_RECORD_NAMES = {"retrieved": "retrieved_at"}
_READERS: Mapping[str, Callable[[str, str], object]] = {
    "title": _line,
    "url": _url,
    "source": _name,
    "via": _name,
    "byline": _line,
    "language": _language,
    "published": _published,
    "date_note": _line,
    "retrieved": _retrieved,
}
