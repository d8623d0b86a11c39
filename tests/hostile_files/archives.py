"""Hostile ZIP archives, archives of the web, and books."""

import gzip
import io
import struct
import zipfile
import zlib

MEGABYTE = 1_000_000
_MIMETYPES = {
    "epub": "application/epub+zip",
    "odt": "application/vnd.oasis.opendocument.text",
}


def packed(files, compression=zipfile.ZIP_DEFLATED):
    """Return the bytes of a ZIP archive of (name, content)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression, compresslevel=9) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def package(format, files):
    """Return a document that begins with its media type, as EPUB and ODT do."""
    first = zipfile.ZipInfo("mimetype"), _MIMETYPES[format]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(*first)
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def overlapping(count, size):
    """Return an archive of `count` files that all unpack the same bytes, `size` each."""
    raw = b"word " * (size // 5)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = deflate.compress(raw) + deflate.flush()
    sums = struct.pack("<LLL", zlib.crc32(raw), len(content), len(raw))
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0x21) + sums
    local += struct.pack("<HH", 5, 0) + b"a.txt" + content
    entries = b""
    for _ in range(count):
        entries += b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0x21) + sums
        entries += struct.pack("<HHHHHLL", 5, 0, 0, 0, 0, 0, 0) + b"a.txt"
    end = struct.pack("<HHHHLLH", 0, 0, count, count, len(entries), len(local), 0)
    return local + entries + b"PK\x05\x06" + end


def nested(depth):
    """Return an archive in an archive, and so on, with a text in each."""
    content = packed([("note.txt", "The innermost text.")])
    for level in range(depth):
        content = packed([("inner.zip", content), ("note.txt", f"Text {level}.")])
    return content


def book(chapters, spine):
    """Return an EPUB with these (name, markup) and items of the list of what is read."""
    manifest = "".join(
        f'<item id="c{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, (name, _) in enumerate(chapters)
    )
    order = "".join(f'<itemref idref="c{number}"/>' for number in spine)
    return package("epub", [
        ("META-INF/container.xml",
         '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
         '<rootfile full-path="book.opf"/></rootfiles></container>'),
        ("book.opf",
         f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{manifest}</manifest>'
         f"<spine>{order}</spine></package>"),
        *chapters,
    ])  # fmt: skip


def _chapter(words):
    return f"<html><body><p>{words}</p></body></html>"


def web_record(body, length=None, url="https://paper.example/a"):
    """Return a response of an archive of the web that states `length` bytes."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    stated = len(answer) if length is None else length
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2021-08-05T00:00:00Z\r\nContent-Type: application/http;msgtype=response\r\n"
        f"Content-Length: {stated}\r\n\r\n"
    ).encode() + answer + b"\r\n\r\n"  # fmt: skip


_PAGE = b"<html><body><article><p>" + b"The convoy left the harbour at dawn. " * 9 + b"</p>"
_TEXT = "The convoy left the harbour at dawn. "


def files():
    """Yield (name, what makes its bytes)."""
    zeros = b"\0" * (1000 * MEGABYTE)
    yield "flat-bomb.zip", lambda: packed([("zeros.txt", zeros)])
    yield "many-bombs.zip", lambda: packed([(f"{n}.txt", zeros[:MEGABYTE]) for n in range(2_500)])
    yield "overlapping.zip", lambda: overlapping(9_000, 60 * MEGABYTE)
    yield "overlapping-small.zip", lambda: overlapping(9_000, MEGABYTE // 10)
    yield "nested-20.zip", lambda: nested(20)
    yield "many-files.zip", lambda: packed([(f"{n}.txt", "") for n in range(60_000)])
    yield "paths.zip", lambda: packed([
        ("../../../etc/passwd.txt", _TEXT), ("/etc/shadow.txt", _TEXT + "2"),
        ("..\\..\\a.txt", _TEXT + "3"), ("C:\\a.txt", _TEXT + "4"), ("a\0.txt", _TEXT + "5"),
    ])  # fmt: skip
    yield "bombs-in-bombs.zip", lambda: packed([
        (f"{n}.zip", packed([(f"{m}.txt", zeros[: 40 * MEGABYTE]) for m in range(40)]))
        for n in range(4)
    ])  # fmt: skip
    yield "truncated.zip", lambda: packed([("a.txt", _TEXT * 999)])[:-30]
    yield (
        "wrong-lengths.warc",
        lambda: web_record(_PAGE) + web_record(_PAGE + b"2", 9**15) + web_record(_PAGE),
    )
    yield "short-lengths.warc", lambda: web_record(_PAGE, 30) + web_record(_PAGE + b"3")
    yield "negative-length.warc", lambda: web_record(_PAGE, -5) + web_record(_PAGE)
    yield "bomb.warc.gz", lambda: gzip.compress(web_record(b"<p>" + zeros))
    yield "bomb-in-response.warc", lambda: web_record(zeros).replace(
        b"Content-Type: text/html", b"Content-Type: text/html\r\nContent-Encoding: gzip"
    ).replace(zeros, gzip.compress(zeros))  # fmt: skip
    yield "truncated.warc.gz", lambda: gzip.compress(web_record(_PAGE * 99))[:-40]
    yield (
        "large.warc",
        lambda: b"".join(
            web_record(_PAGE, url=f"https://paper.example/{n}") for n in range(300_000)
        ),
    )
    yield (
        "paths.epub",
        lambda: book(
            [("../../../etc/passwd", _chapter("one")), ("/etc/hosts", _chapter("two"))], [0, 1, 1]
        ),
    )
    yield "chapter-million-times.epub", lambda: book([("a", _chapter("word " * 99))], [0] * 10**6)
    yield "bomb.epub", lambda: book([("a", _chapter("word " * 40 * MEGABYTE))], [0])
    yield "deep.epub", lambda: book([("a", "<div>" * 10**6 + "words")], [0])
    yield "truncated.epub", lambda: book([("a", _chapter("word " * 99))], [0])[:-50]
