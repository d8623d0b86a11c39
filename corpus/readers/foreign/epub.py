"""Reads EPUB books: EPUB 3.3 of the W3C, which covers EPUB 2. Own code on lxml.

Its library for Python, EbookLib, has a licence (AGPL) that this project cannot take.
"""

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from corpus.readers.foreign.archive import Archive
from corpus.readers.foreign.blocks import without_title
from corpus.readers.foreign.docx import author, stated
from corpus.readers.foreign.parts import NotReadable, Part, Parts
from corpus.readers.html_text import text_of

MEDIA_TYPE = "application/epub+zip"
_CONTAINER = "META-INF/container.xml"
_ROOT_FILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CIPHER = "{http://www.w3.org/2001/04/xmlenc#}CipherReference"


def book(archive: Archive) -> Parts:
    """Yield a book as one article. Raises NotReadable."""
    package, folder = _package(archive)
    facts = _facts(package)
    chapters = [_text(tree) for _, tree in _chapters(archive, package, folder)]
    text = "\n\n".join(filter(None, chapters))
    yield Part(values={**facts, "text": without_title(text, facts["title"])}, media_type=MEDIA_TYPE)


def chapters(archive: Archive, start: int) -> Parts:
    """Yield the chapters of a book as articles, each with its own heading. Raises NotReadable.

    Chapters are the files of the book; those without text, such as a cover, are passed over.
    """
    package, folder = _package(archive)
    facts = _facts(package)
    for number, (name, tree) in enumerate(_chapters(archive, package, folder), 1):
        text = _text(tree)
        if number <= start or not text:
            continue
        headings = tree.xpath("//h1 | //h2 | //h3")
        heading = " ".join(headings[0].text_content().split()) if headings else ""
        title = heading or " ".join((tree.findtext(".//title") or "").split())
        yield Part(
            position=number,
            values={
                **facts,
                "text": without_title(text, heading),
                "title": title,
                "via": facts["title"],
            },
            number=number,
            content=archive.read(name),
            media_type="application/xhtml+xml",
        )


def _package(archive: Archive) -> tuple[Any, str]:
    """Return (the tree that lists the files of a book, the folder of that list)."""
    container = archive.xml(_CONTAINER)
    root = None if container is None else container.find(f".//{_ROOT_FILE}")
    name = "" if root is None else root.get("full-path", "")
    package = archive.xml(name)
    if package is None:
        raise NotReadable("It is damaged: it does not say what is in it.")
    return package, posixpath.dirname(name)


def _facts(package: Any) -> dict[str, str]:
    names = [
        " ".join((each.text or "").split())
        for each in package.iter(f"{_DC}creator")
        # Illustrators and others are named by their roles.
        if each.get(f"{_OPF}role", "aut") == "aut"
    ]
    return {
        "title": stated(package, f"{_DC}title"),
        "byline": ", ".join(filter(None, map(author, names))),
        "language": stated(package, f"{_DC}language"),
        "source": stated(package, f"{_DC}publisher"),
        "published": _published(package),
    }


def _published(package: Any) -> str:
    """Return the day of publication; other days are named as such (EPUB 2)."""
    for date in package.iter(f"{_DC}date"):
        if date.get(f"{_OPF}event", "publication") in ("publication", "original-publication"):
            return (date.text or "").strip()
    return ""


def _chapters(archive: Archive, package: Any, folder: str) -> Iterator[tuple[str, Any]]:
    """Yield (name, tree) of the files of a book in reading order, without its list of contents."""
    items = {item.get("id"): item for item in package.iter(f"{_OPF}item")}
    encrypted = _encrypted_names(archive)
    for reference in package.iter(f"{_OPF}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        if name in encrypted:
            raise NotReadable("It is encrypted: the book is protected against copying.")
        content = archive.read(name)
        if "html" not in (item.get("media-type") or "") or not content.strip():
            continue
        try:
            parser = lxml_html.HTMLParser(encoding=_encoding(content))
            yield name, lxml_html.document_fromstring(content, parser=parser)
        except etree.ParserError:
            # There is nothing in it.
            continue


def _encoding(content: bytes) -> str:
    return "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"


def _encrypted_names(archive: Archive) -> set[str]:
    tree = archive.xml("META-INF/encryption.xml")
    return set() if tree is None else {unquote(each.get("URI", "")) for each in tree.iter(_CIPHER)}


def _text(tree: Any) -> str:
    """Return the text of a chapter with the marks of its notes in brackets, as in documents."""
    for link in tree.iter("a"):
        kinds = f"{link.get('epub:type', '')} {link.get('role', '')}".split()
        mark = link.text_content().strip()
        if "noteref" in kinds or "doc-noteref" in kinds:
            tail = link.tail
            link.clear()
            link.text, link.tail = f"[{mark.strip('[]')}]", tail
        elif "backlink" in kinds or "doc-backlink" in kinds:
            link.text = ""
            del link[:]
    return text_of(tree).replace("\t ", "\t")
