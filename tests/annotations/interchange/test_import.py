"""Annotations that come in from a file: planned, written in batches, shown at the end."""

import pytest

from annotations.formats.record import (
    Annotation,
    Code,
    LinkedClaim,
    LinkedPerson,
    OffsetRule,
    Piece,
    Unit,
)
from annotations.interchange.desk_entries import desk_entries
from annotations.models import (
    AnnotationPart,
    Claim,
    Evidence,
    ImportedPassage,
    Passage,
    Placement,
    Tag,
)
from corpus.dates import parse
from corpus.models import Action, Article, Person
from tests.support.annotation_files import annotated, imported, planned
from tests.support.factories import (
    EDITORS,
    TEXT,
    make_article,
    make_claim,
    make_passage,
    make_person,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make_user(EDITORS)


def quotes():
    return list(Passage.objects.present().values_list("quote", flat=True))


def piece(quote, text=TEXT, **around):
    start = text.index(quote)
    return Piece(start, start + len(quote), quote, **around)


def full_annotation():
    return Annotation(
        (piece("The convoy"), piece("Nobody")),
        key="a1",
        tags=("cities", "arms"),
        people=(LinkedPerson("Fawad Aman", "speaks"),),
        claims=(
            LinkedClaim(
                "The convoy has left",
                "supports",
                speaker="Fawad Aman",
                said=parse("2021-08"),
                origin="Briefing",
                why="He was there.",
            ),
        ),
        note="Look again.",
        author="somebody",
    )


def test_everything_of_an_annotation_comes_in_as_one_action(by):
    document = annotated(annotations=[full_annotation()], title="Convoy", source="The Wire")
    job = imported(by, document)

    article, passage = Article.objects.present().get(), Passage.objects.present().get()
    assert (article.title, article.text, article.source.name) == ("Convoy", TEXT, "The Wire")
    assert (passage.quote, passage.note) == ("The convoy … Nobody", "Look again.")
    places = Placement.objects.order_by("piece").values_list("start", "end", "state")
    assert list(places) == [(0, 10, "placed"), (35, 41, "placed")]
    assert [link.tag.name for link in passage.tag_links.all()] == ["cities", "arms"]
    person = Person.objects.present().get()
    assert list(passage.people.values_list("person", "role")) == [(person.pk, "speaks")]
    evidence = Evidence.objects.present().get()
    assert (evidence.stance, evidence.why, evidence.origin.name) == (
        "supports",
        "He was there.",
        "Briefing",
    )
    claim = evidence.claim
    assert (claim.statement, claim.speaker, str(claim.said)) == (
        "The convoy has left",
        person,
        "August 2021",
    )
    assert (claim.is_deleted, claim.status) == (False, "draft")
    assert ImportedPassage.objects.get().author == "somebody"
    assert list(Action.objects.filter(by=by).values_list("kind", flat=True)) == ["passage.import"]
    assert job.is_finished
    assert (job.written["passages"], job.written["new_articles"]) == (1, 1)
    assert AnnotationPart.objects.count() == 0
    assert list(Passage.objects.unindexed()) == []


def test_the_plan_says_what_would_happen_and_writes_nothing(by):
    make_tag("cities")
    here = make_article("Kabul fell at dawn. Kabul fell at night.", "Kabul")
    late = Piece(None, None, "at night")
    twice = Piece(None, None, "Kabul fell")
    wrong = Piece(3, 9, "Jalalabad")
    elsewhere = annotated(
        key="two",
        has_text=False,
        title="Kabul",
        sha256=here.revision.sha256,
        annotations=[Annotation((each,)) for each in (late, twice, wrong)],
    )
    unknown = annotated("dawn", key="three", has_text=False)
    job = planned(by, annotated(annotations=[full_annotation()]), elsewhere, unknown)

    assert job.is_ready
    assert job.planned == {
        "articles": 1,
        "new_articles": 1,
        "new_exact": 1,
        "quote": 1,
        "not_placed": 2,
        "without_article": 1,
    }
    assert job.names["tags"] == {"new": ["arms"], "known": ["cities"]}
    assert job.names["people"] == {"new": ["Fawad Aman"], "known": []}
    assert (len(job.names["claims"]["new"]), job.names["claims"]["known"]) == (1, [])
    assert job.names["authors"] == {"new": ["somebody"], "known": []}
    assert list(job.problems.values_list("where", "why")) == [
        (
            "“Kabul”, “Kabul fell”",
            "Its words stand 2 times in the text, and nothing tells where.",
        ),
        ("“Kabul”, “Jalalabad”", "Its words are not in the text."),
        ("“three”", "The article is not on this desk, and the file does not hold its text."),
    ]
    assert (quotes(), Article.objects.count(), Tag.objects.count()) == ([], 1, 1)


def test_offsets_of_another_rule_are_converted_and_the_rule_is_named(by):
    text = "😀 Kabul\r\nfell."
    windows = OffsetRule(Unit.UTF16, counts_crlf=True)
    annotation = Annotation((Piece(3, 14, ""),), rule=windows)
    job = imported(by, annotated(text=text, annotations=[annotation]))

    assert quotes() == ["Kabul\nfell."[:10]]
    assert job.rules == [["UTF-16 code units, line ends as CRLF", 1]]


@pytest.mark.parametrize("way", ["id", "address", "digest", "text", "title"])
def test_an_article_of_the_desk_is_recognised(by, way):
    article = make_article(
        TEXT, "Convoy", "2021-08-05", url="https://www.example.org/a?utm_source=x"
    )
    fields = {
        "id": {"key": article.public_id},
        "address": {"url": "http://example.org/a"},
        "digest": {"sha256": article.revision.sha256},
        "text": {"has_text": True},
        "title": {"title": "Convoy", "published": article.published},
    }[way]
    imported(by, annotated("dawn", **{"has_text": False} | fields))
    assert list(article.passages.values_list("quote", "deleted_at")) == [("dawn", None)]
    assert Article.objects.count() == 1


@pytest.mark.parametrize("fields", [{"title": "Convoy"}, {"key": "Convoy.txt"}])
def test_a_document_of_which_the_file_has_a_name_alone_is_the_article_with_that_title(by, fields):
    article = make_article(TEXT, "Convoy", "2021-08-05")
    make_article("Nothing happened before dawn.", "Convoys")
    imported(by, annotated("dawn", has_text=False, **fields))
    assert list(article.passages.values_list("quote", flat=True)) == ["dawn"]
    entry = annotated("The", has_text=False, source="Reuters", **fields)
    assert planned(by, entry).planned == {"without_article": 1}


def test_two_articles_that_fit_alike_are_none_of_them(by):
    for source in (None, None):
        make_article(TEXT, "Convoy", "2021-08-05", source=source)
    entry = annotated("dawn", has_text=False, title="Convoy", published=parse("2021-08-05"))
    job = planned(by, entry)
    assert job.planned == {"without_article": 1}


def test_known_names_are_used(by):
    tag, person = make_tag("Cities"), make_person("F. Aman", aliases=["Fawad Aman"])
    claim = make_claim("The convoy has left", speaker=person, attribution="")
    imported(by, annotated(annotations=[full_annotation()]))

    passage = Passage.objects.present().get()
    assert tag in passage.tags.all()
    assert passage.people.get().person == person
    assert Evidence.objects.present().get().claim == claim
    assert (Tag.objects.count(), Person.objects.count(), Claim.objects.count()) == (2, 1, 1)
    claim.refresh_from_db()
    assert claim.edited_at > claim.created_at


def test_the_same_file_twice_is_imported_once(by):
    entry = annotated("The convoy", "dawn", annotations=[full_annotation()])
    imported(by, entry)
    again = imported(make_user(EDITORS), entry)

    assert sorted(quotes()) == ["The convoy", "The convoy … Nobody", "dawn"]
    assert again.written == {"known": 3}
    assert again.action is None


def test_an_export_of_this_desk_brings_nothing_new(by):
    make_passage(make_article(), "dawn", tags=["a"])
    job = imported(by, *desk_entries(Passage.objects.all()))
    assert (quotes(), job.written) == (["dawn"], {"known": 1})


def test_a_passage_keeps_the_id_of_the_desk_that_it_comes_from(by):
    annotation = Annotation((piece("dawn"),), key="0123456789ab")
    imported(by, annotated(annotations=[annotation]))
    assert Passage.objects.get().public_id == "0123456789ab"


def test_authors_are_members_of_the_same_name(by):
    author = make_user(username="nadia")
    rows = [Annotation((piece("dawn"),), author=name) for name in ("nadia", "somebody")]
    imported(by, annotated(annotations=rows))

    authors = Passage.objects.order_by("pk").values_list("created_by", "imported__author")
    assert list(authors) == [(author.pk, ""), (by.pk, "somebody")]


def test_definitions_and_colours_of_new_tags_come_along(by):
    entry = annotated(annotations=[Annotation((piece("dawn"),), tags=("a, b",))])
    code = Code("a, b", "Both.", 4)
    imported(by, type(entry)(entry.document, entry.annotations, (code,)))
    assert list(Tag.objects.values_list("name", "definition", "hue")) == [("a; b", "Both.", 4)]


def test_what_doccano_exports_comes_in(by):
    entry = annotated(annotations=[Annotation((piece("dawn"),), tags=("time",))])
    imported(by, entry, format_name="doccano")
    assert quotes() == ["dawn"]


def test_articles_are_not_taken_in_unasked(by):
    job = imported(by, annotated("dawn"), takes_in=False)
    assert (Article.objects.count(), quotes()) == (0, [])
    assert job.written == {"without_article": 1}
    assert job.problems.get().why.startswith("The article is not on this desk")


def test_what_the_desk_has_no_place_for_is_written_back(by):
    mark = Annotation((piece("dawn"),), author="somebody", extra={"b": 1.0, "a": ["\0", {}]})
    imported(by, annotated(annotations=[mark], extra={"meta": {"split": "dev"}}))

    [entry] = desk_entries(Passage.objects.all(), "twosource")
    assert entry.document.extra == {"meta": {"split": "dev"}}
    assert entry.annotations[0].extra == mark.extra
    assert (list(entry.annotations[0].extra), entry.annotations[0].author) == (
        ["b", "a"],
        "somebody",
    )
    [other] = desk_entries(Passage.objects.all(), "doccano")
    assert (other.document.extra, other.annotations[0].extra) == ({}, {})


def test_a_desk_exported_and_imported_into_an_empty_one_is_the_same(by):
    imported(by, annotated("Nobody", annotations=[full_annotation()], title="Convoy"))
    first = list(desk_entries(Passage.objects.all(), "twosource"))
    Article.objects.update(deleted_at=Passage.objects.first().created_at, address_key="")
    Passage.objects.update(deleted_at=Passage.objects.first().created_at)
    imported(by, *first)

    def plain(entries):
        return [
            [
                (each.pieces, each.tags, [person.name for person in each.people], each.note)
                for each in entry.annotations
            ]
            for entry in entries
        ]

    assert plain(desk_entries(Passage.objects.all())) == plain(first)
