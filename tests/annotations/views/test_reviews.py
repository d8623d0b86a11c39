"""Passages in doubt: their own page, the work list, and how a doubt is ended there."""

import pytest

from annotations.corrections import review as reviewing
from annotations.forms.quote_search import OTHER_WORDS
from annotations.models import Passage
from corpus.models.correction import correct
from tests.support.acts import act
from tests.support.claim_pages import links_of, signed_in, text_of
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_user,
)
from tests.support.member_queries import OF_MEMBER
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

TEXT = "Kabul fell at dawn, he said.\n\nNobody saw it return.\n\nThe road to Herat was cut."


@pytest.fixture
def editor():
    return signed_in(EDITORS)


def make_lost(by=None, **fields):
    article = make_article(text=TEXT, **fields)
    passage = make_passage(article, "Nobody saw it return", by=by)
    text = TEXT.replace("Nobody saw it return.\n\n", "")
    act(make_user(EDITORS, fields.get("title")), correct, article, text, "It was not printed.")
    return passage


def make_proposed(by=None):
    article = make_article(text=TEXT)
    passage = make_passage(article, "Nobody saw it return", by=by)
    act(make_user(EDITORS), correct, article, TEXT.replace("Nobody", "Nobody there"), "As printed.")
    return passage


def review(browser, passage, do, *, version=1, revision=2, **more):
    data = {"do": do, "revision": revision, "version": version, **more}
    return browser.post(f"/passages/{passage.public_id}/review/", data)


def now(passage):
    [row] = passage.current_placements()
    return row.state, row.start, row.end


def test_permalink_of_a_lost_passage_says_what_happened(editor):
    passage = make_lost(title="colleague")
    make_evidence(make_claim("Nobody came back"), passage)

    answer = editor.get(passage.get_absolute_url())

    assert answer.status_code == 200
    words = text_of(answer)
    assert "This passage is lost" in words
    assert "Nobody saw it return" in words
    assert "Since revision 2, by colleague" in words
    assert "It was not printed." in words
    assert "Still evidence for Nobody came back" in words
    article = passage.article.get_absolute_url()
    assert f"{article}?rev=1#passage-{passage.public_id}" in links_of(answer)


def test_permalink_of_what_needs_review_shows_old_and_new(editor):
    passage = make_proposed()

    page = parse(editor.get(passage.get_absolute_url()))

    marks = ["".join(each.itertext()) for each in page.iter("mark")]
    assert marks == ["Nobody saw it return", "Nobody there saw it return"]
    assert "needs review" in "".join(page.find("body/main").itertext())


def test_permalink_of_what_was_confirmed_leads_into_the_article(editor):
    passage = make_proposed()
    assert review(editor, passage, "confirm").status_code == 303

    answer = editor.get(passage.get_absolute_url())

    address = passage.article.get_absolute_url()
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{address}#passage-{passage.public_id}",
    )
    assert now(passage) == ("placed", 30, 56)


def test_placing_again_by_place_and_by_words(editor):
    by_place, by_words = make_lost(), make_lost()

    assert review(editor, by_place, "place", start=0, end=10).status_code == 303
    assert review(editor, by_words, "place", quote="Kabul \r\n fell").status_code == 303

    assert now(by_place) == now(by_words) == ("placed", 0, 10)


def test_placing_again_by_place_compares_the_words(editor):
    passage = make_lost()

    answer = review(editor, passage, "place", start=0, end=10, quote="Kabul fiel")
    assert (answer.status_code, OTHER_WORDS in text_of(answer)) == (422, True)
    assert now(passage) == ("lost", None, None)

    assert review(editor, passage, "place", start=0, end=10, quote="Kabul fell").status_code == 303
    assert now(passage) == ("placed", 0, 10)


def test_words_that_stand_nowhere_or_twice_are_asked_about(editor):
    article = make_article(text="One fell. Nobody saw it.")
    passage = make_passage(article, "Nobody saw it")
    act(make_user(EDITORS), correct, article, "One fell. Two fell.", "As printed.")

    answer = review(editor, passage, "place", quote="three")
    assert answer.status_code == 422
    assert "These words are not in the text." in text_of(answer)
    answer = review(editor, passage, "place", quote="fell")
    assert answer.status_code == 422
    assert "These words occur 2 times" in text_of(answer)
    assert now(passage) == ("lost", None, None)
    answer = review(editor, passage, "place", quote="fell", place="14-18")
    assert answer.status_code == 303
    assert now(passage) == ("placed", 14, 18)


@pytest.mark.parametrize(
    "more",
    [
        {"do": "delete"},
        {"do": "place"},
        {"do": "place", "quote": " "},
        {"do": "place", "start": 5, "end": 5},
        {"do": "place", "start": 0, "end": 2**31 - 1},
        {"do": "place", "start": 0, "end": 2**70},
        {"do": "confirm"},
        {"do": "set_aside", "version": ""},
        {"do": "set_aside", "revision": "x"},
    ],
)
def test_what_cannot_be_done_changes_nothing(editor, more):
    passage = make_lost()

    answer = review(editor, passage, **more)

    assert answer.status_code == 422
    assert "Nothing was changed" in text_of(answer)
    assert now(passage) == ("lost", None, None)


