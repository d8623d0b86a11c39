"""PDF documents: `files/columns.pdf` was made by pdfTeX from the words below."""

import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from corpus.readers.foreign import pdf
from corpus.readers.foreign.parts import NotReadable
from corpus.readers.foreign.pdf_letters import Letter
from corpus.readers.foreign.pdf_lines import Line, Page, _parts_of, in_reading_order
from corpus.readers.foreign.pdf_paragraphs import join, paged_text, text_of_pages

FILES = Path(__file__).parent / "files"
COLUMNS = FILES / "columns.pdf"
NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
).split()
TEXT = [
    "Anna Miller",
    "1 Departure",
    "The convoy left the base at dawn and reached the well-known bridge before noon, a spokesman "
    "said.[1] Officials of the international organisation could not confirm the reports "
    "independently, and representatives of the provincial administration declined to answer "
    "questions about reinforcements.",
    "A second statement followed in the evening, which mentioned neither casualties nor the "
    "circumstances under which the transportation of equipment was interrupted. Correspondents who "
    "accompanied the humanitarian delegation described considerable difficulties in communication "
    "with headquarters.",
    "• Thirty districts in ten days\n• Seventy-seven armoured vehicles",
    "2 Figures",
    "The ministry published the following figures, which independent observers consider "
    "incomplete.",
    "District\tReports\tOrigins\nSangin\t4\t1\nFaizabad\t12\t3",
    *(
        f"Paragraph {number} describes negotiations between representatives of neighbouring "
        "administrations, whose preliminary agreements were contradicted by subsequent "
        "announcements. Intermediaries acknowledged disagreements concerning compensation, "
        "transportation and responsibilities, while humanitarian organisations emphasised the "
        "deteriorating circumstances of displaced inhabitants."
        for number in NUMBERS
    ),
    "[1] The briefing took place in Moscow.",
]


def read(content):
    [part] = pdf.read(io.BytesIO(content), 0)
    return part


def test_columns_pages_notes_and_tables_are_read_in_order():
    """Without the running head, which is in two parts, and the numbers of pages."""
    part = read(COLUMNS.read_bytes())
    assert part.values["text"].split("\n\n") == TEXT
    assert (part.values["title"], part.values["byline"]) == (
        "Convoy reaches the bridge",
        "Anna Miller",
    )
    assert part.remarks == ()


WORDS = Counter("well-known well known joined text under way".split())


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("of inter-", "national waters", "of international waters"),
        ("the well-", "known bridge", "the well-known bridge"),
        ("the under-", "way text", "the under-way text"),
        ("Anna-", "Maria", "Anna-Maria"),
        ("2020-", "2021", "2020-2021"),
        ("soft\u00ad", "ly", "softly"),
        ("a dash -", "and more", "a dash - and more"),
        ("one", "two", "one two"),
        ("车队于黎明", "离开", "车队于黎明离开"),
        ("Waffenliefe-", "rungen", "Waffenlieferungen"),
    ],
)
def test_hyphen_at_the_end_of_a_line_goes_where_it_parts_a_word(before, after, line):
    assert join(before, after, WORDS) == line


def line(text, top, left=50.0, right=None, size=10.0):
    return Line(text, left, top - size, right or left + len(text) * size / 2, top, size)


def column(words, left, top=700.0, count=8):
    """Full lines one below the other."""
    return [
        line(f"{words} {number}", top - 12 * number, left, left + 200) for number in range(count)
    ]


def test_columns_are_read_from_the_left_or_from_the_right():
    left, right = column("left words", 50), column("right words", 300)
    mixed = [part for pair in zip(left, right, strict=True) for part in pair]
    head = line("A headline over both columns of the page", 730, 50, 500)
    texts = [each.text for each in in_reading_order([*mixed, head])]
    assert texts == [each.text for each in [head, *left, *right]]
    left, right = column("ستون چپ", 50), column("ستون راست", 300)
    texts = [each.text for each in in_reading_order([*left, *right])]
    assert texts == [each.text for each in [*right, *left]]


def test_cells_are_no_columns():
    cells = [
        line(f"r{row}c{cell}", 700 - 12 * row, 50 + 100 * cell)
        for row in range(6)
        for cell in (0, 1)
    ]
    assert text_of_pages([Page(cells, 0)]).split("\n") == [
        f"r{row}c0\tr{row}c1" for row in range(6)
    ]


def page(number, *parts):
    head, foot = line("The Paper", 780), line(f"Page {number} of 3", 30)
    return Page([head, *parts, foot], 0)


