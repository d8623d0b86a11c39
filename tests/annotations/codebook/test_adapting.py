"""Codes of other programs: what a tag cannot hold is changed, listed, and kept for the export."""

import io
import zipfile

import pytest

from annotations.codebook.formats import csv_file, json_file, qdc, qdpx
from annotations.codebook.formats.adapting import adapt
from annotations.codebook.formats.record import Code, ExchangeError, FileCode
from annotations.names.tag_names import join_path, split_path

CODEBOOK = '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="x"><Codes>\n{}\n</Codes></CodeBook>'
PROJECT = (
    '<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes>{}</Codes></CodeBook><Sets><Set>'
    '<Code name="no code"/><Description>x</Description></Set></Sets></Project>'
)


def code(name, inner="", **attributes):
    words = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<Code name="{name}"{words}>{inner}</Code>'


def read_qdc(*codes):
    return qdc.loads(io.BytesIO(CODEBOOK.format("\n".join(codes)).encode()))


def names_and_paths(codebook):
    return [(each.name, each.path) for each in codebook.codes]


def read_again(form, codebook):
    """What another desk makes of an export of these codes."""
    file = io.StringIO(newline="")
    with_ids = [
        Code(each.name, each.definition, each.hue, f"{number:012}", path=each.path)
        for number, each in enumerate(codebook.codes)
    ]
    form.dumps(with_ids, file)
    codes = form.loads(io.BytesIO(file.getvalue().encode())).codes
    return [(each.name, each.definition, each.hue, each.path) for each in codes]


def as_tuples(codebook):
    return [(each.name, each.definition, each.hue, each.path) for each in codebook.codes]


LONG = "n" * 130
FOREIGN = [
    code("Money, paid", "<Description>Any sum.</Description>"),
    code("Humor / Amusement"),
    code(LONG),
    code("Speaker", color="#ff0000"),
    code("speaker", color="#0000ff"),
    code("Speaker", "<Description>another</Description>"),
    code("Tone, mood", code("light / dark"), isCodable="false"),
    code("Tone, mood", code("dry"), isCodable="false"),
    code("plain"),
]


def test_names_that_no_tag_can_have_are_changed_and_the_own_ones_kept():
    codebook = read_qdc(*FOREIGN)
    assert names_and_paths(codebook) == [
        ("Money; paid", ("Money, paid",)),
        ("Humor / Amusement", ("Humor / Amusement",)),
        ("n" * 99 + "…", (LONG,)),
        ("Speaker", ()),
        ("speaker (2)", ("speaker",)),
        ("Speaker (3)", ("Speaker",)),
        ("Tone; mood/light / dark", ("Tone, mood", "light / dark")),
        ("Tone; mood/dry", ("Tone, mood", "dry")),
        ("plain", ()),
    ]
    assert codebook.changes == [
        "line 2: “Money, paid” becomes “Money; paid”: a comma separates tags.",
        f"line 4: “{'n' * 60}…” becomes “{'n' * 99}…”: a name has 100 characters at most.",
        "line 6: “speaker” becomes “speaker (2)”: another code of the file has this name.",
        "line 7: “Speaker” becomes “Speaker (3)”: another code of the file has this name.",
        "line 8: “Tone, mood/light / dark” becomes “Tone; mood/light / dark”: "
        "a comma separates tags.",
        "line 9: “Tone, mood/dry” becomes “Tone; mood/dry”: a comma separates tags.",
    ]


def test_what_came_in_goes_out_under_its_own_name():
    file = io.StringIO()
    qdc.dumps([Code("Money; paid", public_id="1", path=("Money, paid",))], file)
    assert ' name="Money, paid"' in file.getvalue()
    file = io.StringIO(newline="")
    csv_file.dumps([Code("a; b", "x", 1, path=("a, b", "c/d")), Code("e")], file)
    lines = ["tag,description,hue,original", 'a; b,x,1,"a, b/c\\/d"', "e,,,", ""]
    assert file.getvalue().split("\r\n") == lines


@pytest.mark.parametrize("form", [qdc, csv_file])
def test_export_of_foreign_codes_is_read_as_the_same(form):
    codebook = read_qdc(*FOREIGN)
    assert sorted(read_again(form, codebook)) == sorted(as_tuples(codebook))


def test_codes_of_a_group_stay_together_when_its_name_is_too_long():
    group, other = "g" * 80, "o" * 80
    codebook = read_qdc(
        code(group, code(other, code("x") + code("y" * 90)) + code("z")), code("short", code("w"))
    )
    parts = [each.name.split("/") for each in codebook.codes]
    assert [len(each) for each in parts] == [1, 2, 3, 3, 2, 1, 2]
    assert {each[0] for each in parts[:5]} == {"g" * 31 + "…"}
    assert {each[1] for each in parts[1:4]} == {"o" * 31 + "…"}
    assert max(len(each.name) for each in codebook.codes) <= 100
    assert [each.name for each in codebook.codes[5:]] == ["short", "short/w"]


