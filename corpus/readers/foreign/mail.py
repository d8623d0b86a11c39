"""Reads a mail: its text, what its headers state, and the files attached to it."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from email.utils import parseaddr
from typing import BinaryIO

from lxml import html as lxml_html
from lxml.etree import ParserError

from corpus.readers.documents import codec_named
from corpus.readers.encodings import Undecodable, decode
from corpus.readers.extraction import CONTEXT_LENGTH, LeftOut
from corpus.readers.foreign.parts import MAX_DOCUMENT, NotReadable, Part, Parts
from corpus.readers.inline.struck_text import shown_words, without_struck
from corpus.readers.limits import MAX_LENGTHS
from corpus.readers.pages.html_text import text_of
from corpus.readers.pages.raised_signs import mark_raised_signs
from corpus.readers.pages.struck_elements import mark_struck_text, with_deletions

MEDIA_TYPE = "message/rfc822"
# Attachments of one mail, and parts of parts: far more than mails of people have.
MAX_ATTACHMENTS, MAX_DEPTH = 200, 20

# Mailboxes write “>From ” at the beginning of a line for “From ” (RFC 4155).
_ESCAPED_LINE = re.compile(rb"^>(>*From )", re.MULTILINE)
_PARSER = BytesParser(_class=EmailMessage, policy=SMTP)
# What stands above a quoted mail: a line that names its writer and ends with a colon, or a rule.
_QUOTING_LINE = re.compile(r"[^\n>]{0,300}:\s*\Z")
_RULE = re.compile(
    r"^(?:-{2,} ?(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Message d'origine"
    r"|Исходное сообщение) ?-{2,})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_SPACES = re.compile(r"\s+")
# A line that begins a part, above its headers.
_BOUNDARY = re.compile(r'^--([^\s"\\]{1,100})[ \t]*\r?\nContent-', re.MULTILINE | re.IGNORECASE)
# Marks of a quoted mail in HTML: of Thunderbird and Apple Mail, Gmail, Outlook, Yahoo.
_QUOTES = (
    "//blockquote[@type='cite'] | //*[contains(@class, 'gmail_quote')]"
    " | //*[@id='divRplyFwdMsg' or @id='appendonsend'] | //*[contains(@class, 'yahoo_quoted')]"
)


def read(file: BinaryIO, start: int) -> Parts:
    """Yield the mail of a file and its attachments. Raises NotReadable."""
    file.seek(0)
    return mail_parts(file.read(MAX_DOCUMENT + 1), 1)


def mail_parts(content: bytes, position: int, number: int | None = None) -> Parts:
    """Yield a mail, then the files attached to it, all of them at one `position`.

    `number` is that of the mail in its mailbox; without it, the mail is the whole file. Raises
    NotReadable.
    """
    is_whole = number is None
    message = _PARSER.parsebytes(content if is_whole else _ESCAPED_LINE.sub(rb"\1", content))
    if not any(_line(message, name) for name in ("from", "date", "subject", "message-id")):
        raise NotReadable("It is not a mail: it has no headers of one.")
    if message.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime"):
        raise NotReadable("The mail is encrypted.")
    bodies, attachments = _split(message)
    text, left_out, remarks = _text(bodies)
    values = {
        "text": text,
        "title": _line(message, "subject"),
        "byline": _writer(message),
        "published": _line(message, "date"),
        "language": _line(message, "content-language").partition(",")[0],
    }
    files = list(_files(attachments, position, number, _about(values)))
    if text or not files:
        yield Part(
            position,
            values,
            remarks,
            left_out,
            number=number,
            content=b"" if is_whole else content,
            media_type=MEDIA_TYPE,
        )
    yield from files


def _split(message: EmailMessage) -> tuple[list[EmailMessage], list[EmailMessage]]:
    """Return (the parts that are the text, in their order; the parts that are files)."""
    bodies, attachments = [], []
    pending: list[tuple[EmailMessage, int]] = [(message, 0)]
    while pending:
        part, depth = pending.pop(0)
        kind = part.get_content_type()
        is_text = kind in ("text/plain", "text/html") and not part.is_attachment()
        if kind.startswith("multipart/") and not _inner(part):
            # What divides it is missing, or another than it states: else all of it is the text.
            divided = _divided(part) if depth < MAX_DEPTH else None
            if divided:
                pending[:0] = [(divided, depth + 1)]
            else:
                bodies.append(part)
        elif kind == "multipart/alternative" and depth < MAX_DEPTH:
            # The last form is the richest; the plain one has the line ends of its writer.
            forms = _inner(part)
            shown = [each for each in forms if _is_plain_text(each)] or forms[-1:]
            pending[:0] = [(each, depth + 1) for each in shown[:1]]
            # Files may stand in the richer form alone.
            if shown[0] not in forms[-1:]:
                attachments += [each for each in forms[-1].walk() if each.is_attachment()]
        elif part.is_multipart() and kind != "message/rfc822" and depth < MAX_DEPTH:
            pending[:0] = [(each, depth + 1) for each in _inner(part)]
        elif is_text and not part.get_filename():
            bodies.append(part)
        elif not (part.get_content_maintype() == "image" and part["content-id"]):
            # Images that belong to the text of the mail are no files of their own.
            attachments.append(part)
    return bodies, attachments


def _divided(part: EmailMessage) -> EmailMessage | None:
    """Return the parts of a mail that states a wrong line between them, None if it has none."""
    payload = part.get_payload()
    line = _BOUNDARY.search(payload) if isinstance(payload, str) else None
    if not line or not isinstance(payload, str):
        return None
    head = f'Content-Type: {part.get_content_type()}; boundary="{line[1]}"\n\n'
    divided = _PARSER.parsebytes((head + payload).encode("utf-8", "surrogateescape"))
    return divided if _inner(divided) else None


def _is_plain_text(part: EmailMessage) -> bool:
    return part.get_content_type() == "text/plain" and bool(_content(part)[0].strip())


def _inner(part: EmailMessage) -> list[EmailMessage]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, EmailMessage)] if payload else []


def _text(bodies: list[EmailMessage]) -> tuple[str, tuple[LeftOut, ...], tuple[str, ...]]:
    """Return (the text of a mail, what is struck through or quoted below it, remarks)."""
    texts: list[str] = []
    left_out: list[LeftOut] = []
    remarks: list[str] = []
    for body in bodies:
        content, remark = _content(body)
        if body.get_content_type() == "text/html":
            text, quoted = _html_text(content)
        else:
            text, quoted = without_history(_plain_text(content, body))
        unstruck = without_struck(text)
        left_out += unstruck.left_out
        if quoted:
            left_out.append(LeftOut(unstruck.text[-CONTEXT_LENGTH:], shown_words(quoted), ""))
        remarks += [*unstruck.remarks, *filter(None, [remark])]
        texts.append(unstruck.text)
    return "\n\n".join(filter(None, texts)), tuple(left_out), tuple(remarks)


def _content(part: EmailMessage) -> tuple[str, str]:
    """Return (the text of a part in the encoding that it names or is in, a remark or "")."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    codec = codec_named(part.get_content_charset() or "")
    if codec:
        try:
            return content.decode(codec), ""
        except UnicodeDecodeError:
            pass
    try:
        decoded = decode(content)
    except Undecodable:
        return content.decode("utf-8", "replace"), "Bytes are damaged; each became “\ufffd”."
    return decoded.text, decoded.remark


