import io
from dataclasses import replace

import pytest

from annotations.exports.export import NOUNS, Export
from annotations.formats.csv_desk import loads
from annotations.formats.record import (
    Annotation,
    Document,
    Entry,
    FormatError,
    LinkedClaim,
    LinkedPerson,
    Piece,
    Refusal,
)
from annotations.formats.registry import FORMATS
from annotations.interchange.desk_entries import desk_entries
from annotations.models import Passage, Role
from annotations.passages.editing import join
from corpus.models.correction import correct
from tests.support.acts import act
from tests.support.entries import held_by
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_person,
    make_source,
    make_user,
)

HEADER = "id,article,quote,start,end,pieces,tags,claims,origins,state\n"


def read(content):
    return list(loads(io.BytesIO(content)))


def read_row(row):
    [outcome] = read(f"{HEADER}{row}\n".encode())
    return outcome


def a_desk():
    """Passages with all that the table has a column for; the last one is lost."""
    by = make_user(EDITORS)
    source = make_source("Reuters", "B")
    text = "=Kabul 😀 fell at dawn, he said.\n\nNobody saw it return."
    article = make_article(text, "News", "2021-08", source=source, url="https://example.org/a")
    people = [(make_person("Zamir"), Role.SPEAKS), (make_person("Fawad"), Role.SPOKEN_OF)]
    passage = make_passage(
        article, "=Kabul 😀", by=by, tags=["city", "=army"], people=people, note="“a”,\n=b"
    )
    make_evidence(make_claim("Kabul fell; or: it stood"), passage, "supports")
    make_evidence(make_claim("Nobody fled"), passage)
    first, second = make_passage(article, "fell", by=by), make_passage(article, "Nobody", by=by)
    act(by, join, first, [second], 1, first.version)
    make_passage(make_article(text, source=source), "he said", by=by)
    lost = make_article(text, source=source)
    make_passage(lost, "fell at dawn", by=by, tags=["city"])
    act(by, correct, lost, "Nobody saw it return.", "cut", lost.version)


@pytest.mark.django_db
@pytest.mark.parametrize("by_tag", [False, True])
def test_the_table_of_the_desk_gives_back_its_passages(by_tag):
    a_desk()
    passages, member = Passage.objects.all(), make_user()
    content = b"".join(Export(NOUNS["passages"], member, passages, by_tag=by_tag).parts("csv"))
    expected = [
        replace(
            entry,
            annotations=tuple(
                replace(
                    annotation,
                    created_at=annotation.created_at.replace(microsecond=0),
                    edited_at=annotation.edited_at and annotation.edited_at.replace(microsecond=0),
                    # The table has the words before the first piece and after the last.
                    pieces=tuple(
                        replace(
                            piece,
                            prefix=piece.prefix if number == 0 else "",
                            suffix=piece.suffix if piece is annotation.pieces[-1] else "",
                        )
                        for number, piece in enumerate(annotation.pieces)
                    ),
                )
                for annotation in reversed(entry.annotations)
            ),
        )
        for entry in desk_entries(passages)
    ]

    holds, texts = FORMATS["csv"].holds, {entry.document.key: "" for entry in expected}

    assert held_by(holds, read(content), texts) == held_by(holds, expected, texts)


def test_claims_are_split_where_a_stance_begins():
    entry = read_row(
        'a,b,Kabul,,,,"x; y","reports: It fell; at dawn; supports: It stood",Briefing,'
    )

    [annotation] = entry.annotations
    assert annotation.tags == ("x", "y")
    assert annotation.claims == (
        LinkedClaim("It fell; at dawn", "reports"),
        LinkedClaim("It stood", "supports"),
    )


def test_the_origin_of_one_claim_is_its_origin():
    entry = read_row("a,b,Kabul,,,,,reports: It fell,Briefing,removed")

    expected = Annotation(
        (Piece(None, None, "Kabul"),),
        key="a",
        state="lost",
        claims=(LinkedClaim("It fell", origin="Briefing"),),
    )
    assert entry == Entry(Document("b"), (expected,))


def test_people_have_their_roles():
    header, row = (
        "id,article,quote,start,end,pieces,speakers,mentioned",
        "a,b,x,,,,Zamir; Fawad,Scap",
    )

    [entry] = read(f"{header}\n{row}\n".encode())

    assert entry.annotations[0].people == (
        LinkedPerson("Zamir", "speaks"),
        LinkedPerson("Fawad", "speaks"),
        LinkedPerson("Scap", "spoken_of"),
    )


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ("a,b,Kabul,x,2,,,,,", "start, end: these are no offsets."),
        ("a,b,Kabul,-1,2,,,,,", "start, end: these are no offsets."),
        ("a,b,Kabul,,2,,,,,", "start, end: these are no offsets."),
        (f"a,b,Kabul,0,{'9' * 20},,,,,", "start, end: these are no offsets."),
        ("a,b,Kabul,2,2,,,,,", "start, end: it ends before it starts."),
        ("a,b,Kabul,,,1-2; 3,,,,", "start, end: these are no offsets."),
    ],
)
def test_a_row_that_cannot_be_read_is_refused(cells, why):
    assert read_row(cells) == Refusal("line 2", why)


def test_a_table_of_something_else_is_refused():
    with pytest.raises(FormatError):
        read(b"id,document,tag,content\n")