def test_code_without_a_name_is_left_out_and_its_codes_are_not():
    codebook = read_qdc(code(" ", code("inner")), "<Code/>", code("\u200a", code("")), code("a"))
    assert names_and_paths(codebook) == [("inner", ()), ("a", ())]
    assert codebook.changes == [
        "line 2: a code without a name is left out.",
        "line 3: a code without a name is left out.",
        "line 4: a code without a name is left out.",
        "line 4: a code without a name is left out.",
    ]


@pytest.mark.parametrize(
    ("color", "hue", "change"),
    [
        ("red", 1, []),
        ("#FF000080", 1, ["has the colour “#FF000080” without its transparency"]),
        ("#F008", 1, ["has the colour “#F008” without its transparency"]),
        ("mauve-ish", None, ["gets another colour: “mauve-ish” is not known"]),
        ("#12", None, ["gets another colour: “#12” is not known"]),
        ("", None, []),
    ],
)
def test_colour_of_any_kind_is_read_or_left_to_the_desk(color, hue, change):
    codebook = read_qdc(code("a", color=color))
    assert [each.hue for each in codebook.codes] == [hue]
    assert codebook.changes == [f"line 2: “a” {each}." for each in change]


def test_long_definition_and_controls_are_cut():
    codes = [FileCode(("a\x00b\x85c",), "d" * 10_001, line=1), FileCode(("e",), "f\0g")]
    codebook = adapt(codes)
    assert [(each.name, each.definition) for each in codebook.codes] == [
        ("abc", "d" * 10_000),
        ("e", "fg"),
    ]
    assert codebook.changes == [
        "line 1: “abc” has control characters in its name, which are cut.",
        "line 1: “abc” has a definition of 10,001 characters; the first 10,000 are kept.",
    ]


def test_code_that_looks_empty_is_left_out():
    codebook = adapt([FileCode(("\u200b",), line=1), FileCode(("a\u200bb",), "\u2060", line=2)])
    assert [(each.name, each.definition) for each in codebook.codes] == [("ab", "")]
    assert codebook.changes == ["line 1: a code without a name is left out."]


def test_name_with_too_long_a_key_is_cut():
    codebook = read_qdc(code("ﷺ" * 20))
    assert [each.name for each in codebook.codes] == ["ﷺ" * 10 + "…"]
    assert codebook.changes == [
        f"line 2: “{'ﷺ' * 20}” becomes “{'ﷺ' * 10}…”: a name has 100 characters at most."
    ]


def test_same_code_twice_is_one_tag():
    codebook = read_qdc(code("a, b"), code("a, b"), code("c"))
    assert [each.name for each in codebook.codes] == ["a; b", "c"]
    assert codebook.changes[1] == "line 3: “a, b” is in the file twice and becomes one tag."


SHORTENED = [("n" * 99 + "…", (LONG + "1",)), ("n" * 92 + " (2)", (LONG + "2",))]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([code("a, b"), code("a; b")], [("a; b", ("a, b",)), ("a; b (2)", ("a; b",))]),
        ([code(LONG + "1"), code(LONG + "2")], SHORTENED),
        (
            [code("a", code("b")), code("a/b")],
            [("a", ()), ("a/b", ()), ("a/b (2)", ("a/b",))],
        ),
        ([code("é"), code("e\u0301")], [("é", ()), ("e\u0301 (2)", ("e\u0301",))]),
    ],
)
def test_codes_that_get_one_name_and_had_two_stay_two(codes, expected):
    codebook = read_qdc(*codes)
    assert names_and_paths(codebook) == expected
    assert sorted(read_again(qdc, codebook)) == sorted(as_tuples(codebook))


@pytest.mark.parametrize(
    ("content", "form", "expected", "changes"),
    [
        (
            b"name,hue,parent,,parent\na,240,x,,\nb,3,,,\n",
            csv_file,
            [("a", None, None), ("b", 3, None)],
            [
                "Columns that are not read: “parent”.",
                "line 2: “a” gets another colour: “hue 240” is not known.",
            ],
        ),
        (
            b"tag,key\na,0\nb,x\nc,9\n",
            csv_file,
            [("a", None, None), ("b", None, None), ("c", None, 9)],
            [
                f"line {n}: “{each}” gets no key: “{key}” is none from 1 to 9."
                for n, each, key in ((2, "a", 0), (3, "b", "x"))
            ],
        ),
        (
            b'{"tags": [{"name": "a", "hue": 11}, {"name": "b", "hue": true, "key": 0}]}',
            json_file,
            [("a", None, None), ("b", None, None)],
            [
                "tags[1]: “a” gets another colour: “hue 11” is not known.",
                "tags[2]: “b” gets another colour: “hue true” is not known.",
                "tags[2]: “b” gets no key: “0” is none from 1 to 9.",
            ],
        ),
        (
            b'{"tags": [{"tag_name": null}, {"tag_name": 2021, "tag_description": null}]}',
            json_file,
            [("2021", None, None)],
            ["tags[1]: a code without a name is left out."],
        ),
    ],
)
def test_value_that_cannot_be_read_refuses_no_code(content, form, expected, changes):
    codebook = form.loads(io.BytesIO(content))
    assert [(each.name, each.hue, each.digit) for each in codebook] == expected
    assert codebook.changes == changes