def test_running_heads_and_numbers_go_and_repeated_text_stays():
    pages = [
        page(
            number, line("The same first line of every page.", 700 - 20 * number), line(words, 400)
        )
        for number, words in enumerate(("One.", "Two.", "Three."), 1)
    ]
    same = "The same first line of every page."
    assert text_of_pages(pages).split("\n\n") == [same, "One.", same, "Two.", same, "Three."]


def test_lines_that_count_the_documents_of_an_archive_are_no_running_heads():
    ends = (
        "SUBJECT: Roads and rivers of the country",
        "LOAD-DATE: July 1, 2021",
        "End of Document",
    )
    pages = [
        Page([line(f"{number} of 3 DOCUMENTS", 780, 50, 250), line("Copyright 2021", 760, 200),
              *column("words", 50), line(end, 604, 50, 250)], 0)
        for number, end in enumerate(ends, 1)
    ]  # fmt: skip
    blocks = text_of_pages(pages).split("\n\n")
    assert [block for block in blocks if "DOCUMENTS" in block] == [
        f"{number} of 3 DOCUMENTS" for number in (1, 2, 3)
    ]


def test_number_of_a_single_page_goes_and_other_numbers_stay():
    body = line("The convoy left at dawn.", 700)
    assert text_of_pages([Page([body, line("1", 30)], 0)]) == body.text
    assert text_of_pages([Page([body, line("2021", 30)], 0)]) == f"{body.text}\n\n2021"


def test_paragraph_goes_on_over_pages():
    one = [*column("words", 50), line("and the last line of the page with", 604, 50, 250)]
    two = [line("its sentence that goes on here.", 700, 50, 180), line("New.", 650)]
    text = text_of_pages([Page(one, 0), Page(two, 0)])
    assert text.split("\n\n")[0].endswith("of the page with its sentence that goes on here.")
    assert text.split("\n\n")[1:] == ["New."]


def new_pdf(pages):
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 200)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (new_pdf(1), "It has no text: it holds images of pages, as a scan does."),
        (new_pdf(pdf.MAX_PAGES + 1), "It has 3,001 pages; the limit is 3,000. Split it."),
        (COLUMNS.read_bytes()[:400], "It is damaged: it cannot be opened."),
        (b"%PDF-1.7", "It is damaged: it cannot be opened."),
        ((FILES / "encrypted.pdf").read_bytes(), "It is encrypted with a password."),
    ],
)
def test_what_has_no_text_is_refused(content, reason):
    with pytest.raises(NotReadable) as refused:
        read(content)
    assert str(refused.value).startswith(reason)


@pytest.mark.parametrize(
    ("title", "stated"),
    [
        ("Microsoft Word - a.doc", ""),
        ("report.PDF", ""),
        ("Untitled 1", ""),
        ("The Convoy", "The Convoy"),
    ],
)
def test_title_that_a_program_put_there_is_none(title, stated):
    content = COLUMNS.read_bytes()
    assert b"/Title (Convoy reaches the bridge)" in content
    padded = title.encode().ljust(len("Convoy reaches the bridge"))
    assert read(content.replace(b"Convoy reaches the bridge", padded)).values["title"] == stated


# Pages.


def words_of_pages(part):
    """{label: the first words of each stretch on that page}."""
    text = part.values["text"]
    return [(label, text[start:].split("\n")[0][:24].rstrip()) for start, label in part.pages]


def test_each_paragraph_knows_its_page():
    """Of two pages; the note, which stands below the text, is on the first."""
    part = read(COLUMNS.read_bytes())
    [(first, start), (second, rest), (note, noted)] = words_of_pages(part)
    assert (first, second, note) == ("1", "2", "1")
    assert (start, noted) == ("Anna Miller", "[1] The briefing took pl")
    on_page_2 = pypdfium2.PdfDocument(COLUMNS)[1].get_textpage().get_text_range()
    assert rest.split()[0] in on_page_2.split()


def test_page_begins_within_the_paragraph_that_goes_on_there():
    """Where its first word stands, also behind a hyphen and behind the mark of a note."""
    first = [line("Some words of a text", 700, 50, 250), line("with an inter-", 688, 50, 250)]
    second = [line("national meeting.", 700, 50, 180), line("The end.", 600, 50, 90)]
    text, pages = paged_text([Page(first, 0), Page(second, 0)])
    assert text == "Some words of a text with an international meeting.\n\nThe end."
    assert pages == [(0, 1), (text.index("national"), 2)]


