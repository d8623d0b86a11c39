from dataclasses import replace

import pytest

from annotations.anchoring.spans import LOST, NEEDS_REVIEW
from annotations.formats.record import Annotation, Code, LinkedClaim, LinkedPerson, Piece
from annotations.interchange import desk_entries as module
from annotations.interchange.desk_entries import desk_entries
from annotations.models import Passage, Placement, Role, Stance
from annotations.passages.editing import join
from corpus.models.correction import correct
from corpus.models.revision import digest_of
from corpus.records.merging import merge
from tests.support.acts import act
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_origin,
    make_passage,
    make_person,
    make_source,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXT = "Kabul fell at dawn, he said.\n\nNobody saw it return."


def all_entries():
    """The entries; without their texts they say the same."""
    entries = list(desk_entries(Passage.objects.all()))
    without_texts = [replace(one, document=replace(one.document, text=None)) for one in entries]
    assert list(desk_entries(Passage.objects.all(), has_texts=False)) == without_texts
    return entries


def test_entry_says_all_of_an_article_and_of_its_passage():
    source, author = make_source("Eastern Herald", "B"), make_user()
    article = make_article(
        TEXT, "Kabul", "2021-08", source=source, url="https://example.org/kabul", byline="A. B."
    )
    tag, person = make_tag("cities", definition="Towns.", hue=3), make_person("Fawad Aman")
    passage = make_passage(
        article, "fell", by=author, tags=["cities"], people=[(person, Role.SPEAKS)], note="Why."
    )
    claim = make_claim("Kabul has fallen", speaker=person, attribution="", said="2021-08-15")
    origin = make_origin("Briefing")
    make_evidence(claim, passage, Stance.SUPPORTS, origin=origin, why="He was there.")

    [entry] = all_entries()

    document = entry.document
    assert (document.key, document.title, document.text) == (article.public_id, "Kabul", TEXT)
    assert (document.url, document.byline) == ("https://example.org/kabul", "A. B.")
    assert (document.source, document.grade) == ("Eastern Herald", "B")
    assert (document.published, document.language) == (article.published, "en")
    assert document.sha256 == digest_of(TEXT)
    assert entry.codes == (Code("cities", "Towns.", 3, tag.public_id),)
    assert entry.annotations == (
        Annotation(
            pieces=(Piece(6, 10, "fell", "Kabul ", " at dawn, he said.\n\nNobody saw i"),),
            key=passage.public_id,
            url=f"http://127.0.0.1:8000/passages/{passage.public_id}/",
            revision=1,
            tags=("cities",),
            people=(LinkedPerson("Fawad Aman", "speaks", person.public_id),),
            claims=(
                LinkedClaim(
                    "Kabul has fallen",
                    "supports",
                    claim.public_id,
                    speaker="Fawad Aman",
                    said=claim.said,
                    origin="Briefing",
                    why="He was there.",
                ),
            ),
            note="Why.",
            author=author.username,
            created_at=passage.created_at,
        ),
    )


def test_deleted_passages_and_those_of_deleted_articles_are_left_out():
    article, by = make_article(TEXT), make_user(EDITORS)
    kept, deleted = make_passage(article, "Kabul"), make_passage(article, "dawn")
    act(by, deleted.remove)
    act(by, make_passage().article.remove)

    keys = [one.key for entry in all_entries() for one in entry.annotations]

    assert keys == [kept.public_id]


def test_a_merged_person_has_the_name_of_whom_it_became():
    merged, person = make_person("Vikantov"), make_person("Bikantov")
    make_passage(people=[(merged, Role.SPOKEN_OF)])
    act(make_user(), merge, merged, person)

    [entry] = all_entries()

    expected = LinkedPerson("Bikantov", "spoken_of", person.public_id)
    assert entry.annotations[0].people == (expected,)


def test_pieces_come_in_the_order_of_the_text():
    article, author = make_article(TEXT), make_user()
    later = make_passage(article, "Nobody", by=author)
    earlier = make_passage(article, "Kabul", by=author)
    act(author, join, later, [earlier], 1, later.version)

    [entry] = all_entries()

    pieces = [(piece.start, piece.end, piece.quote) for piece in entry.annotations[0].pieces]
    assert pieces == [(0, 5, "Kabul"), (30, 36, "Nobody")]


def test_a_lost_passage_keeps_its_words_and_has_no_offsets():
    article, author = make_article(TEXT), make_user(EDITORS)
    make_passage(article, "fell at dawn", by=author)
    act(author, correct, article, "Nobody saw it return.", "cut", article.version)

    [entry] = all_entries()

    [annotation] = entry.annotations
    assert (annotation.state, annotation.revision) == (LOST, 2)
    assert annotation.pieces[0].quote == "fell at dawn"
    assert (annotation.pieces[0].start, annotation.pieces[0].end) == (None, None)
    assert entry.document.text == "Nobody saw it return."


