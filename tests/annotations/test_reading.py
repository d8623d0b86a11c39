import pytest

from annotations.models import Role, Stance
from annotations.reading import read
from tests.factories import (
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXT = "Kabul fell at dawn, he said.\n\nNobody saw it return."


def reading_of(article, user=None):
    return read(article, article.revision, user or make_user())


def test_cards_stand_in_the_order_of_the_text_the_longer_first():
    article = make_article(text=TEXT)
    for quote in ["Nobody", "Kabul", "Kabul fell at dawn"]:
        make_passage(article, quote)

    cards = reading_of(article).cards

    assert [(card.n, card.quote) for card in cards] == [
        (1, "Kabul fell at dawn"),
        (2, "Kabul"),
        (3, "Nobody"),
    ]
    assert [card.above for card in cards] == ["", cards[0].id, cards[1].id]


def test_card_says_what_was_said_about_the_passage():
    article, author, person = make_article(text=TEXT), make_user(), make_person("Fawad Aman")
    claim = make_claim("Kabul has fallen")
    passage = make_passage(
        article, "Kabul", by=author, tags=["cities"], people=[(person, Role.SPEAKS)], note="Why."
    )
    make_evidence(claim, passage, Stance.SUPPORTS)

    [card] = reading_of(article, author).cards

    tag = passage.tag_links.get().tag
    assert card.tags == [("cities", tag.hue, f"/tags/{tag.public_id}/cities/")]
    assert card.people == [("Fawad Aman", "speaks", f"/people/{person.public_id}/fawad-aman/")]
    assert card.note == "Why."
    assert card.evidence == [("supports", "Kabul has fallen", claim.get_absolute_url())]
    assert (card.author, card.edit_url) == (
        author.username,
        f"/passages/{passage.public_id}/edit/",
    )


def test_card_names_whom_a_person_turned_out_to_be():
    article, merged, person = make_article(text=TEXT), make_person("Vikantov"), make_person("Bik")
    make_passage(article, "Kabul", people=[(merged, Role.SPEAKS)])
    merged.merge_into(person, make_user())

    [card] = reading_of(article).cards

    assert card.people == [("Bik", "speaks", person.get_absolute_url())]


def test_card_of_another_member_offers_no_edit():
    article = make_article(text=TEXT)
    make_passage(article, "Kabul")

    [card] = reading_of(article).cards

    assert (card.edit_url, card.delete_url) == (None, None)


def test_deleted_passage_is_not_drawn():
    article = make_article(text=TEXT)
    make_passage(article, "Kabul").remove(make_user())

    reading = reading_of(article)

    assert (reading.cards, reading.legend) == ([], [])
    assert reading.paragraphs[0].html == "Kabul fell at dawn, he said."


def test_legend_counts_passages_the_most_frequent_first():
    article = make_article(text=TEXT)
    make_passage(article, "Kabul", tags=["b", "a"])
    make_passage(article, "dawn", tags=["b"])

    assert [(tag.name, count) for tag, count in reading_of(article).legend] == [("b", 2), ("a", 1)]


def test_number_of_queries_does_not_grow_with_passages(django_assert_num_queries):
    article, user = make_article(text=TEXT), make_user()
    person, claim = make_person(), make_claim()
    for quote in ["Kabul", "fell", "dawn", "he", "said", "Nobody", "saw", "it"]:
        passage = make_passage(article, quote, tags=["a", quote], people=[(person, Role.SPEAKS)])
        make_evidence(claim, passage)
    revision = article.revision
    user.has_perm("annotations.add_passage")

    with django_assert_num_queries(5):
        read(article, revision, user)
