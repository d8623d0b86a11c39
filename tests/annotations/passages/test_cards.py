import pytest

from annotations.models import Role, Stance
from annotations.passages.cards import cards_of
from corpus.models.correction import correct
from corpus.records.merging import merge
from tests.support.acts import act
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_person,
    make_published_claim,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXT = "Kabul fell at dawn, he said.\n\nNobody saw it return."


def test_card_says_what_was_said_about_the_passage():
    article, author, person = make_article(text=TEXT), make_user(), make_person("Fawad Aman")
    claim = make_claim("Kabul has fallen")
    passage = make_passage(
        article, "Kabul", by=author, tags=["cities"], people=[(person, Role.SPEAKS)], note="Why."
    )
    make_evidence(claim, passage, Stance.SUPPORTS)

    [card] = cards_of(article, [passage.pk], author)

    tag = passage.tag_links.get().tag
    assert card.tags == (("cities", tag.hue, f"/tags/{tag.public_id}/cities/"),)
    assert card.people == (("Fawad Aman", "speaks", f"/people/{person.public_id}/fawad-aman/"),)
    assert (card.note, card.state) == ("Why.", "placed")
    assert card.evidence == (("supports", "Kabul has fallen", claim.get_absolute_url()),)
    assert (card.author, card.edit_url) == (
        author.username,
        f"/passages/{passage.public_id}/edit/",
    )


def test_card_names_whom_a_person_turned_out_to_be():
    article, merged, person = make_article(text=TEXT), make_person("Vikantov"), make_person("Bik")
    passage = make_passage(article, "Kabul", people=[(merged, Role.SPEAKS)])
    act(make_user(), merge, merged, person)

    [card] = cards_of(article, [passage.pk], make_user())

    assert card.people == (("Bik", "speaks", person.get_absolute_url()),)


def test_card_of_another_member_offers_no_edit():
    article = make_article(text=TEXT)
    passage = make_passage(article, "Kabul")

    [card] = cards_of(article, [passage.pk], make_user())

    assert (card.edit_url, card.delete_url) == (None, None)


def test_cards_come_in_the_order_of_the_text():
    article = make_article(text=TEXT)
    passages = [make_passage(article, quote) for quote in ["Nobody", "Kabul", "Kabul fell"]]

    cards = cards_of(article, [passage.pk for passage in passages], make_user())

    assert [card.quote for card in cards] == ["Kabul fell", "Kabul", "Nobody"]


def test_card_leaves_out_a_deleted_person():
    article, deleted, person = make_article(text=TEXT), make_person("A"), make_person("B")
    passage = make_passage(article, "Kabul", people=[(deleted, Role.SPEAKS), (person, Role.SPEAKS)])
    act(make_user(), deleted.remove)

    [card] = cards_of(article, [passage.pk], make_user())

    assert [name for name, *_ in card.people] == ["B"]


def test_what_is_deleted_or_of_another_article_has_no_card():
    article = make_article(text=TEXT)
    deleted, other = make_passage(article, "Kabul"), make_passage()
    act(make_user(), deleted.remove)

    keys = [deleted.pk, other.pk, 0]

    assert cards_of(article, keys, make_user()) == []


def test_card_leads_to_the_form_of_a_draft_and_of_no_published_claim():
    article, author = make_article(text=TEXT), make_user()
    draft, passage = make_claim("Kabul has fallen"), make_passage(article, "Kabul", by=author)
    make_evidence(draft, passage)
    make_published_claim("Kabul fell at dawn", passage=passage)

    [card] = cards_of(article, [passage.pk], author)

    assert len(card.evidence) == 2
    assert card.drafts == (("Kabul has fallen", f"/claims/{draft.public_id}/edit/"),)


def test_card_knows_whose_it_is():
    article, author = make_article(text=TEXT), make_user()
    keys = [make_passage(article, "Kabul", by=author).pk]

    owned = [cards_of(article, keys, member)[0].is_own for member in (author, make_user())]

    assert owned == [True, False]


@pytest.mark.parametrize(
    "new_text, expected",
    [
        (TEXT.replace("at dawn", "before dawn"), True),
        (TEXT.replace("return", "come back"), False),
        (TEXT.replace("he said", "he said again"), False),
    ],
)
def test_card_says_that_the_text_reads_differently_now(new_text, expected):
    article = make_article(text=TEXT)
    passage = make_passage(article, "Kabul fell at dawn, he")
    act(make_user(EDITORS), correct, article, new_text, "Corrected.")
    article.refresh_from_db()

    [now] = cards_of(article, [passage.pk], make_user())
    [then] = cards_of(article, [passage.pk], make_user(), number=1)

    assert (now.is_reworded, then.is_reworded) == (expected, False)
