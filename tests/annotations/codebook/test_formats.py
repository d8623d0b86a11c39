"""Codebooks in files: what is written is read again, what cannot be read says why."""

import io
import re
from uuid import UUID
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.codebook.formats import csv_file, json_file, qdc
from annotations.codebook.formats.record import MAX_BYTES, Code, ExchangeError
from annotations.formats.refi.xml import guid_of, line_feeds
from corpus.characters import is_blank, one_line
from corpus.names import name_key
from tests.support.strategies import many, texts

FORMATS = pytest.mark.parametrize("form", [csv_file, json_file, qdc], ids=["csv", "json", "qdc"])

SIGNS = st.sampled_from(["=", "+", "-", "@", "'", "''=", "/", "a/b", "\t", ";", '"', "a", "é", "𐍈"])
WRITABLE = st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters=",")
NAMES = (
    st.lists(SIGNS | st.text(WRITABLE, max_size=3), min_size=1, max_size=6)
    .map(lambda parts: " ".join("".join(parts).split())[:100].strip())
    .filter(lambda name: name and name == one_line(name))
)
DEFINITIONS = (texts | NAMES).map(lambda text: "" if is_blank(text) else line_feeds(text).strip())
CODES = st.lists(
    st.builds(Code, NAMES, DEFINITIONS, st.integers(1, 10)),
    max_size=5,
    unique_by=lambda code: name_key(code.name),
)


def written(form, codes):
    file = io.StringIO(newline="")
    form.dumps(codes, file)
    return file.getvalue()


def read(form, content):
    content = content if isinstance(content, bytes) else content.encode()
    return [(code.name, code.definition, code.hue) for code in form.loads(io.BytesIO(content))]


@FORMATS
@many
@given(CODES)
def test_what_was_written_is_read_again(form, codes):
    expected = [(code.name, code.definition, code.hue) for code in codes]
    assert sorted(read(form, written(form, codes))) == sorted(expected)


@FORMATS
@many
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_reason(form, content):
    try:
        read(form, content)
    except ExchangeError as error:
        assert str(error)


def test_csv_has_the_columns_that_others_read():
    codes = [Code("actor/state", "Speaks, for one", 3), Code("x", "", None)]
    expected = 'tag,description,hue\r\nactor/state,"Speaks, for one",3\r\nx,,\r\n'
    assert written(csv_file, codes) == expected


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "'=1", "\t=1", "\uff1d1"])
def test_no_cell_begins_as_a_formula_does(cell):
    code = Code("x", cell)
    [_, row, _] = written(csv_file, [code]).split("\r\n")
    assert row.split(",")[1] == f"'{cell}"
    assert read(csv_file, written(csv_file, [code]))[0][1] == cell.strip()


@pytest.mark.parametrize(
    "content",
    [
        b"tag,description\na b,what\n",
        b"\xef\xbb\xbftag;description\r\na b;what\r\n",
        b"Description\tTag\tnumber\nwhat\ta  b\t7\n\n",
        "name,definition\na b,what".encode("utf-16"),
        # As spreadsheets write it: an old line end, their delimiter, rows of nothing.
        b"tag,description\ra b,what\r",
        b"sep=;\r\ntag;description\r\na b;what\r\n",
        b" \n;;\ntag;description\na b;what\n",
        # As INCEpTION exports a tagset: a line about it, then tags.
        b"My tagset\tabout it\na b\twhat\n",
    ],
)
def test_csv_of_others_is_read(content):
    assert read(csv_file, content) == [("a b", "what", None)]


def test_csv_takes_a_colour_for_the_nearest_hue():
    content = "tag,color,hue\na,#ff0000,\nb,#ff0000,4\nc,,\nd,#777777,\n"
    assert read(csv_file, content) == [
        ("a", "", 1),
        ("b", "", 4),
        ("c", "", None),
        ("d", "", None),
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "line 1, tag: the first line must name the columns, one of them “tag”."),
        (b"word,meaning\na,b\n", "line 1, tag: the first line must name"),
        (b"\nword,meaning\na,b\n", "line 2, tag: the first line must name"),
        (b"tag\na\n\xc3\xa4\xff\xc3\xa4\n", "its encoding is not known. Save the file as"),
        (b'tag\n"a" b\n', "line 2: this is not CSV"),
        (b"tag\n" + b"a\n" * (MAX_BYTES // 2), "it is larger than 1,000,000 bytes"),
    ],
)
def test_csv_that_cannot_be_read_says_where_and_why(content, why):
    with pytest.raises(ExchangeError) as error:
        read(csv_file, content)
    assert str(error.value)[: len(why)] == why


TAGUETTE = """<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.4"><Codes>
<Code guid="0D62985D-B147-5D01-A9B5-CAE5DCD98342" name="interesting" isCodable="true"/>
<Code guid="DFE5C38E-9449-5959-A1F7-E3D895CFA87F" name="people" isCodable="true">
<Description>Who &amp; whom</Description></Code></Codes><Sets/></CodeBook>"""
NESTED = """<?xml version="1.0"?>
<c:CodeBook xmlns:c="urn:QDA-XML:codebook:1.0" origin="x"><c:Codes>
<c:Code guid="1" name="actor" isCodable="false"><c:Description>A group</c:Description>
<c:Code guid="2" name="state" isCodable="true" color="#46AA00">
<c:Code guid="3" name="ministry" isCodable="true"/><c:NoteRef targetGUID="4"/>
</c:Code></c:Code></c:Codes>
<c:Sets><c:Set guid="5" name="s"><c:Description>no code</c:Description>
<c:MemberCode guid="2"/></c:Set></c:Sets></c:CodeBook>"""


