import csv
import io
from datetime import UTC, datetime

import pytest

from annotations.formats.csv_hypothesis import COLUMNS, dumps, loads
from annotations.formats.record import Annotation, Document, Entry, FormatError, Piece, Refusal

PAGE = "https://example.org/news"
NEWER = "Created at,Author,Page,URL,Group,Type,Quote/description,Comment,Tags\n"
OLDER = "Created at,Author,Page,URL,Group,Annotation/Reply Type,Quote,Comment,Tags\n"
OLDEST = "Creation Date,URL,Group,Annotation/Reply Type,Quote,User,Body,Tags,Page\n"
MOMENT = datetime(2021, 8, 5, 12, 30, tzinfo=UTC)


def read(content):
    return list(loads(io.BytesIO(content.encode())))


def entry(quote, extra, created_at=MOMENT):
    pieces = (Piece(None, None, quote),) if quote else ()
    fields = {"author": "jane", "note": "Why?", "created_at": created_at, "extra": extra}
    return Entry(Document(PAGE, url=PAGE), (Annotation(pieces, tags=("foo", "bar"), **fields),))


@pytest.mark.parametrize(
    "content",
    [
        f'{NEWER}2021-08-05 12:30,jane,iii,{PAGE},News,Annotation,"a, ""b""",Why?,"foo, bar"\n',
        f'{OLDER}2021-08-05 12:30,jane,iii,{PAGE},News,Annotation,"a, ""b""",Why?,"foo,bar"\n',
        f'{OLDEST}2021-08-05 12:30,{PAGE},News,Annotation,"a, ""b""",jane,Why?,"foo,bar",iii\n',
        f'{NEWER}2021-08-05 12:30,jane,iii,{PAGE},News,Annotation,"a, ""b""",Why?,"foo,bar"\n'
        .replace(",", "\t").replace("foo\tbar", "foo,bar").replace("a\t", "a,"),
    ],
    ids=["newer", "older", "oldest", "tabs"],
)  # fmt: skip
def test_a_row_is_a_passage(content):
    assert read(content) == [entry('a, "b"', {"Page": "iii", "Group": "News"})]


def test_an_answer_has_no_words_and_another_time_is_kept():
    row = f'"Thursday, Aug 5, 2021",jane,,{PAGE},,Reply,,Why?,"foo,bar"\n'

    [reply] = read(NEWER + row)

    assert reply == entry("", {"Type": "Reply", "Created at": "Thursday, Aug 5, 2021"}, None)
    [written] = list(csv.DictReader(io.StringIO(b"".join(dumps([reply])).decode())))
    cells = [written[name] for name in ("Created at", "Type", "URL", "Article")]
    assert cells == ["Thursday, Aug 5, 2021", "Reply", PAGE, ""]
    assert read(b"".join(dumps([reply])).decode()) == [reply]


def test_pieces_are_rows_and_the_key_of_the_article_has_a_column():
    pieces = (Piece(0, 1, "=a"), Piece(4, 5, "b"))
    annotation = Annotation(pieces, tags=("x", "y"), created_at=MOMENT)

    content = b"".join(dumps([Entry(Document("d1", url=PAGE), (annotation,))])).decode()

    fields = f"2021-08-05 12:30,,,{PAGE},,Annotation"
    rows = [f'{fields},\'=a,,"x,y",d1', f'{fields},b,,"x,y",d1']
    assert content.splitlines() == [",".join(COLUMNS), *rows]
    keys = [(each.document.key, each.document.url) for each in read(content)]
    assert keys == [("d1", PAGE)] * 2


def test_a_row_without_an_address_is_refused_and_the_next_is_read():
    refusal, good = read(f"{NEWER},,,,,,x,,\n,,,{PAGE},,,x,,\n")

    assert refusal == Refusal("line 2", "URL: there is none.")
    assert good.annotations == (Annotation((Piece(None, None, "x"),)),)


def test_a_table_without_the_columns_is_none():
    with pytest.raises(FormatError, match="these columns are not all there: Type, Comment"):
        read(f"Created at,Author,Page,URL,Group,Quote,Tags\n,,,{PAGE},,x,\n")