def _plain_text(text: str, part: EmailMessage) -> str:
    """Return a text with the lines joined that the writer's program broke (RFC 3676)."""
    text = text.replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        is_deleted = str(part.get_param("delsp", "")).lower() == "yes"
        # The rule above a signature ends with a space and is a line of its own.
        pattern = re.compile(r"(?<!^--) \n(?=[^\s>-])", re.MULTILINE)
        text = pattern.sub("" if is_deleted else " ", text)
        text = re.sub(r"^ (?=[ >]|From )", "", text, flags=re.MULTILINE)
    return text.strip()


def without_history(text: str) -> tuple[str, str]:
    """Return (what its writer wrote, the mail that stands quoted at the end or "").

    An answer between quoted lines is left as it is.

    >>> without_history("Yes.\\n\\nOn Monday A. Writer wrote:\\n> Will you come?")
    ('Yes.', 'On Monday A. Writer wrote:\\n> Will you come?')
    """
    rule = _RULE.search(text)
    if rule:
        answer = text[: rule.start()].rstrip()
        return (answer, text[rule.start() :]) if answer else (text, "")
    lines = text.split("\n")
    end = len(lines)
    while end and (lines[end - 1].startswith(">") or not lines[end - 1].strip()):
        end -= 1
    quoted = "\n".join(lines[end:]).strip()
    answer = "\n".join(lines[:end]).rstrip()
    if not quoted or re.search(r"^>", answer, re.MULTILINE):
        return text, ""
    above = answer.rpartition("\n\n")
    last = above[2]
    if _QUOTING_LINE.fullmatch(last.replace("\n", " ")) and above[0]:
        return above[0].rstrip(), f"{last}\n{quoted}"
    return (answer, quoted) if answer else (text, "")


