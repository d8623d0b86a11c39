"""Hostile mails and mailboxes, and large texts and files of every kind."""

from base64 import encodebytes

from tests.hostile_files.archives import MEGABYTE

HEAD = b"From: A. Writer <a@paper.example>\nSubject: Convoy\nMIME-Version: 1.0\n"
_TEXT = b"The convoy left the harbour at dawn.\n"


def multipart(parts, head=HEAD):
    content = head + b"Content-Type: multipart/mixed; boundary=b\n\n"
    return content + b"".join(b"--b\n" + part for part in parts) + b"--b--\n"


def forwarded(depth):
    """Return a mail in a mail, and so on."""
    inner = HEAD + b"\n" + _TEXT
    head = HEAD + b"Content-Type: message/rfc822\n\n"
    return head * depth + inner


def nested(depth):
    """Return a mail of which each part is the only one of another."""
    heads = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth)
    )
    return HEAD + heads + b"Content-Type: text/plain\n\n" + _TEXT


def files():
    """Yield (name, what makes its bytes)."""
    text = b"Content-Type: text/plain\n\n" + _TEXT
    attached = b"Content-Type: text/plain\nContent-Disposition: attachment; filename=%b\n\n"
    yield "forwarded-1000.eml", lambda: forwarded(1_000)
    yield "nested-1000.eml", lambda: nested(1_000)
    yield "nested-100000.eml", lambda: nested(100_000)
    yield "attachment-200-MB.eml", lambda: multipart([
        text,
        attached % b"a.txt" + b"Content-Transfer-Encoding: base64\n\n"
        + encodebytes(_TEXT * (200 * MEGABYTE // len(_TEXT))),
    ])  # fmt: skip
    yield (
        "attachments-10000.eml",
        lambda: multipart(
            [text, *(attached % b"%d.txt" % n + b"%d " % n + _TEXT for n in range(10_000))]
        ),
    )
    yield "million-parts.eml", lambda: multipart([text] * 10**6)
    yield "million-headers.eml", lambda: HEAD + b"X-A: b\n" * 10**6 + b"\n" + _TEXT
    yield "long-header.eml", lambda: HEAD + b"To: " + b"a@b.example, " * 10**6 + b"\n\n" + _TEXT
    yield (
        "long-subject.eml",
        lambda: b"Subject: " + b"=?utf-8?q?word?= " * 10**5 + b"\n" + HEAD + b"\n" + _TEXT,
    )
    yield "paths.eml", lambda: multipart([text, attached % b'"../../../etc/passwd.txt"' + _TEXT])
    yield "encrypted.eml", lambda: HEAD + b"Content-Type: multipart/encrypted; boundary=b\n\n--b--"
    yield "truncated.eml", lambda: multipart([text, attached % b"a.txt" + _TEXT])[:-20]
    yield "large.mbox", lambda: (
        b"From a@paper.example Mon Aug  2 10:00:00 2021\n" + HEAD + b"\n" + _TEXT * 100 + b"\n"
    ) * 52_000  # fmt: skip
    yield (
        "one-mail.mbox",
        lambda: (
            b"From a Mon Aug  2 10:00:00 2021\n" + HEAD + b"\n" + _TEXT * (200 * MEGABYTE // 37)
        ),
    )
    yield "empty-mails.mbox", lambda: b"From a Mon Aug  2 10:00:00 2021\n\n" * 10**6
    yield "large.txt", lambda: _TEXT * (200 * MEGABYTE // 37)
    yield "large.html", lambda: b"<html><body>" + b"<p>word</p>" * 18 * MEGABYTE
    yield "large.csv", lambda: b"text,title\n" + b'"' + _TEXT * (200 * MEGABYTE // 37)
    yield "large.jsonl", lambda: b'{"text": "' + b"word " * 40 * MEGABYTE + b'"}'
    yield "large.rss", lambda: b"<rss><channel><item><description>" + b"word " * 40 * MEGABYTE
    yield "zeros.pdf", lambda: b"\0" * 200 * MEGABYTE
    yield "zeros.docx", lambda: b"PK\x03\x04" + b"\0" * 200 * MEGABYTE
    for format, head in {
        "pdf.docx": b"%PDF-1.7\n", "docx.pdf": b"PK\x03\x04", "rtf.epub": b"{\\rtf1 words}",
        "eml.odt": HEAD + b"\n" + _TEXT, "zip.rtf": b"PK\x05\x06" + b"\0" * 18,
        "text.pdf": _TEXT, "image.docx": b"\x89PNG\r\n\x1a\n", "html.pdf": b"<html><p>words</p>",
    }.items():  # fmt: skip
        yield f"named-wrongly-{format}", lambda head=head: head
