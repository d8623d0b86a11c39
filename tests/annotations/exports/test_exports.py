"""Exports of what pages show, as files that are read back."""

import csv
import io
import json
import zipfile

import pytest
from django.test import Client
from lxml import etree

from annotations.exports import table as tables
from annotations.exports import writers
from annotations.exports.export import NOUNS
from annotations.exports.table import Table, key_pages
from annotations.exports.writers import csv_parts, html_parts, json_lines_parts, markdown_parts
from annotations.exports.xlsx import LONG_CELLS, MARK, MAX_CELL_LENGTH, write_xlsx
from annotations.formats.spreadsheet_cells import guarded, unguarded
from annotations.models import Member, Passage, Placement, Role
from corpus.models import Action
from tests.support.acts import act
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_origin,
    make_passage,
    make_person,
    make_relation,
    make_source,
    make_tag,
    make_user,
)

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HARD = [
    *("=1+1", "'=1+1", "@x", "+49", "-1", "\tx", "\uff1d1", "'plain", "a\r\nb"),
    *("ü مرحبا \U0001f3f3\ufe0f\u200d\U0001f308", "_x0041_", "<r>=1</r>"),
]


def body(response):
    return b"".join(response.streaming_content)


def browser_of(member):
    browser = Client()
    browser.force_login(member)
    return browser


def csv_rows(response):
    text = body(response).decode()
    assert text[0] == "\ufeff"
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def sheets(content):
    """{name: rows of cells} of a workbook, as a reader without xlsxwriter sees it."""
    book = zipfile.ZipFile(io.BytesIO(content))
    names = etree.fromstring(book.read("xl/workbook.xml")).iter(f"{SHEET}sheet")
    read = {}
    for number, sheet in enumerate(names, 1):
        root = etree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        assert not list(root.iter(f"{SHEET}f"))
        read[sheet.get("name")] = [
            {
                cell.get("r").rstrip("0123456789"): "".join(cell.itertext())
                for cell in row.iter(f"{SHEET}c")
            }
            for row in root.iter(f"{SHEET}row")
        ]
    return read


@pytest.mark.parametrize("cell", HARD)
def test_guarded_cells_begin_no_formula_and_are_read_back(cell):
    assert guarded(cell)[0] not in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
    assert unguarded(guarded(cell)) == cell


def test_csv_gives_back_every_cell():
    table = Table("things", "a", ("a", "b"), None)
    pages = [[(cell, None) for cell in HARD[:5]], [(cell, ("x", "y")) for cell in HARD[5:]]]
    parts = list(csv_parts(table, pages, bom=False))
    rows = list(csv.reader(io.StringIO(b"".join(parts).decode(), newline="")))
    assert len(parts) == 3
    assert rows[0] == ["a", "b"]
    assert [unguarded(first) for first, _ in rows[1:]] == HARD
    assert [second for _, second in rows[1:]] == [""] * 5 + ["x; y"] * (len(HARD) - 5)


@pytest.mark.parametrize("sizes", [[], [1, 2, 1], [4, 4], [1, 9, 0, 3, 2], [3, 1]])
def test_small_parts_of_a_file_are_joined(sizes, monkeypatch):
    monkeypatch.setattr(writers, "PART_BYTES", 4)
    parts = [bytes([number]) * size for number, size in enumerate(sizes)]
    joined = list(writers.in_large_parts(parts))
    assert b"".join(joined) == b"".join(parts)
    assert [len(part) >= 4 for part in joined[:-1]] == [True] * (len(joined) - 1 if joined else 0)
    assert b"" not in joined


def test_json_lines_keep_lists_and_numbers():
    table = Table("things", "a", ("a", "b", "c"), None)
    [part] = json_lines_parts(table, [[("=ü\n", 3, ("x", "y")), ("", None, ())]])
    assert [json.loads(line) for line in part.decode().splitlines()] == [
        {"a": "=ü\n", "b": 3, "c": ["x", "y"]},
        {"a": "", "b": None, "c": []},
    ]


