"""What documents strike through, delete while changes are tracked, raise or lower."""

import pytest

from tests.corpus.readers.reading import outcome, records
from tests.hostile_files import office
from tests.hostile_files.archives import package

REMARK = "Struck through in the original and left out: {}."
ONE = "The ministry said on Thursday that the road had been closed after the river rose."
TWO = "Two drivers told our reporter that lorries had passed the bridge on Wednesday evening."

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body, styles=""):
    note = f'<w:footnote w:id="3"><w:p>{run("A note.")}</w:p></w:footnote>'
    return office.docx(
        body,
        word__styles_xml=f"<w:styles {W}>{styles}</w:styles>",
        word__footnotes_xml=f"<w:footnotes {W}>{note}</w:footnotes>",
    )


def run(text, properties=""):
    tag = "delText" if properties == "deleted" else "t"
    properties = "" if properties == "deleted" else properties
    return f"<w:r><w:rPr>{properties}</w:rPr><w:{tag}>{text}</w:{tag}></w:r>"


WORD_STYLES = (
    '<w:style w:styleId="Gone"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:styleId="Gone2"><w:basedOn w:val="Gone"/></w:style>'
)


@pytest.mark.parametrize(
    "old",
    [
        run("12", "<w:strike/>"),
        run("12", '<w:dstrike w:val="true"/>'),
        run("1", "<w:strike/>") + run("2", "<w:strike/><w:b/>"),
        run("12", '<w:rStyle w:val="Gone2"/>'),
        f"<w:del>{run('12', 'deleted')}</w:del><w:ins>{run(' ')}</w:ins>",
    ],
)
def test_struck_and_deleted_words_of_word(old):
    paragraph = f"<w:p>{run(f'{ONE} It was ')}{old}{run(' 20.')}</w:p>"
    assert outcome(docx(paragraph, WORD_STYLES), "docx") == [
        (None, "", REMARK.format("“12”")),
        f"{ONE} It was 20.",
    ]


def test_word_strikes_a_paragraph_by_its_style_and_not_what_switches_it_off():
    gone = f'<w:p><w:pPr><w:pStyle w:val="Gone"/></w:pPr>{run("Old.")}</w:p>'
    new = run(" New.", '<w:rStyle w:val="Gone"/><w:strike w:val="0"/>')
    current = f"<w:p>{run(ONE)}{new}</w:p>"
    assert outcome(docx(gone + current, WORD_STYLES), "docx") == [
        (None, "", REMARK.format("“Old.”")),
        f"{ONE} New.",
    ]


def test_moved_words_of_word_stand_once_where_they_are_now():
    old, new = (f"<w:{tag}>{run(TWO)}</w:{tag}>" for tag in ("moveFrom", "moveTo"))
    assert outcome(docx(f"<w:p>{old}</w:p><w:p>{run(ONE)}</w:p><w:p>{new}</w:p>"), "docx") == [
        f"{ONE}\n\n{TWO}"
    ]


ODT = "urn:oasis:names:tc:opendocument:xmlns"
ODT_NAMES = " ".join(
    f'xmlns:{name}="{ODT}:{word}:1.0"'
    for name, word in (("office", "office"), ("text", "text"), ("style", "style"))
)


def odt(body):
    styles = "".join(
        f'<style:style style:name="{name}"><style:text-properties {properties}/></style:style>'
        for name, properties in (
            ("S", 'style:text-line-through-style="solid"'),
            ("N", 'style:text-line-through-style="none"'),
            ("Up", 'style:text-position="super 58%"'),
            ("Up2", 'style:text-position="33% 58%"'),
            ("Down", 'style:text-position="sub 58%"'),
            ("Level", 'style:text-position="0% 100%"'),
        )
    )
    content = (
        f"<office:document-content {ODT_NAMES}><office:automatic-styles>{styles}"
        '<style:style style:name="S2" style:parent-style-name="S"/></office:automatic-styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return package("odt", [("content.xml", content)])


def span(style, text):
    return f'<text:span text:style-name="{style}">{text}</text:span>'


@pytest.mark.parametrize(
    "old", [span("S", "12"), span("S2", "12"), '<text:change text:change-id="c1"/>']
)
def test_struck_and_deleted_words_of_opendocument(old):
    changes = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        "<text:p>12</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    body = f"{changes}<text:p>{ONE} It was {old} {span('N', '20')}.</text:p>"
    assert outcome(odt(body), "odt") == [(None, "", REMARK.format("“12”")), f"{ONE} It was 20."]


@pytest.mark.parametrize(
    "old",
    [
        r"{\strike 12}",
        r"\strike 12\strike0 ",
        r"{\striked1 12}",
        r"{\deleted 12}",
        r"\b\strike 1\i 2\plain ",
        r"{\strike 1}{\strike 2}",
    ],
)
def test_struck_and_deleted_words_of_rich_text(old):
    source = r"{\rtf1\ansi " + f"{ONE} It was {old} 20." + r"\par}"
    assert outcome(source.encode(), "rtf") == [
        (None, "", REMARK.format("“12”")),
        f"{ONE} It was 20.",
    ]


def test_struck_paragraphs_of_rich_text_are_listed_as_one():
    source = rf"{{\rtf1\ansi {ONE}\par\strike One.\par Two.\par\strike0 {TWO}\par}}"
    assert outcome(source.encode(), "rtf") == [
        (None, "", REMARK.format("“One. Two.”")),
        f"{ONE}\n\n{TWO}",
    ]


SIGNS = "10³ t of CO₂, T_max, 20[1] dead, 40 km², 5th"


def test_raised_and_lowered_signs_of_word():
    up, down = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    note = f'<w:r><w:rPr>{up}</w:rPr><w:footnoteReference w:id="3"/></w:r>'
    body = (
        f"{run('10')}{run('3', up)}{run(' t of CO')}{run('2', down)}{run(', T')}{run('m', down)}"
        f"{run('ax', down)}{run(', 20')}{note}{run(' dead, 40 km')}{run('2', up)}{run(', 5')}"
        f"{run('th', up)}"
    )
    [record] = records(docx(f"<w:p>{body}</w:p>"), "docx")
    assert record.text == f"{SIGNS}\n\n[1] A note."


def test_raised_and_lowered_signs_of_opendocument():
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note."
    note += "</text:p></text:note-body></text:note>"
    body = (
        f"<text:p>10{span('Up', '3')} t of CO{span('Down', '2')}, T{span('Down', 'max')}, "
        f"{span('Level', '20')}{span('Up', note)} dead, 40 km{span('Up2', '2')}, "
        f"5{span('Up', 'th')}</text:p>"
    )
    [record] = records(odt(body), "odt")
    assert record.text == f"{SIGNS}\n\n[1] A note."


def test_raised_and_lowered_signs_of_rich_text():
    note = r"{\super\chftn{\footnote A note.}}"
    source = (
        r"{\rtf1\ansi 10{\super 3} t of CO\sub 2\nosupersub , T{\sub m}{\sub ax}, 20"
        + note
        + r" dead, 40 km{\super 2}, 5{\super th}\par}"
    )
    [record] = records(source.encode(), "rtf")
    assert record.text == f"{SIGNS}\n\n[1] A note."
