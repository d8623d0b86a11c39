"""Mails, mailboxes and what is attached to them."""

import io
import mailbox
from datetime import date
from email.message import EmailMessage

import pytest

from corpus.dates import DAY, ImpreciseDate
from corpus.readers.foreign import files_in_files
from corpus.readers.foreign.mail import without_history
from corpus.readers.foreign.parts import NotReadable, Part
from corpus.readers.formats import format_of, read_articles
from corpus.readers.imported_record import FileLocation, ImportedRecord, Problem
from tests.corpus.readers.reading import outcome, records

TEXT = "The convoy left at dawn.\n\nIt came back in the evening."
FORWARDED = "---------- Forwarded message ---------\nFrom: A."
PAGE = "<html><body><h1>Ignored</h1><p>Один абзац.</p><p>Второй.</p></body></html>"


def make_mail(text=TEXT, **headers):
    mail = EmailMessage()
    mail["From"] = "Anna Müller <anna@paper.example>"
    mail["To"] = "desk@paper.example"
    mail["Subject"] = "Колонна вышла"
    mail["Date"] = "Thu, 05 Aug 2021 23:30:00 -0500"
    mail["Message-ID"] = "<1@paper.example>"
    for name, value in headers.items():
        mail[name] = value
    if text:
        mail.set_content(text)
    return mail


def test_mail_is_an_article_with_the_facts_of_its_headers():
    content = make_mail().as_bytes()
    assert records(content, "eml") == [
        ImportedRecord(
            place=FileLocation("name"),
            content=content,
            media_type="message/rfc822",
            text=TEXT,
            title="Колонна вышла",
            byline="Anna Müller",
            published=ImpreciseDate(date(2021, 8, 5), DAY),
            position=1,
        )
    ]
    assert list(read_articles(io.BytesIO(content), "name", "eml", start=1)) == []


def test_mail_without_a_name_is_by_its_address():
    mail = EmailMessage()
    mail["From"] = "anna@paper.example"
    mail.set_content("Words.")
    assert records(mail.as_bytes(), "eml")[0].byline == "anna@paper.example"


def html_mail():
    mail = make_mail("")
    mail.set_content(PAGE, subtype="html", charset="koi8-r")
    return mail


def both_forms():
    mail = make_mail()
    mail.add_alternative(PAGE, subtype="html")
    return mail


def blank_plain_form():
    mail = make_mail(" ")
    mail.add_alternative(PAGE, subtype="html")
    return mail


def flowed():
    mail = make_mail("One paragraph of \nthree short \nlines.\n\n-- \nA signature")
    mail.set_param("format", "flowed")
    return mail


@pytest.mark.parametrize(
    ("mail", "text"),
    [
        (html_mail(), "Ignored\n\nОдин абзац.\n\nВторой."),
        (both_forms(), TEXT),
        (blank_plain_form(), "Ignored\n\nОдин абзац.\n\nВторой."),
        (flowed(), "One paragraph of three short lines.\n\n-- \nA signature"),
    ],
)
def test_text_is_the_plain_form_or_else_the_page(mail, text):
    assert records(mail.as_bytes(), "eml")[0].text == text


def test_headers_and_texts_that_are_plain_bytes_are_read():
    raw = "From: Иван <i@x.org>\nSubject: Привет\nMIME-Version: 1.0\n\nСлова.".encode()
    [record] = records(raw, "eml")
    assert (record.byline, record.title, record.text) == ("Иван", "Привет", "Слова.")
    [remark, record] = read_articles(
        io.BytesIO("From: a@x.org\n\nКолонна вышла на рассвете.".encode("cp1251")), "name", "eml"
    )
    assert remark.reason == "It is not UTF-8; it was read as windows-1251."
    assert record.text == "Колонна вышла на рассвете."


@pytest.mark.parametrize(
    ("text", "kept", "quoted"),
    [
        ("Yes.\n\nOn Monday A. wrote:\n> Come?", "Yes.", "On Monday A. wrote:\n> Come?"),
        ("Yes.\n\nOn Monday\nA. wrote:\n\n> Come?\n>\n> A.\n", "Yes.",
         "On Monday\nA. wrote:\n> Come?\n>\n> A."),
        ("Yes.\n> Come?", "Yes.", "> Come?"),
        ("Yes.\n\n-----Original Message-----\nFrom: A.\n\nCome?", "Yes.",
         "-----Original Message-----\nFrom: A.\n\nCome?"),
        ("> Come?\nYes.\n> When?", "> Come?\nYes.\n> When?", ""),
        ("> Come?", "> Come?", ""),
        (FORWARDED, FORWARDED, ""),
        ("Three things: a, b, c.", "Three things: a, b, c.", ""),
    ],
)  # fmt: skip
def test_mail_that_is_quoted_below_is_no_part_of_the_text(text, kept, quoted):
    assert without_history(text) == (kept, quoted)


def test_quoted_mail_can_be_taken_in_again():
    mail = make_mail("Yes.\n\nOn Monday A. wrote:\n> Come?")
    remark, record = read_articles(io.BytesIO(mail.as_bytes()), "name", "eml")
    assert (remark.is_left_out, record.text) == (False, "Yes.")
    assert [(block.before, block.text) for block in record.left_out] == [
        ("Yes.", "On Monday A. wrote:\n> Come?")
    ]


def with_attachments():
    mail = make_mail()
    mail.add_attachment("Title: The report\n\nWords of it.", filename="report.txt")
    mail.add_attachment(PAGE.encode(), "text", "html", filename="../../page.html")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n", "image", "png", filename="map.png")
    mail.add_attachment(make_mail("An older one."))
    return mail


