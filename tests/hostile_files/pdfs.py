"""Hostile PDF documents, written object by object."""

import zlib
from hashlib import sha256

from tests.hostile_files.archives import MEGABYTE

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf(objects, extra=b"", root=1):
    """Return a document of these objects, numbered from 1; the first is its catalog."""
    parts = [b"%PDF-1.7\n"]
    offsets, length = [], len(parts[0])
    for number, each in enumerate(objects, 1):
        offsets.append(length)
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, each))
        length += len(parts[-1])
    size = len(offsets) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    parts += [b"%010d 00000 n \n" % offset for offset in offsets]
    parts.append(b"trailer<</Size %d/Root %d 0 R%b>>\n" % (size, root, extra))
    parts.append(b"startxref\n%d\n%%%%EOF" % length)
    return b"".join(parts)


def stream(content, facts=b""):
    packed = zlib.compress(content, 9)
    return b"<</Filter/FlateDecode/Length %d%b>>stream\n%b\nendstream" % (
        len(packed), facts, packed,
    )  # fmt: skip


def shown(words):
    return b"BT /F1 12 Tf 72 700 Td (%b) Tj ET" % words


def pages(count, content, catalog=b"", resources=b""):
    """Return a document of `count` pages that all show the same stream."""
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources"
    page += b"<</Font<</F1 3 0 R>>%b>>>>" % resources
    return pdf([
        b"<</Type/Catalog/Pages 2 0 R%b>>" % catalog,
        b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, kids),
        _FONT,
        stream(content),
        *[page] * count,
    ])  # fmt: skip


def deep_tree(depth, is_loop=False):
    """Return a document whose only page is `depth` nodes below the root, or below nothing."""
    nodes = [
        b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (2 if is_loop and n == depth else n + 3)
        for n in range(depth + 1)
    ]
    page = b"<</Type/Page/MediaBox[0 0 595 842]/Resources<<>>>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, page])


def with_image():
    """Return a page with an image of 30,000 by 30,000 points, of which the bytes are few."""
    image = b"/Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 8"
    image = stream(b"\0" * 900 * MEGABYTE, image + b"/ColorSpace/DeviceGray")
    content = shown(b"Words beside an image.") + b" /I1 Do"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources"
    page += b"<</Font<</F1 3 0 R>>/XObject<</I1 6 0 R>>>>>>"
    tree = b"<</Type/Pages/Count 1/Kids[5 0 R]>>"
    catalog = b"<</Type/Catalog/Pages 2 0 R>>"
    return pdf([catalog, tree, _FONT, stream(content), page, image])


SCRIPT = b"/OpenAction<</S/JavaScript/JS(app.launchURL\\('https://paper.example'\\);)>>"
LAUNCH = b"/OpenAction<</S/Launch/F(/bin/sh)>>"


def encrypted(content):
    """Return a document that says that it is encrypted, with keys that open nothing."""
    keys = [sha256(name).hexdigest().encode() for name in (b"owner", b"user")]
    facts = b"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<%b>/U<%b>>>" % tuple(keys)
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R" + facts)


def files():
    """Yield (name, what makes its bytes)."""
    words = shown(b"The convoy left the harbour at dawn.")
    yield "10000-pages.pdf", lambda: pages(10_000, words)
    yield "3000-pages.pdf", lambda: pages(3_000, words)
    yield "million-objects.pdf", lambda: pdf([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[4 0 R]>>", _FONT,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources"
        b"<</Font<</F1 3 0 R>>>>>>", stream(words), *[b"<</A 1>>"] * 10**6,
    ])  # fmt: skip
    yield "script.pdf", lambda: pages(1, words, SCRIPT)
    yield "launch.pdf", lambda: pages(1, words, LAUNCH)
    yield "image.pdf", with_image
    yield "deep-tree.pdf", lambda: deep_tree(100_000)
    yield "loop.pdf", lambda: deep_tree(9, is_loop=True)
    yield "bomb.pdf", lambda: pages(1, b"%" * 1000 * MEGABYTE + b"\n" + words)
    yield "million-letters.pdf", lambda: pages(1, shown(b"x" * 3 * MEGABYTE))
    yield "million-lines.pdf", lambda: pages(1, shown(b"word) Tj 0 -1 Td (" * 10**6))
    yield "letters-of-3000-pages.pdf", lambda: pages(3_000, shown(b"words " * 1_000))
    yield (
        "drawn-in-itself.pdf",
        lambda: pages(1, words + b" /X Do", resources=b"/XObject<</X 5 0 R>>"),
    )
    yield "encrypted.pdf", lambda: encrypted(pages(1, words))
    yield "truncated.pdf", lambda: pages(9, words)[:1200]
    yield "no-pages.pdf", lambda: pdf([b"<</Type/Catalog>>"])
    yield "garbage.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 4_000
    yield "large.pdf", lambda: b"%PDF-1.7\n" + b"%" * 200 * MEGABYTE