def test_markdown_marks_up_nothing_that_was_typed():
    table = Table("things", "a", ("a", "b"), None)
    parts = markdown_parts(table, [[("# One\n- *two*", "1. <b>")]], heading="Things")
    assert b"".join(parts).decode() == (
        "# Things\n\n> \\# One\n> \\- \\*two\\*\n\n- b: 1\\. \\<b\\>\n"
    )


def test_printed_page_shows_what_was_typed_as_text():
    table = Table("things", "a", ("a", "b"), None)
    page = b"".join(html_parts(table, [[("<b>", "")], [("x", "<!-- rows -->")]], "Things")).decode()
    assert page.count('<section class="print-list__row">') == 2
    assert "<b>" not in page and "&lt;b&gt;" in page
    assert "<!-- rows -->" not in page and "&lt;!-- rows --&gt;" in page
    assert "<script" not in page


def test_workbook_holds_text_alone_and_goes_on_where_a_cell_ends():
    long, emoji = "ab" * 40_000, "🏳" * 20_000
    table = Table("things", "a", ("a", "b"), None)
    file = io.BytesIO()
    steps = write_xlsx(
        file, [(table, [[(cell, "") for cell in HARD], [(long, emoji), ("\x01\ufffe", "")]])]
    )
    assert list(steps) == [len(HARD), 2]
    read = sheets(file.getvalue())
    first, rest = read["Things"], read[LONG_CELLS]
    assert [row["A"].replace("_x000D_", "\r") for row in first[1:10]] == HARD[:9]
    assert first[11]["A"] == "_x005F_x0041_"
    assert first[12]["A"] == "<r>=1</r>"
    assert first[14]["A"] == "_x0001__xFFFE_"
    cells = {name: first[13][name] for name in "AB"}
    assert all(cell.endswith(MARK) for cell in cells.values())
    for column, text in (("a", long), ("b", emoji)):
        parts = [row["E"] for row in rest if row["C"] == column]
        whole = [cells[column.upper()].removesuffix(MARK), *parts]
        assert "".join(whole) == text
        assert max(len(part.encode("utf-16-le")) // 2 for part in whole) <= MAX_CELL_LENGTH
    assert {(row["A"], row["B"]) for row in rest[1:]} == {("Things", "14")}


@pytest.mark.django_db
def test_passages_have_what_their_page_shows():
    reader, author = make_user(), make_user(username="ann")
    source = make_source("Reuters", "B")
    text = "Before it. The convoy left at dawn, he said. After it."
    url = "https://x.org/a"
    article = make_article(text, "Convoys", "2021-08", source=source, url=url)
    person, other = make_person("Bikantov"), make_person("Zamir")
    passage = make_passage(
        article,
        "The convoy left",
        by=author,
        tags=["roads", "=army"],
        people=[(person, Role.SPEAKS), (other, Role.SPOKEN_OF)],
        note="=Check",
    )
    claim = make_claim("A convoy left")
    evidence = make_evidence(claim, passage)
    act(reader, evidence.edit, 1, stance="supports", new_origin="Briefing")
    make_passage(article, "After it", by=author)
    deleted = make_passage(article, "Before", by=author)
    act(author, deleted.remove)

    untagged, row = csv_rows(browser_of(reader).get("/passages.csv"))
    assert row | {"created": ""} == {
        "id": passage.public_id,
        "permalink": f"http://127.0.0.1:8000/passages/{passage.public_id}/",
        "article": article.public_id,
        "title": "Convoys",
        "address": url,
        "source": "Reuters",
        "grade": "B",
        "published": "2021-08",
        "precision": "month",
        "author": "ann",
        "created": "",
        "edited": "",
        "revision": "1",
        "start": "11",
        "end": "26",
        "pieces": "",
        "quote": "The convoy left",
        "prefix": "Before it. ",
        "suffix": " at dawn, he said. After it.",
        "tags": "roads; =army",
        "speakers": "Bikantov",
        "mentioned": "Zamir",
        "claims": "supports: A convoy left",
        "origins": "Briefing",
        "note": "'=Check",
        "state": "placed",
        "page": "",
    }
    assert (untagged["quote"], untagged["tags"]) == ("After it", "")


@pytest.mark.django_db
def test_passages_have_the_state_after_a_correction(client):
    editor = make_user(EDITORS)
    article = make_article("The convoy left at dawn. Nobody saw it return. So it was.")
    for quote in ("So it was", "Nobody saw it return"):
        make_passage(article, quote, by=editor)
    client.force_login(editor)
    new_text = "The convoy left at dawn. So it was."
    client.post(
        f"/articles/{article.public_id}/correct/",
        {"text": new_text, "reason": "As printed.", "version": 1, "revision": 1},
    )
    rows = csv_rows(client.get("/passages.csv"))
    states = [tuple(row[name] for name in ("quote", "state", "revision", "start")) for row in rows]
    assert states == [("Nobody saw it return", "lost", "2", ""), ("So it was", "placed", "2", "25")]


@pytest.mark.django_db
def test_position_beyond_the_text_is_no_position():
    make_passage(make_article("One two."), "two")
    browser = signed_in()
    for start, end, cells in ((4, 900, ("4", "8", "needs review")), (900, 903, ("", "", "lost"))):
        Placement.objects.update(start=start, end=end)
        [row] = csv_rows(browser.get("/passages.csv"))
        assert (row["start"], row["end"], row["state"]) == cells


@pytest.mark.django_db
def test_tags_one_a_row():
    article = make_article()
    make_passage(article, "Nobody saw it")
    make_passage(article, "The convoy", tags=["b", "a"])
    rows = csv_rows(signed_in().get("/passages.csv?tags=rows"))
    expected = [("The convoy", "b"), ("The convoy", "a"), ("Nobody saw it", "")]
    assert [(row["quote"], row["tag"]) for row in rows] == expected


@pytest.mark.django_db
def test_hidden_passages_of_colleagues_are_left_out_until_they_are_shown():
    reader = make_user()
    make_passage(quote="The convoy", by=make_user())
    mine = make_passage(quote="Nobody", by=reader)
    act(reader, Member.objects.hide_colleagues, True)
    browser = browser_of(reader)
    assert [row["id"] for row in csv_rows(browser.get("/passages.csv"))] == [mine.public_id]
    act(reader, Member.objects.hide_colleagues, False)
    assert len(csv_rows(browser.get("/passages.csv"))) == 2


@pytest.mark.django_db
def test_filters_of_the_page_beside_limit_the_export():
    source, person, tag = make_source(), make_person("Zamir"), make_tag("roads")
    article = make_article(source=source)
    tagged = make_passage(article, "The convoy", tags=["roads"], people=[(person, Role.SPEAKS)])
    claim = make_evidence(passage=tagged).claim
    make_passage(make_article(), "Nobody saw it")
    browser = signed_in()
    filters = {"article": article, "source": source, "person": person, "tag": tag, "claim": claim}
    for name, row in filters.items():
        rows = csv_rows(browser.get(f"/passages.csv?{name}={row.public_id}"))
        assert [each["id"] for each in rows] == [tagged.public_id], name
    assert len(csv_rows(browser.get("/passages.csv?q=nobody"))) == 1
    for address in (f"source={source.public_id}", "tag=roads", "person=Zamir", "q=tag:roads"):
        rows = csv_rows(browser.get(f"/articles.csv?{address}"))
        assert [each["id"] for each in rows] == [article.public_id], address
    assert len(csv_rows(browser.get("/articles.csv"))) == 2
    assert [each["id"] for each in csv_rows(browser.get("/people.csv?q=zam"))] == [person.public_id]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["article=nothing", "q=%22%22", "table=evidence", "tags=columns", "bom=2"]
)
def test_query_that_names_nothing_is_refused(query):
    response = signed_in().get(f"/passages.csv?{query}")
    assert response.status_code == 422
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert not Action.objects.filter(kind="passages.export").exists()