def test_csv_in_an_old_encoding_is_read_and_that_is_said():
    codebook = csv_file.loads(io.BytesIO("tag;description\nÄrger;Über\n".encode("cp1252")))
    assert [(each.name, each.definition) for each in codebook] == [("Ärger", "Über")]
    assert codebook.changes == ["It is not UTF-8; it was read as windows-1252."]


@pytest.mark.parametrize("root", ["CodeBook", "Project"])
def test_elements_without_a_namespace_are_read(root):
    codes = "<Codes><Code name='a' description='what'/></Codes>"
    content = f"<{root}>{codes}</{root}>"
    codebook = qdc.loads(io.BytesIO(content.encode()))
    assert [(each.name, each.definition) for each in codebook] == [("a", "what")]


def test_number_of_a_name_is_one_that_no_other_code_has():
    codebook = read_qdc(code("a", color="red"), code("A"), code("a (2)"))
    assert [each.name for each in codebook.codes] == ["a", "A (3)", "a (2)"]


@pytest.mark.parametrize(
    ("content", "form", "expected"),
    [
        (b"tag,description,hue\na/b,,\n", csv_file, [("a/b", ())]),
        (b"tag,description\na/b,\n", csv_file, [("a/b", ())]),
        # Files of other programs: nothing in them says that a slash makes a group.
        (b"name,definition\na/b,\n", csv_file, [("a/b", ("a/b",))]),
        (b"tag,description,number\na/b,,4\n", csv_file, [("a/b", ("a/b",))]),
        (b"Set\tabout\na/b\twhat\n", csv_file, [("a/b", ("a/b",))]),
        (b'{"tags": [{"tag_name": "a/b, c"}]}', json_file, [("a/b; c", ("a/b, c",))]),
        (b'tag,description,hue\n"a/b, c",,\n', csv_file, [("a/b; c", ("a", "b, c"))]),
    ],
)
def test_slash_makes_a_group_only_where_the_file_says_so(content, form, expected):
    assert names_and_paths(form.loads(io.BytesIO(content))) == expected


@pytest.mark.parametrize("path", [(), ("a",), ("a, b", "c/d"), ("\\", "/", "\\/"), ("a\\/b",)])
def test_path_in_one_line_is_read_again(path):
    assert split_path(join_path(path)) == path


def archive(**contents):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in contents.items():
            opened.writestr(name.replace("__", "/").replace("_", "."), content)
    file.seek(0)
    return file


@pytest.mark.parametrize("name", ["project_qde", "Project_QDE", "study__project_qde"])
def test_codebook_of_a_project_is_read(name):
    content = PROJECT.format(code("a, b") + code("c", code("d")))
    codebook = qdpx.loads(archive(Sources__1_txt="words", **{name: content}))
    assert [each.name for each in codebook.codes] == ["a; b", "c", "c/d"]
    assert names_and_paths(qdc.loads(io.BytesIO(content.encode()))) == names_and_paths(codebook)


def test_project_is_read_within_limits(monkeypatch):
    project = PROJECT.format(code("a"))
    refusals = []
    for file in (
        archive(readme_txt="words"),
        archive(project_qde="<a/>"),
        archive(project_qde=project + " " * qdpx.MAX_PROJECT_BYTES),
        archive(project_qde=project, **{f"n{number}": "" for number in range(20_000)}),
        io.BytesIO(b"PK\x03\x04 and nothing else"),
        io.BytesIO(archive(project_qde=project).getvalue().replace(b"CodeBook", b"odeBookC")[:-9]),
    ):
        with pytest.raises(ExchangeError) as refusal:
            qdpx.loads(file)
        refusals.append(str(refusal.value))
    assert refusals == [
        "this archive holds no REFI-QDA project (project.qde).",
        "line 1: this is not a REFI-QDA codebook or project.",
        "project.qde is larger than 20,000,000 bytes.",
        "this archive holds too many files.",
        "this archive cannot be read (File is not a zip file).",
        "this archive cannot be read (File is not a zip file).",
    ]
