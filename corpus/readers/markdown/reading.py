"""Reads a Markdown file as an article: notes, posts of static sites, clippings.

Keys of front matter are those that Hugo, Jekyll, Obsidian and its clipper, Zotero and MarkDownload
write.
"""

import re
from collections.abc import Mapping
from typing import BinaryIO

from corpus.readers.documents import NoText, decode_document, read_document
from corpus.readers.encodings import Undecodable, encoding_label
from corpus.readers.extraction import NoArticle, extract_article
from corpus.readers.fields import Origin, assemble
from corpus.readers.imported_record import FileLocation, Items
from corpus.readers.markdown.front_matter import FrontMatter, split_front_matter
from corpus.readers.markdown.markup import html_of
from corpus.readers.plain_text import split_headers
from corpus.text import as_windows_1252, has_c1_punctuation

# Our fields by the keys that have them, the likeliest first.
_KEYS = {
    "title": ("title", "headline"),
    "byline": ("author", "authors", "byline", "by", "creator", "creators"),
    "published": ("date", "published", "publishdate", "date_published", "pubdate", "issued"),
    "url": ("url", "source", "source_url", "link", "original_url", "canonical_url", "canonicalurl"),
    "source": ("source", "publisher", "publication", "publicationtitle", "site", "site_name"),
    "language": ("lang", "language"),
    "retrieved": ("retrieved", "accessed", "accessdate", "clipped"),
}
_ADDRESS = re.compile(r"https?://\S+")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_HEADING = re.compile(r"<h1>(.*?)</h1>\s*", re.DOTALL)
DRAFT = "It is not published (“draft”); it was left out."


def read(file: BinaryIO, name: str, columns: Mapping[str, str], start: int) -> Items:
    """Yield the article of a file, and its problems; nothing behind `start`."""
    if start:
        return
    origin = Origin(FileLocation(name), b"", "text/markdown", 0, 1)
    try:
        content = read_document(file)
        decoded = decode_document(content)
    except (NoText, Undecodable) as error:
        yield origin.problem("", str(error))
        return
    media_type = f"text/markdown; charset={encoding_label(decoded.encoding)}"
    origin = Origin(FileLocation(name), content, media_type, 0, 1)
    text = as_windows_1252(decoded.text) if has_c1_punctuation(decoded.text) else decoded.text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    matter = split_front_matter(lines)
    if matter is None:
        values, body = split_headers(lines)
        matter = FrontMatter({}, body)
    else:
        values = _values(matter)
    if _is_draft(matter):
        yield origin.problem("", DRAFT)
        return
    remarks = [decoded.remark, matter.fault, _remark_on(matter)]
    markup = html_of(matter.body)
    heading = _HEADING.match(markup)
    # The first heading is the title, or says it once more.
    if heading and _line(heading[1]) == values.setdefault("title", _line(heading[1])):
        markup = markup[heading.end() :]
    try:
        article = extract_article(f"<div>{markup}</div>")
    except NoArticle as error:
        yield origin.problem("text", str(error) if markup.strip() else "There is no text.")
        return
    for remark in filter(None, [*remarks, *article.remarks]):
        yield origin.problem("", remark, is_left_out=False)
    yield from assemble(origin, {**values, "text": article.text}, left_out=article.left_out)


def _values(matter: FrontMatter) -> dict[str, str]:
    """Return the values of front matter by the names of our fields."""
    values: dict[str, str] = {}
    for field, keys in _KEYS.items():
        texts = [
            [_WIKI_LINK.sub(r"\1", each) for each in matter.values.get(key, ())] for key in keys
        ]
        lines = [", ".join(filter(None, each)) for each in texts]
        if field in ("url", "source"):
            # Where a text was found is its address for some, its publisher for others.
            is_url = field == "url"
            lines = [line for line in lines if bool(_ADDRESS.fullmatch(line)) == is_url]
        if field == "published":
            lines = [line for line in lines if line not in ("true", "false")]
        if line := next(filter(None, lines), ""):
            values[field] = line
    return values


def _is_draft(matter: FrontMatter) -> bool:
    """Return whether a post is not published, as Hugo and Jekyll state it."""
    return matter.values.get("draft") == ["true"] or matter.values.get("published") == ["false"]


def _remark_on(matter: FrontMatter) -> str:
    """Return a sentence for an editor about keys of ours whose values were not read, or ""."""
    ours = {key for keys in _KEYS.values() for key in keys}
    unread = [f"“{key}”" for key in matter.unread if key.lower() in ours]
    return f"Of the front matter was not read: {', '.join(unread)}." if unread else ""


def _line(markup: str) -> str:
    try:
        return " ".join(extract_article(markup).text.split())
    except NoArticle:
        return ""