@pytest.mark.django_db
def test_claims_with_evidence_and_relations():
    first, second = make_claim("The road is open"), make_claim("The road is cut", said="2021-08")
    make_relation(first, second)
    evidence = make_evidence(first, stance="reports")
    browser = signed_in()
    cut, is_open = csv_rows(browser.get("/claims.csv"))
    assert (is_open["statement"], is_open["reports"], is_open["origins"]) == (
        *("The road is open", "1", "1"),
    )
    assert (cut["said"], cut["precision"], cut["contradicting claims"]) == ("2021-08", "month", "1")
    [row] = csv_rows(browser.get("/claims.csv?table=evidence"))
    assert (row["claim"], row["passage"]) == (first.public_id, evidence.passage.public_id)
    relations = csv_rows(browser.get("/claims.csv?table=relations"))
    assert [row["related claim"] for row in relations] == [second.public_id, first.public_id]
    book = sheets(body(browser.get("/claims.xlsx")))
    assert {name: len(rows) - 1 for name, rows in book.items()} == {
        "Claims": 2,
        "Evidence": 1,
        "Relations": 2,
    }


@pytest.mark.django_db
def test_people_sources_and_origins():
    person = make_person("Zamir", aliases=["Samir"])
    make_passage(people=[(person, Role.SPEAKS)])
    make_claim(speaker=person)
    source = make_source("Reuters", "B")
    make_article(source=source)
    make_origin("Briefing", dated="2021-08-05")
    browser = signed_in()
    [row] = csv_rows(browser.get("/people.csv"))
    counts = [row[name] for name in ("claims", "passages as speaker", "passages mentioned in")]
    assert (row["name"], row["also known as"], counts) == ("Zamir", "Samir", ["1", "1", "0"])
    [row] = csv_rows(browser.get("/sources.csv"))
    assert (row["name"], row["grade"], row["articles"]) == ("Reuters", "B", "1")
    [row] = csv_rows(browser.get("/sources.csv?table=grades"))
    assert (row["source"], row["reason"]) == (source.public_id, "as the test says")
    [row] = csv_rows(browser.get("/origins.csv"))
    assert (row["name"], row["date"], row["evidence"]) == ("Briefing", "2021-08-05", "0")


