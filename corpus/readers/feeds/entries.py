"""Maps the entries that feedparser returns to our fields."""

import html
import io
import re
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from corpus.readers import loose_dates
from corpus.readers.extraction import ExtractedArticle, LeftOut, NoArticle, extract_article
from corpus.readers.feeds.addresses import Parsed
from corpus.readers.feeds.blog_exports import post_markup, with_paragraphs

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_BLOCK = re.compile(
    r"<(?:address|article|blockquote|br|center|d[dlt]|div|figure|h[1-6r]|li|main|ol|p|pre|section|"
    r"table|t[dhr]|ul)\b",
    re.IGNORECASE,
)
_PLAIN = "text/plain"


def parse_feed(document: bytes) -> Any:
    """Return feedparser's result for a document; nothing is fetched."""
    # Imported with the first feed, as the extraction of pages is.
    import feedparser

    # Pass a stream: feedparser would treat a string as an address or a file name.
    stream = io.BytesIO(document)
    # Markup is converted to text, so it need not be sanitized.
    return feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)


class EntryValues(NamedTuple):
    """The values of an entry except its address, and refusals, both keyed by our fields.

    `left_out` are words that are struck through, `remarks` sentences about the text.
    """

    values: dict[str, str]
    refused: dict[str, str]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[str, ...]


def entry_values(entry: Parsed, feed: Parsed) -> EntryValues:
    refused = {}
    try:
        body = _body(entry)
    except NoArticle as error:
        body, refused["text"] = ExtractedArticle(""), str(error)
    title = _title(entry)
    origin = entry.get("source") or {}
    source = _host(origin.get("href")) or origin.get("title") or _host(feed.get("link"))
    values = {
        "text": body.text,
        "title": title.text,
        "source": source or feed.get("title"),
        "byline": _byline(entry),
        "published": _published(entry),
        "language": _language(entry) or feed.get("language"),
    }
    # For malformed feeds feedparser may return something other than a string.
    texts = {field: value for field, value in values.items() if isinstance(value, str)}
    return EntryValues(texts, refused, title.left_out + body.left_out, body.remarks)


def _body(entry: Parsed) -> ExtractedArticle:
    """Return the longest content, else the summary. Raises NoArticle."""
    contents = [*entry.get("content", ()), entry.get("summary_detail")]
    for content in sorted(
        filter(None, contents[:-1]), key=lambda each: -len(each.get("value") or "")
    ):
        markup = post_markup(entry, content.get("value") or "")
        body = _extracted(content, markup)
        if body.text.strip():
            return body
    return _extracted(contents[-1]) if contents[-1] else ExtractedArticle("")


def _extracted(detail: Parsed, markup: str = "") -> ExtractedArticle:
    """Return the text of a detail, or of its `markup` made ready.

    RSS does not declare markup, so it is detected by tags.
    """
    value: str = markup or detail.get("value") or ""
    if detail.get("type") != _PLAIN and _TAG.search(value):
        if not _BLOCK.search(value):
            # Then no element parts the paragraphs, as in a text with a link.
            value = with_paragraphs(value)
        return extract_article(f"<div>{value}</div>")
    # Without tags, line ends are the author's.
    return ExtractedArticle(html.unescape(value) if detail.get("type") != _PLAIN else value)


def _title(entry: Parsed) -> ExtractedArticle:
    detail = entry.get("title_detail") or {}
    try:
        return _extracted(detail)
    except NoArticle:
        return ExtractedArticle(str(detail.get("value") or ""))


def _byline(entry: Parsed) -> Any:
    names = [author.get("name") for author in entry.get("authors", ()) if author.get("name")]
    return ", ".join(names) or entry.get("author")


def _published(entry: Parsed) -> Any:
    """Return the date as written if we can parse it, else feedparser's result, else as written."""
    for key in ("published", "updated", "created"):
        written = entry.get(key)
        if written:
            try:
                loose_dates.parse_published(written)
            except ValueError:
                moment = entry.get(f"{key}_parsed")
                # With numbers alone it is uncertain which is the day.
                if moment and not re.match(r"\s*[0-9]{1,2}[/.-]", written):
                    return f"{moment[0]:04}-{moment[1]:02}-{moment[2]:02}"
            return written
    return ""


def _language(entry: Parsed) -> Any:
    details = [*entry.get("content", ()), entry.get("summary_detail"), entry.get("title_detail")]
    return next((detail["language"] for detail in details if detail and detail.get("language")), "")


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
