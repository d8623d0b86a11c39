"""What feedparser says of an entry, by our fields."""

import html
import io
import re
from urllib.parse import urlsplit

import feedparser

from corpus.readers import loose_dates
from corpus.readers.extraction import NoArticle, article

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_PLAIN = "text/plain"


def parsed(document: bytes):
    """The feed and the entries of a document, of which nothing is fetched."""
    # A stream, never a string: feedparser takes a string for an address or a file's name.
    stream = io.BytesIO(document)
    # Markup is reduced to text, so that it need not be made safe.
    return feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)


def values(entry, feed) -> tuple[dict[str, str], dict[str, str]]:
    """An entry's values but its address, and why some cannot be read, by our fields."""
    refused = {}
    try:
        text = _text(entry)
    except NoArticle as error:
        text, refused["text"] = "", str(error)
    origin = entry.get("source") or {}
    source = _host(origin.get("href")) or origin.get("title") or _host(feed.get("link"))
    found = {
        "text": text,
        "title": _title(entry),
        "source": source or feed.get("title"),
        "byline": _byline(entry),
        "published": _published(entry),
        "language": _language(entry) or feed.get("language"),
    }
    # Where feeds hold something that nobody expects there, feedparser answers with it.
    return {field: value for field, value in found.items() if isinstance(value, str)}, refused


def _text(entry):
    """The longest content, else the summary. Raises NoArticle."""
    contents = [*entry.get("content", ()), entry.get("summary_detail")]
    for said in sorted(filter(None, contents[:-1]), key=lambda said: -len(said.get("value") or "")):
        text = _reduced(said)
        if text.strip():
            return text
    return _reduced(contents[-1]) if contents[-1] else ""


def _reduced(said):
    """The text of what may be markup: RSS does not say, so tags tell."""
    value = said.get("value") or ""
    if said.get("type") != _PLAIN and _TAG.search(value):
        return article(f"<div>{value}</div>").text
    # Line ends that no tag could have made are the writer's.
    return html.unescape(value) if said.get("type") != _PLAIN else value


def _title(entry):
    said = entry.get("title_detail") or {}
    try:
        return _reduced(said)
    except NoArticle:
        return said.get("value") or ""


def _byline(entry):
    names = [said.get("name") for said in entry.get("authors", ()) if said.get("name")]
    return ", ".join(names) or entry.get("author")


def _published(entry):
    """The date as written where we read it, else as feedparser does, else as written."""
    for key in ("published", "updated", "created"):
        written = entry.get(key)
        if written:
            try:
                loose_dates.published(written)
            except ValueError:
                moment = entry.get(f"{key}_parsed")
                # Numbers alone say nothing of which is the day.
                if moment and not re.match(r"\s*[0-9]{1,2}[/.-]", written):
                    return f"{moment[0]:04}-{moment[1]:02}-{moment[2]:02}"
            return written
    return ""


def _language(entry):
    details = [*entry.get("content", ()), entry.get("summary_detail"), entry.get("title_detail")]
    return next((said["language"] for said in details if said and said.get("language")), "")


def _host(url):
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