def _html_text(markup: str) -> tuple[str, str]:
    """Return (the text of a body in HTML, the mail that is quoted in it)."""
    if not markup.strip():
        return "", ""
    parser = lxml_html.HTMLParser(encoding="utf-8")
    try:
        content = with_deletions(markup).encode("utf-8", "replace")
        tree = lxml_html.document_fromstring(content, parser=parser)
    except ParserError:
        return "", ""
    mark_struck_text(tree)
    mark_raised_signs(tree)
    whole = text_of(tree)
    quotes = tree.xpath(_QUOTES)
    quoted = text_of(quotes[0]) if quotes else ""
    if quoted and whole.endswith(quoted) and whole != quoted:
        return whole.removesuffix(quoted).rstrip(), quoted
    return whole, ""


def _line(message: EmailMessage, header: str) -> str:
    """Return a header on one line, "" if it is missing or cannot be parsed."""
    try:
        return _SPACES.sub(" ", str(message.get(header, ""))).strip()
    except (ValueError, AttributeError, IndexError, TypeError):
        return ""


def _writer(message: EmailMessage) -> str:
    name, address = parseaddr(_line(message, "from"))
    return name or address


def _about(mail: dict[str, str]) -> str:
    """Return words that name a mail, for what was attached to it."""
    parts = [f"“{mail['title']}”" if mail["title"] else "a mail", mail["byline"]]
    return ", ".join(filter(None, parts))[: MAX_LENGTHS["via"]]


def _files(
    attachments: list[EmailMessage], position: int, number: int | None, about: str
) -> Iterator[Part]:
    """Yield the files of a mail; `about` is what their articles name as where they come from."""
    for count, part in enumerate(attachments[:MAX_ATTACHMENTS], 1):
        if part.get_content_type() == "message/rfc822":
            inner = _inner(part)
            content = inner[0].as_bytes() if inner else b""
            name = _line(inner[0], "subject") + ".eml" if inner else ""
        else:
            payload = part.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else b""
            name = part.get_filename() or ""
        if content:
            yield Part(
                position,
                {"via": about},
                name=_SPACES.sub(" ", name).strip() or f"attachment {count}",
                number=number,
                content=content,
                media_type=part.get_content_type(),
                is_file=True,
            )
    if len(attachments) > MAX_ATTACHMENTS:
        reason = f"The mail has {len(attachments):,} attachments; {MAX_ATTACHMENTS} were read."
        yield Part(position, number=number, refusal=reason)
