"""Exports of archives as documents: their texts as RTF, Word and PDF readers give them."""

import io
from datetime import date

import pytest

from corpus.readers.formats import read_articles
from corpus.readers.loose_dates import parse_published
from corpus.readers.pages.archive_texts import archive_texts
from tests.corpus.readers.foreign.test_packages import paragraph, run, word
from tests.corpus.readers.reading import records

ONE = "The ministry said on Thursday that the road had been closed after the river rose."
# The beginning of a sentence that looks like a label of the archive.
TWO = "KANPUR: Two drivers told our reporter that lorries had passed the bridge on Wednesday."
THREE = "Copyright of the photographs is claimed by nobody, the ministry said in a second note."

NEXIS = f"""
Download Request: All Documents: 1-2

1 of 2 DOCUMENTS

Copyright 2021 The Paper Company

All Rights Reserved

The Paper (Kabul)

August 5, 2021, Thursday

Met 2 Edition

SECTION: A-SECTION; Pg. A01

LENGTH: 38 words

HEADLINE: Road closed

BYLINE: By A. Reporter

BODY:

{ONE}

{TWO}

{THREE}

LOAD-DATE: August 6, 2021

LANGUAGE: ENGLISH

GRAPHIC: A road.

PUBLICATION-TYPE: Newspaper

2 of 2 DOCUMENTS

Copyright 2021 The Agency

Provided by Somebody Else

All Rights Reserved

The Agency

Distributed by Another Agency

4 August 2021 Wednesday

LENGTH: 500  words

HEADLINE: Envoy denies

BODY:

{TWO}

LANGUAGE: GERMAN; DEUTSCH

LOAD-DATE: August 6, 2021
"""

NEXIS_UNI = f"""
Date and Time: Friday, 5. July 2019 09:31:00 CEST

Job Number: 00000001

Documents (2)

1. Road closed

Client/Matter: -None-

2. Envoy denies

Client/Matter: -None-

Road closed

The Paper (Kabul)

August 5, 2021 Thursday 9:20 AM GMT

Copyright 2021 The Paper, a division of others. All Rights Reserved

Section: POLITICS; Version:28

Length: 38 words

Byline: A. Reporter

Body

{ONE}

{TWO}

{THREE}

Classification

Language: ENGLISH

Load-Date: August 6, 2021

End of Document

Envoy denies

The Agency

August 4, 2021 Wednesday

Length: 500 words

Body

{TWO}

Load-Date: August 6, 2021

Language: GERMAN

End of Document
"""

FACTIVA = f"""
Road closed

By A. Reporter

38 words

5 August 2021

14:30

The Paper (Kabul)

PAPER

English

(c) 2021 The Paper

{ONE}

{TWO}

{THREE}

Document PAPER00020210805eh8500abc

Envoy denies

500 Wörter

4 August 2021

The Agency

AGENCY

German

(c) 2021 The Agency

{TWO}

Document AGENCY0020210804eh8400abd
"""

FACTIVA_WITH_CODES = f"""
HD\tRoad closed
BY\tBy A. Reporter
WC\t38 words
PD\t5 August 2021
ET\t14:30
SN\tThe Paper (Kabul)
SC\tPAPER
LA\tEnglish
CY\t(c) 2021 The Paper

LP

{ONE}

TD

{TWO}

{THREE}

NS\tgroad : Roads
AN\tDocument PAPER00020210805eh8500abc

HD\tEnvoy denies
WC\t500 words
PD\t4 August 2021
SN\tThe Agency
LA\tde
LP\t{TWO}
AN\tDocument AGENCY0020210804eh8400abd
"""

LAYOUTS = {
    "Nexis": NEXIS,
    "Nexis Uni": NEXIS_UNI,
    "Factiva": FACTIVA,
    "Factiva with codes": FACTIVA_WITH_CODES,
}
EXPECTED = [
    ("Road closed", "The Paper (Kabul)", "A. Reporter", date(2021, 8, 5), "en",
     f"{ONE}\n\n{TWO}\n\n{THREE}"),
    ("Envoy denies", "The Agency", "", date(2021, 8, 4), "de", TWO),
]  # fmt: skip


def rtf(text):
    """A document in Rich Text; its letters beyond ASCII are those of windows-1252."""
    lines = [line.replace("\t", r"\tab ") for line in text.strip().split("\n") if line]
    return (r"{\rtf1\ansi\ansicpg1252 " + "\\par\n".join(lines) + "}").encode("cp1252")


def docx(text):
    lines = [line for line in text.strip().split("\n") if line]
    return word(
        "".join(paragraph(run(line.replace("\t", "</w:t><w:tab/><w:t>"))) for line in lines)
    )


def facts(items):
    return [
        (each.title, each.source, each.byline, each.published.first, each.language, each.text)
        for each in items
    ]


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize(("write", "format"), [(rtf, "rtf"), (docx, "docx")])
def test_each_document_of_an_export_is_an_article(text, write, format):
    items = list(read_articles(io.BytesIO(write(text)), "name", format))
    articles = [each for each in items if hasattr(each, "text")]
    assert facts(articles) == EXPECTED
    # The archive says how many words a document has.
    [remark] = [each for each in items if not hasattr(each, "text")]
    assert (str(remark.place), remark.is_left_out, remark.reason) == (
        "name, item 2",
        False,
        "The archive counted 500 words; the text has 14.",
    )
    assert [str(each.place) for each in articles] == ["name, item 1", "name, item 2"]
    # Each has its own lines as its original.
    assert [ONE in each.content.decode() for each in articles] == [True, False]
    assert [each.position for each in items] == [1] * 3


@pytest.mark.parametrize(
    "text",
    [
        f"{ONE}\n\n2 of 3 DOCUMENTS were lost, {TWO}",
        f"{ONE}\n\n{TWO}\n\nEnd of Document",
        f"{ONE}\n\n38 words\n\n{TWO}\n\nDocument PAPER00020210805eh8500abc",
        f"{ONE}\n\n{TWO}",
    ],
)
def test_a_text_with_lines_like_those_of_an_export_is_one_article(text):
    assert archive_texts(text) == []
    assert [each.text for each in records(rtf(text), "rtf")] == [text]


def test_more_documents_than_archives_export_are_one_text():
    text = "\n\n".join(f"{number} of 1001 DOCUMENTS\n\nThe Paper" for number in range(1_001))
    assert archive_texts(text) == []


@pytest.mark.parametrize(
    ("count", "day", "labels"),
    [
        ("1 von 2 DOKUMENTEN", "5. August 2021, Donnerstag", "RUBRIK LÄNGE AUTOR SPRACHE"),
        ("1 von 1 DOKUMENT", "5. August 2021 Donnerstag", "RUBRIK LÄNGE AUTOR SPRACHE"),
        ("1 de 2 DOCUMENTS", "5 août 2021 jeudi", "RUBRIQUE LONGUEUR AUTEUR LANGUE"),
    ],
)
def test_labels_of_an_export_in_another_language_are_read(count, day, labels):
    section, length, byline, language = labels.split()
    lines = [count, "Die Zeitung", day, f"{section}: Politik", f"{length}: 15 Wörter"]
    lines += [f"{byline}: A. Reporter", "Road closed", ONE, TWO, f"{language}: GERMAN; Deutsch"]

    [document] = archive_texts("\n\n".join(lines))

    assert document.values == {
        "text": f"{ONE}\n\n{TWO}",
        "title": "Road closed",
        "source": "Die Zeitung",
        "published": document.values["published"],
        "byline": "A. Reporter",
        "language": "de",
    }
    assert parse_published(document.values["published"]).first == date(2021, 8, 5)