def test_attachments_are_articles_that_name_the_mail():
    items = list(read_articles(io.BytesIO(with_attachments().as_bytes()), "a.eml", "eml"))
    remark, *articles = items
    assert (remark.reason, remark.is_left_out) == (
        "The attachment map.png was left out: it is an image; only text can be imported.", False
    )  # fmt: skip
    assert [(each.place.file, each.text, each.title) for each in articles] == [
        ("a.eml", TEXT, "Колонна вышла"),
        ("a.eml/report.txt", "Words of it.\n", "The report"),
        ("a.eml/page.html", "Один абзац.\n\nВторой.", "Ignored"),
        ("a.eml/Колонна вышла.eml", "An older one.", "Колонна вышла"),
    ]
    assert [each.via for each in articles] == ["", *["“Колонна вышла”, Anna Müller"] * 3]
    assert articles[1].content == b"Title: The report\n\nWords of it.\n"
    # Reading goes on behind all of them.
    assert [(each.position, each.is_followed) for each in items] == [(1, True)] * 4 + [(1, False)]


def test_mails_in_mails_are_read_once():
    mail = make_mail("The innermost.")
    for number in range(3):
        outer = make_mail(f"Number {number}.")
        outer.add_attachment(mail)
        mail = outer
    texts = outcome(mail.as_bytes(), "eml")
    reason = "It is not read: it is in a file of its kind, which is in another."
    assert texts == ["Number 2.", "Number 1.", (None, "", reason)]


def test_mail_that_is_only_an_attachment():
    mail = make_mail("")
    mail.add_attachment("Words.", filename="a.txt")
    assert outcome(mail.as_bytes(), "eml") == ["Words.\n"]
    mail = make_mail("")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n", "image", "png", filename="map.png")
    [problem] = read_articles(io.BytesIO(mail.as_bytes()), "a.eml", "eml")
    assert problem.is_left_out


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b"Only words.", "It is damaged, or has another format."),
        (b"Two: words.", "It is not a mail: it has no headers of one."),
        (b"From: a@x.org\nContent-Type: multipart/encrypted\n\nx", "The mail is encrypted."),
        (b"From: a@x.org\n\n", "There is no text."),
        (b"From: a@x.org\nContent-Type: multipart/alternative\n\n", "There is no text."),
        (b"%PDF-1.7", "This is a PDF document; import it as one."),
        (
            b"From: a@x.org\n"
            + b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n)
                       for n in range(2000)),
            "It is nested too deeply to be read.",
        ),
    ],
)  # fmt: skip
def test_odd_mails(content, reason):
    [(_, _, said)] = outcome(content, "eml")
    assert said == reason


@pytest.fixture
def mbox(tmp_path):
    """What Python writes as a mailbox: three mails, the second of which is damaged."""
    box = mailbox.mbox(tmp_path / "box")
    box.add(make_mail("From here on.\n\nFrom there too.").as_bytes())
    box.add(b"Content-Type: multipart/encrypted\nFrom: a@x.org\n\nx\n")
    box.add(with_attachments().as_bytes())
    box.close()
    return (tmp_path / "box").read_bytes()


def test_mailbox_is_its_mails(mbox):
    assert format_of("Inbox", mbox) == "mbox"
    items = list(read_articles(io.BytesIO(mbox), "box", "mbox"))
    assert [
        (str(each.place), each.reason if isinstance(each, Problem) else each.text.split("\n")[0])
        for each in items
    ] == [
        ("box, item 1", "From here on."),
        ("box, item 2", "The mail is encrypted."),
        ("box, item 3",
         "The attachment map.png was left out: it is an image; only text can be imported."),
        ("box, item 3", "The convoy left at dawn."),
        ("box/report.txt", "Words of it."),
        ("box/page.html", "Один абзац."),
        ("box/Колонна вышла.eml", "An older one."),
    ]  # fmt: skip
    assert items[0].text == "From here on.\n\nFrom there too."
    for item in items:
        if not item.is_followed:
            rest = read_articles(io.BytesIO(mbox), "box", "mbox", start=item.position)
            assert list(rest) == items[items.index(item) + 1 :]


def test_same_mail_of_a_mailbox_and_a_file_has_the_same_bytes(tmp_path):
    mail = make_mail().as_bytes()
    box = mailbox.mbox(tmp_path / "box")
    box.add(mail)
    box.close()
    [record] = records((tmp_path / "box").read_bytes(), "mbox")
    assert record.content == mail


def test_mails_before_one_that_takes_its_reader_down_are_kept(monkeypatch):
    def read_two(reader, file, start):
        yield Part(7, {"text": "One."}, number=1, content=b"1")
        yield Part(9, {"text": "Two."}, number=2, content=b"2")
        raise NotReadable("Its reader crashed (status -11).")

    monkeypatch.setattr(files_in_files, "read_apart", read_two)
    items = list(read_articles(io.BytesIO(b"From "), "box", "mbox"))
    assert [getattr(item, "text", "") or item.reason for item in items] == [
        "One.",
        "Two.",
        "Its reader crashed (status -11).",
    ]
    assert [item.position for item in items[:2]] == [7, 9]
    assert list(read_articles(io.BytesIO(b"From "), "box", "mbox", start=items[2].position)) == []


@pytest.mark.parametrize("stated", ["", "; boundary=other", '; boundary="="'])
def test_mail_whose_parts_are_divided_by_another_line_than_it_states_is_read(stated):
    head = f"From: a@x.org\nMIME-Version: 1.0\nContent-Type: multipart/alternative{stated}\n\n"
    parts = "--x1\nContent-Type: text/plain\n\nWords.\n--x1\nContent-Type: text/html\n\n<p>W</p>\n"
    assert outcome(f"{head}{parts}--x1--\n".encode(), "eml") == ["Words."]
    assert outcome(f"{head}Words alone.\n".encode(), "eml") == ["Words alone."]