def test_a_placed_and_a_lost_piece_each_keep_their_words():
    article, author = make_article(TEXT), make_user(EDITORS)
    passage, other = [make_passage(article, quote, by=author) for quote in ("dawn", "Nobody")]
    act(author, join, passage, [other], 1, passage.version)
    new_text = TEXT.replace("fell at dawn, he", "is quiet and so are we, they")
    act(author, correct, article, new_text, "reworded", article.version)

    [entry] = all_entries()

    [annotation] = entry.annotations
    assert {piece.quote for piece in annotation.pieces} == {"dawn", "Nobody"}
    assert annotation.state == LOST


def test_a_proposed_position_comes_with_the_words_that_were_marked():
    make_passage(make_article(TEXT), "fell")
    Placement.objects.update(state=NEEDS_REVIEW, start=11, end=18)

    [entry] = all_entries()

    [annotation] = entry.annotations
    assert annotation.state == NEEDS_REVIEW
    piece = annotation.pieces[0]
    assert (piece.start, piece.end, piece.quote) == (11, 18, "fell")


def test_a_placed_passage_has_the_words_of_the_corrected_text():
    article, author = make_article('He said "we won" at dawn.'), make_user(EDITORS)
    make_passage(article, 'said "we won"', by=author)
    act(author, correct, article, "He said “we won” at dawn.", "quotes", article.version)

    [entry] = all_entries()

    [annotation] = entry.annotations
    assert [piece.quote for piece in annotation.pieces] == ["said “we won”"]
    assert entry.document.sha256 == digest_of("He said “we won” at dawn.")


def test_a_passage_without_a_position_has_its_words_and_the_hash_of_the_text():
    make_passage(make_article(TEXT), "fell")
    act(make_user(), Placement.objects.all().delete)

    [entry] = all_entries()

    assert entry.annotations[0].pieces == (Piece(None, None, "fell"),)
    assert entry.document.sha256 == digest_of(TEXT)


def test_an_uncorrected_text_is_not_read_where_none_is_wanted(django_assert_num_queries):
    make_passage(make_article(TEXT), "fell")
    with django_assert_num_queries(9):
        list(desk_entries(Passage.objects.all(), has_texts=False))


def test_a_large_article_comes_in_several_entries(monkeypatch):
    monkeypatch.setattr(module, "PAGE_SIZE", 2)
    monkeypatch.setattr(module, "KEYS_SIZE", 3)
    article, tag = make_article(TEXT), make_tag()
    passages = [make_passage(article, tags=[tag.name]) for _ in range(5)]
    passages.append(make_passage(make_article(TEXT), tags=[tag.name]))

    entries = all_entries()

    keys = [one.key for entry in entries for one in entry.annotations]
    assert keys == [passage.public_id for passage in passages]
    parts = {}
    for entry in entries:
        parts.setdefault(entry.document.key, []).append(entry)
    texts = [[entry.document.text for entry in rows] for rows in parts.values()]
    assert [[rows[0], set(rows[1:])] for rows in texts] == [[TEXT, {None}], [TEXT, set()]]
    assert [len(entry.codes) for entry in entries] == [1] + [0] * (len(entries) - 1)


def test_queries_do_not_grow_with_the_passages_of_an_article(django_assert_num_queries):
    def entries_of(article):
        return list(desk_entries(Passage.objects.filter(article=article)))

    for number in (1, 3):
        article = make_article(TEXT)
        for _ in range(number):
            passage = make_passage(article, tags=["a"], people=[(make_person(), Role.SPEAKS)])
            make_evidence(passage=passage)
        # Keys and their end; passages, placements, tags, people, evidence; the article.
        with django_assert_num_queries(10):
            entries_of(article)


def test_a_position_beyond_the_text_is_no_position():
    make_passage(make_article("One two."), "two")

    def piece_and_state():
        [entry] = all_entries()
        [annotation] = entry.annotations
        [piece] = annotation.pieces
        return piece.start, piece.end, piece.quote, annotation.state

    Placement.objects.update(start=4, end=900)
    assert piece_and_state() == (4, 8, "two", NEEDS_REVIEW)
    Placement.objects.update(start=900, end=903)
    assert piece_and_state() == (None, None, "two", LOST)


@pytest.mark.parametrize(("size", "article_queries"), [(1_000, 1), (2 * len(TEXT), 2), (1, 4)])
def test_so_many_articles_are_read_at_once_as_their_texts_allow(
    monkeypatch, django_assert_num_queries, size, article_queries
):
    monkeypatch.setattr(module, "TEXTS_SIZE", size)
    made = [make_passage(make_article(TEXT), "Kabul") for _ in range(4)]
    # The keys twice, what belongs to the passages, and the articles.
    with django_assert_num_queries(9 + article_queries):
        entries = list(desk_entries(Passage.objects.all()))

    keys = [annotation.key for entry in entries for annotation in entry.annotations]
    assert keys == [passage.public_id for passage in made]