def test_a_stale_review_is_told_and_changes_nothing(editor):
    passage = make_proposed()

    for stale in ({"revision": 1}, {"version": 7}):
        answer = review(editor, passage, "confirm", **stale)
        assert answer.status_code == 409
        assert "Edit conflict" in text_of(answer)
    assert now(passage)[0] == "needs_review"
    act(make_user(EDITORS), reviewing.set_aside, passage, revision=2, version=1)
    assert review(editor, passage, "confirm", version=1).status_code == 409
    assert now(passage) == ("lost", None, None)


def test_only_who_may_edit_a_passage_can_end_its_doubt():
    owner = make_user()
    passage = make_lost(by=owner)
    other = signed_in()

    assert review(other, passage, "set_aside").status_code == 403
    page = other.get(passage.get_absolute_url())
    assert "Its author or an editor can place it again." in text_of(page)
    assert list(parse(page).find("body/main").iter("form")) == []
    other.force_login(owner)
    assert review(other, passage, "set_aside").status_code == 303
    assert list(Passage.objects.to_review()) == []


def test_work_list_shows_what_waits_and_leads_back_to_itself(editor):
    lost, proposed, fine = make_lost(), make_proposed(), make_passage()

    words = text_of(editor.get("/passages/review/"))
    assert "2 passages whose words the article no longer has" in words
    assert "Nobody there saw it return" in words
    assert fine.quote not in words

    answer = review(editor, lost, "set_aside", then="list")
    assert (answer.status_code, answer["Location"]) == (303, "/passages/review/")
    review(editor, proposed, "confirm", then="list")
    page = parse(editor.get("/passages/review/"))
    words = " ".join("".join(page.find(".//main").itertext()).split())
    assert words == "Passages that need review Show only mine No passages need review. Articles"


def test_work_list_is_narrowed_to_an_article_and_to_ones_own():
    me = make_user()
    mine, others = make_lost(by=me, title="First"), make_lost(title="Second")
    browser = signed_in()
    browser.force_login(me)

    def shown(query):
        links = links_of(browser.get(f"/passages/review/{query}"))
        return [each for each in (mine, others) if each.get_absolute_url() in links]

    assert shown("") == [mine, others]
    assert shown("?whose=mine") == [mine]
    assert shown(f"?article={others.article.public_id}") == [others]
    assert shown("?article=nonsense&whose=theirs") == [mine, others]


def test_work_list_goes_on_over_pages(editor):
    article = make_article(text=TEXT)
    passages = [make_passage(article, "Nobody saw it return") for _ in range(33)]
    act(make_user(EDITORS), correct, article, TEXT.replace("Nobody saw it return.\n\n", ""), "Cut.")

    first = editor.get(f"/passages/review/?article={article.public_id}")
    [older] = [link for link in links_of(first) if "before=" in link]
    second = editor.get(f"/passages/review/{older}")

    def shown(answer):
        links = set(links_of(answer))
        return [each for each in passages if each.get_absolute_url() in links]

    assert (len(shown(first)), len(shown(second))) == (30, 3)
    assert set(shown(first)) | set(shown(second)) == set(passages)


@pytest.mark.parametrize("number", [1, 4])
def test_work_list_asks_a_fixed_number_of_questions(editor, number, django_assert_num_queries):
    for _ in range(number):
        make_lost()
        make_proposed()
    editor.get("/passages/review/")
    with django_assert_num_queries(OF_MEMBER + 8):
        editor.get("/passages/review/")


def test_article_tells_what_waits_at_the_head_of_its_margin(editor):
    article = make_article(text=TEXT)
    kept = make_passage(article, "The road")
    lost = [make_passage(article, "Kabul fell") for _ in range(2)]
    proposed = make_passage(article, "Nobody saw it return")
    text = TEXT.replace("Kabul fell at dawn, he said.\n\n", "").replace("Nobody", "Nobody there")
    act(make_user(EDITORS), correct, article, text, "As printed.")

    answer = editor.get(article.get_absolute_url())

    words = text_of(answer)
    assert "1 passage needs review, 2 lost" in words
    links = links_of(answer)
    assert all(each.get_absolute_url() in links for each in (*lost, proposed))
    assert f"#passage-{kept.public_id}" in links
    assert f"/passages/review/?article={article.public_id}" in links


def test_article_takes_a_passage_in_hand_for_who_may_place_it():
    owner = make_user()
    passage = make_lost(by=owner)
    address = f"{passage.article.get_absolute_url()}?place={passage.public_id}"

    def hands(browser):
        forms = parse(browser.get(address)).iter("form")
        return [form.get("action") for form in forms if form.get("data-placing") is not None]

    browser = signed_in()
    assert hands(browser) == []
    browser.force_login(owner)
    assert hands(browser) == [f"/passages/{passage.public_id}/review/"]
    act(owner, reviewing.set_aside, passage, revision=2, version=1)
    assert hands(browser) == [f"/passages/{passage.public_id}/review/"]
    act(owner, reviewing.place_again, passage, (0, 5), revision=2, version=2)
    assert hands(browser) == []


def test_home_counts_what_waits_for_the_member():
    owner = make_user()
    make_lost(by=owner)
    make_lost()
    browser = signed_in()
    assert "to review" not in text_of(browser.get("/"))
    browser.force_login(owner)
    assert "1 passage to review" in text_of(browser.get("/"))
    assert "2 passages to review" in text_of(signed_in(EDITORS).get("/"))