def test_qdc_of_others_is_read():
    assert read(qdc, TAGUETTE) == [
        ("interesting", "", None),
        ("people", "Who & whom", None),
    ]
    assert read(qdc, "\ufeff" + TAGUETTE) == read(qdc, TAGUETTE)


def test_qdc_codes_inside_codes_are_groups():
    assert read(qdc, NESTED) == [
        ("actor/state", "", 5),
        ("actor/state/ministry", "", None),
    ]


BOMB = '<!DOCTYPE CodeBook [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OTHER_FILE = '<!DOCTYPE CodeBook [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("<CodeBook", "line 1: this is not well-formed XML"),
        ("<a/>", "line 1: this is not a REFI-QDA codebook"),
        ('<CodeBook xmlns="urn:other"/>', "line 1: this is not a REFI-QDA codebook"),
        (
            TAGUETTE.replace("<CodeBook", f"{BOMB}<CodeBook"),
            "line 2: document types (DOCTYPE) are not",
        ),
        (
            TAGUETTE.replace("<CodeBook", f"{OTHER_FILE}<CodeBook"),
            "line 2: document types (DOCTYPE) are",
        ),
        (
            NESTED.replace("<c:Codes>", "<c:Codes>" + '<c:Code name="x">' * 50),
            "line 2: codes are nested more than 20 deep.",
        ),
        ('<?xml version="1.0" encoding="x-no"?><a/>', "line 1: its encoding cannot be read"),
    ],
)
def test_qdc_that_cannot_be_read_says_where_and_why(content, why):
    with pytest.raises(ExchangeError) as error:
        read(qdc, content)
    assert str(error.value)[: len(why)] == why


URN = "{urn:QDA-XML:codebook:1.0}"
GUID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")
COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


@many
@given(CODES)
def test_qdc_keeps_the_rules_of_the_published_schema(codes):
    """CodeBook: origin, one Codes. Code: guid, name, isCodable, color; at most one Description,
    first, then Codes. No GUID twice."""
    codes = [Code(code.name, code.definition, code.hue, f"{n:012}") for n, code in enumerate(codes)]
    # It is of our own writing.
    root = ElementTree.fromstring(written(qdc, codes))  # noqa: S314
    assert (root.tag, [*root.attrib], [part.tag for part in root]) == (
        f"{URN}CodeBook",
        ["origin"],
        [f"{URN}Codes"],
    )
    found = [*root.iter(f"{URN}Code")]
    for code in found:
        assert (
            {"guid", "name", "isCodable"}
            <= set(code.attrib)
            <= {*("guid", "name", "isCodable", "color")}
        )
        assert GUID.fullmatch(code.get("guid"))
        assert code.get("isCodable") in ("true", "false")
        assert COLOR.fullmatch(code.get("color", "#000000"))
        tags = [part.tag.removeprefix(URN) for part in code]
        assert tags == ["Description"] * tags.count("Description") + ["Code"] * tags.count("Code")
        assert tags.count("Description") <= 1
    guids = [code.get("guid") for code in found]
    assert len(set(guids)) == len(guids)


def test_guids_are_made_of_ids_and_stay():
    code = Code("any name", public_id="w4tge7cqwh1w")
    assert code.guid == guid_of("w4tge7cqwh1w") == str(UUID(code.guid)).upper()
    assert code.guid == "01F621A3-B765-5793-9C97-6AF5583D6FC3"


INCEPTION = b"""{"name": "Tags", "language": "en", "description": "about", "create_tag": true,
"tags": [{"tag_name": "a b", "tag_description": "what"}, {"tag_name": "c"}]}"""


def test_json_of_inception_is_read():
    assert read(json_file, INCEPTION) == [("a b", "what", None), ("c", "", None)]


def test_json_of_ours_keeps_groups_keys_and_original_names():
    codes = [
        Code("Humor/a; b", "“=1”", 3, path=("Humor", "a, b"), digit=2),
        Code("Kraft/Stärke", hue=1),
        Code("plain"),
    ]

    content = written(json_file, codes).encode()

    assert list(json_file.loads(io.BytesIO(content))) == codes
    assert (
        content.splitlines()[1]
        == (
            '{"name": "Humor/a; b", "description": "“=1”", "hue": 3, "key": 2, '
            '"original": ["Humor", "a, b"]},'
        ).encode()
    )


def test_a_slash_of_a_foreign_tag_makes_no_group_in_json():
    foreign, ours = (
        json_file.loads(io.BytesIO(b'{"tags": [{"name": "a/b"%s}]}' % hue)).codes
        for hue in (b"", b', "hue": 1')
    )
    assert (foreign[0].path, ours[0].path) == (("a/b",), ())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{\n{", "line 2: this is not JSON"),
        (b'{"\xff": 1}', "this is not JSON in UTF-8."),
        (b"[" * 100_000, "this is not JSON"),
        (b"[]", "tags: it has no list of tags."),
        (b'{"tags": [1]}', "tags[1]: this is not a tag."),
        (b'{"tags": [{"tag_name": "a"}, {"tag_name": []}]}', "tags[2]: the name or"),
        (b'{"tags": [{"name": "a", "hue": 1, "original": [1]}]}', "tags[1].original: this is not"),
    ],
)
def test_json_that_cannot_be_read_says_where_and_why(content, why):
    with pytest.raises(ExchangeError) as error:
        read(json_file, content)
    assert str(error.value)[: len(why)] == why