@pytest.mark.django_db
@pytest.mark.parametrize("noun", list(NOUNS))
@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx", "md", "html"])
def test_every_noun_in_every_format_is_written_and_logged(noun, suffix):
    make_evidence()
    make_origin()
    make_source()
    make_person()
    member = make_user()
    browser = browser_of(member)
    assert browser.head(f"/{noun}.{suffix}").status_code == 200
    assert not Action.objects.filter(by=member).exists()
    assert len(body(browser.get(f"/{noun}.{suffix}"))) > 20
    assert Action.objects.filter(by=member).values_list("kind").get() == (f"{noun}.export",)
    history = browser.get(f"/members/{member.pk}/history/")
    assert f"exported {noun}" in text_of(history)
    action = Action.objects.get(by=member)
    browser.post(f"/actions/{action.pk}/undo/")
    assert not Action.objects.filter(undoes=action).exists()


@pytest.mark.django_db
def test_rows_are_read_in_pages_with_a_fixed_number_of_queries(
    monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(tables, "KEYS_PER_STATEMENT", 4)
    monkeypatch.setattr(tables, "ROWS_PER_PAGE", 2)
    article = make_article("One two three four five six seven.")
    words = "One two three four five six seven".split()
    made = [make_passage(article, word, tags=["t"]) for word in words]
    read = NOUNS["passages"].tables[0].read
    with django_assert_num_queries(2 + 4 * 5):
        quotes = [row[16] for keys in key_pages(Passage.objects.all()) for row in read(keys, 0)]
    assert quotes == [passage.quote for passage in reversed(made)]
