"""Reads EPUB books: EPUB 3.3 of the W3C, which covers EPUB 2. Own code on lxml.

Its library for Python, EbookLib, has a licence (AGPL) that this project cannot take.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from corpus.page_numbers import without_beginning
from corpus.readers.foreign.archive import Archive
from corpus.readers.foreign.blocks import without_title
from corpus.readers.foreign.docx import author, stated
from corpus.readers.foreign.page_marks import mark_of, without_marks
from corpus.readers.foreign.parts import NotReadable, Part, Parts
from corpus.readers.inline.struck_text import Unstruck, shown_words, without_struck
from corpus.readers.pages.html_text import text_of
from corpus.readers.pages.raised_signs import mark_raised_signs
from corpus.readers.pages.struck_elements import mark_struck_text

MEDIA_TYPE = "application/epub+zip"
_CONTAINER = "META-INF/container.xml"
_ROOT_FILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XHTML, _NCX = "{http://www.w3.org/1999/xhtml}", "{http://www.daisy.org/z3986/2005/ncx/}"
_NCX_TYPE = "application/x-dtbncx+xml"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_CIPHER = "{http://www.w3.org/2001/04/xmlenc#}CipherReference"


def book(archive: Archive) -> Parts:
    """Yield a book as one article. Raises NotReadable."""
    package, folder = _package(archive)
    facts = _facts(package)
    labels = _page_labels(archive, package, folder)
    chapters = [
        _text(tree, labels.get(name, {})) for name, tree in _chapters(archive, package, folder)
    ]
    unstruck = _unstruck("\n\n".join(filter(None, chapters)))
    whole, pages = without_marks(unstruck.text)
    text = without_title(whole, facts["title"])
    yield Part(
        values={**facts, "text": text},
        remarks=unstruck.remarks,
        left_out=unstruck.left_out,
        pages=without_beginning(pages, len(whole) - len(text)),
        media_type=MEDIA_TYPE,
    )


def chapters(archive: Archive, start: int) -> Parts:
    """Yield the chapters of a book as articles, each with its own heading. Raises NotReadable.

    Chapters are the files of the book; those without text, such as a cover, are passed over.
    """
    package, folder = _package(archive)
    facts = _facts(package)
    labels = _page_labels(archive, package, folder)
    page = ""
    for number, (name, tree) in enumerate(_chapters(archive, package, folder), 1):
        # A chapter goes on with the page on which the one before it ends.
        unstruck = _unstruck(mark_of(page) + _text(tree, labels.get(name, {})))
        whole, pages = without_marks(unstruck.text)
        page = pages[-1][1] if pages else page
        if number <= start or not whole:
            continue
        headings = tree.xpath("//h1 | //h2 | //h3")
        heading = " ".join(shown_words(headings[0].text_content()).split()) if headings else ""
        title = heading or " ".join((tree.findtext(".//title") or "").split())
        text = without_title(whole, heading)
        yield Part(
            position=number,
            remarks=unstruck.remarks,
            left_out=unstruck.left_out,
            pages=without_beginning(pages, len(whole) - len(text)),
            values={
                **facts,
                "text": text,
                "title": title,
                "via": facts["title"],
            },
            number=number,
            content=archive.read(name),
            media_type="application/xhtml+xml",
        )


def _unstruck(text: str) -> Unstruck:
    """Return a text without what is struck through, which is quoted without marks of pages."""
    unstruck = without_struck(text)
    left_out = tuple(
        replace(
            each,
            before=without_marks(each.before)[0],
            text=without_marks(each.text)[0],
            after=without_marks(each.after)[0],
        )
        for each in unstruck.left_out
    )
    return replace(unstruck, left_out=left_out)


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
    yielded: set[str] = set()
    for reference in package.iter(f"{_OPF}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        # Each stands in the order once (EPUB 3.3, 5.7.2): else a small book has no end.
        if name in yielded:
            continue
        yielded.add(name)
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


def _page_labels(archive: Archive, package: Any, folder: str) -> dict[str, dict[str, str]]:
    """Return the labels of pages by file and id, from the list of pages of EPUB 3, else EPUB 2."""
    lists: list[tuple[bool, str]] = []
    for item in package.iter(f"{_OPF}item"):
        is_new = "nav" in (item.get("properties") or "").split()
        if is_new or item.get("media-type") == _NCX_TYPE:
            lists.append((is_new, posixpath.join(folder, unquote(item.get("href", "")))))
    labels: dict[str, dict[str, str]] = {}
    for _, name in sorted(lists):
        try:
            tree = archive.xml(posixpath.normpath(name))
        except NotReadable:
            # The chapters are readable without it.
            continue
        for target, label in [] if tree is None else _page_links(tree):
            file, _, element = unquote(target).partition("#")
            file = posixpath.normpath(posixpath.join(posixpath.dirname(name), file))
            labels.setdefault(file, {})[element] = label
    return labels


def _page_links(tree: Any) -> list[tuple[str, str]]:
    """Return (address, label) of the pages that a list of contents names."""
    links = [
        (link.get("href", ""), "".join(link.itertext()))
        for nav in tree.iter(f"{_XHTML}nav")
        if "page-list" in f"{nav.get(_TYPE, '')} {nav.get('role', '')}"
        for link in nav.iter(f"{_XHTML}a")
    ]
    return links + [
        (content.get("src", ""), "".join(target.find(f"{_NCX}navLabel").itertext()))
        for target in tree.iter(f"{_NCX}pageTarget")
        if target.find(f"{_NCX}navLabel") is not None
        for content in target.iter(f"{_NCX}content")
    ]


def _mark_pages(tree: Any, labels: dict[str, str]) -> None:
    """Put a mark where each page begins: at a break that the chapter has, or at a listed id."""
    for element in tree.iter(etree.Element):
        kinds = f"{element.get('epub:type', '')} {element.get('role', '')}".split()
        label = labels.get(element.get("id") or element.get("name") or "\n", "")
        if "pagebreak" in kinds or "doc-pagebreak" in kinds:
            # What is written at a break is the number of the page, and no part of the text.
            named = element.get("title") or element.get("aria-label") or element.text_content()
            tail, mark = element.tail, mark_of(label or named)
            element.clear()
            element.text, element.tail = mark, tail
        elif label:
            element.text = mark_of(label) + (element.text or "")


def _begins_note(link: Any) -> bool:
    """Return whether nothing stands in a note before a link."""
    notes = (each for each in link.iterancestors() if "footnote" in each.get("epub:type", ""))
    note = next(notes, None)
    return note is not None and note.text_content().strip().startswith(link.text_content().strip())


def _text(tree: Any, page_labels: dict[str, str]) -> str:
    """Return the text of a chapter with the marks of its notes in brackets, as in documents.

    Where a page begins stands the mark of it (`corpus.readers.foreign.page_marks`).
    """
    _mark_pages(tree, page_labels)
    for link in tree.iter("a"):
        kinds = f"{link.get('epub:type', '')} {link.get('role', '')}".split()
        mark = link.text_content().strip()
        if "noteref" in kinds or "doc-noteref" in kinds:
            tail = link.tail
            link.clear()
            link.text, link.tail = f"[{mark.strip('[]')}]", tail
        elif mark.isdigit() and _begins_note(link):
            # The number of a note that leads back to it, as LibreOffice writes it.
            link.text, link.tail = f"[{mark}] ", (link.tail or "").lstrip()
            del link[:]
        elif "backlink" in kinds or "doc-backlink" in kinds:
            link.text = ""
            del link[:]
    mark_struck_text(tree)
    mark_raised_signs(tree)
    return mark_of(page_labels.get("", "")) + text_of(tree).replace("\t ", "\t")