def test_labels_that_the_document_states_are_its_pages(monkeypatch):
    labels = iter(["iv", "1"])
    monkeypatch.setattr(pypdfium2.PdfDocument, "get_page_label", lambda *_: next(labels))
    assert [label for label, _ in words_of_pages(read(COLUMNS.read_bytes()))] == ["iv", "1", "iv"]


def test_columns_below_much_text_of_full_width_are_told_by_a_narrow_gap():
    full = [line("A line of full width", 780 - 12 * n, 50, 500) for n in range(12)]
    left = [line(f"left words {n}", 600 - 12 * n, 50, 270) for n in range(8)]
    right = [line(f"right words {n}", 600 - 12 * n, 276, 500) for n in range(8)]
    mixed = [part for pair in zip(left, right, strict=True) for part in pair]
    assert in_reading_order([*full, *mixed])[12:] == [
        replace(each, region=region) for region, side in ((1, left), (2, right)) for each in side
    ]


def test_table_above_columns_and_number_beside_a_note_below_stay_in_their_lines():
    cells = [line(f"r{row}c{n}", 700 - 12 * row, 50 + 150 * n) for row in (0, 1) for n in range(3)]
    left, right = column("left words", 50, 640), column("right words", 300, 640)
    note = [line("1", 500, 490, 495), line("a note of full width", 500, 50, 480)]
    mixed = [part for pair in zip(left, right, strict=True) for part in pair]
    texts = [each.text for each in in_reading_order([*cells, *mixed, *note])]
    assert texts[:2] == ["r0c0\tr0c1\tr0c2", "r1c0\tr1c1\tr1c2"]
    assert texts[2:] == [*(each.text for each in [*left, *right]), "a note of full width\t1"]


def arabic(*signs, width=6.0):
    """The text of a line of (signs in the order of pdfium, where they begin from the right)."""
    letters = [
        Letter(sign, 500 - at - width, 700, 500 - at, 710, 10, index)
        for index, (sign, at) in enumerate(signs)
    ]
    return "\n".join(part.text for part in _parts_of(letters))


def test_arabic_line_keeps_its_numbers_ligatures_and_spaces():
    # A number is read from the left, and so at first far from the word before it.
    number = [("م", 0), ("ن", 6), (" ", 12), *((str(n), 32 - 6 * n) for n in range(4)), ("و", 41)]
    assert arabic(*number) == "من 0123 و"
    # One sign of the font stands for two letters, which have one box.
    assert arabic(("ا", 0), ("أ", 6), ("ل", 6), ("م", 12), ("ر", 18)) == "الأمر"
    # The gap beside a letter with a sign above it is no space; pdfium says so, wrongly.
    assert arabic(("ع", 0), (" ", 6), ("م", 8), ("\u0651", 9), ("ن", 14)) == "عم\u0651ن"
    assert arabic(("ع", 0), (" ", 6), ("م", 8), ("ا", 14)) == "ع ما"
    assert arabic(("م", 0), ("ن", 6), ("م", 30), ("ن", 36)) == "من\nمن"


def articles_of_an_archive(*pages):
    """Pages with a number and below it, apart from the text, the head of what goes on there."""
    return [
        Page(
            [
                line(f"Page {number}", 780, 500),
                *[line(text, 768, 200) for text in [head] if head],
                *[line(text, 700 - 12 * n) for n, text in enumerate(lines)],
            ],
            0,
        )
        for number, (head, *lines) in enumerate(pages, 1)
    ]


def test_head_that_names_what_begins_on_a_page_before_is_left_out():
    facts = ["The Daily Paper", "May 31, 2015 Sunday", "Road closed"]
    text = text_of_pages(
        articles_of_an_archive(
            ("", *facts, "It begins."),
            (" ".join(["Road closed", *facts[:2]]), "It goes on."),
            # It names nothing of another page.
            ("Second part", "It ends."),
        )
    )
    expected = [*facts, "It begins.", "It goes on.", "Second part", "It ends."]
    assert " ".join(text.split()) == " ".join(expected)


def test_line_that_stands_there_two_pages_later_too_is_text_unless_it_is_set_apart():
    pages = articles_of_an_archive(
        ("", "One begins.", "Nobody was hurt."),
        ("", "One goes on.", "The same end."),
        ("", "Two begins.", "Somebody was."),
        ("", "Two goes on.", "The same end."),
    )
    assert text_of_pages(pages).count("The same end.") == 2
