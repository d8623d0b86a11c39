"""How much one form may carry: what is more is refused at once, by name, and nothing is lost."""

import pytest
from django.conf import settings
from django.urls import reverse

from annotations.forms.fields import MAX_NEW_PEOPLE, MAX_PEOPLE
from annotations.forms.occurrences import MAX_OCCURRENCES
from annotations.models import Passage, PassageTag, Tag
from annotations.models.tag_link import MAX_TAGS, TooManyTags
from annotations.passages import editing
from annotations.passages.editing import EditRefused
from corpus.ids import new_id
from corpus.models import Action, Person, acting
from tests.support.acts import act
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import EDITORS, make_article, make_claim, make_passage, make_user
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

MARKING = {"revision": 1, "start": 0, "end": 10, "quote": "The convoy"}


@pytest.fixture
def browser():
    return signed_in(EDITORS)


def words(number, word="tag"):
    return [f"{word} {n}" for n in range(number)]


def people(number):
    with acting("test", make_user()):
        return [Person.objects.create(name=name).public_id for name in words(number, "Person")]


def save(browser, **said):
    article = make_article()
    return browser.post(reverse("passage_create", args=[article.public_id]), MARKING | said)


def written():
    return Action.objects.count(), Tag.objects.count(), Person.objects.count()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"tags": ",".join(words(101))}, "There are 101 tags; the limit is 100."),
        ({"tags": words(900)}, "There are 900 tags; the limit is 100."),
        (
            {"tags": ",".join(f"t{n}" for n in range(100_000))},
            "There are 100,000 tags; the limit is 100.",
        ),
        (
            {"new_people": words(51, "Person")},
            "There are 51 names; the limit is 50.",
        ),
        ({"new_speakers": words(900, "P")}, "There are 900 names; the limit is 50."),
        (
            {"people": [f"{n:012}" for n in range(101)]},
            "There are 101 people; the limit is 100.",
        ),
        ({"speakers": ["x"] * 101 + words(100)}, "There are 101 people; the limit is 100"),
    ],
)
def test_passage_with_too_many_values_is_refused_by_name_and_writes_nothing(browser, said, why):
    make_article()
    answer = save(browser, **said)
    before = written()

    assert answer.status_code == 422
    assert why in text_of(answer)
    assert (Passage.objects.count(), written()) == (0, before)


def test_too_many_tags_stand_in_the_form_as_they_were_typed(browser):
    typed = ", ".join(words(101))
    answer = save(browser, tags=typed)
    assert parse(answer).find(".//input[@id='id_tags']").get("value") == typed


def test_as_many_values_as_a_form_takes_are_saved(browser):
    answer = save(
        browser,
        tags=words(MAX_TAGS),
        people=people(MAX_PEOPLE),
        new_speakers=words(MAX_NEW_PEOPLE, "New"),
    )
    passage = Passage.objects.get()
    assert answer.status_code == 303
    assert (passage.tag_links.count(), passage.people.count()) == (100, 150)


def test_claim_with_too_many_tags_is_refused_and_keeps_what_was_typed(browser):
    typed = ", ".join(words(101))
    facts = {"statement": "It left.", "attribution": "some", "tags": typed}
    answer = browser.post(reverse("claim_create"), facts)
    assert answer.status_code == 422
    assert "There are 101 tags; the limit is 100." in text_of(answer)
    assert parse(answer).find(".//input[@name='tags']").get("value") == typed
    assert Tag.objects.count() == 0


def test_row_that_has_more_tags_than_a_form_takes_is_edited_with_all_of_them(browser):
    passage, claim = make_passage(tags=words(120)), make_claim(tags=words(120))
    said = {"tags": words(120), "version": 1, "note": "Seen."}
    edited = browser.post(reverse("passage_edit", args=[passage.public_id]), said)
    facts = {"statement": "It came.", "attribution": "some", "tags": words(120), "version": 1}
    changed = browser.post(reverse("claim_edit", args=[claim.public_id]), facts)
    one_more = browser.post(
        reverse("passage_edit", args=[passage.public_id]),
        said | {"tags": words(121), "version": 2},
    )

    passage.refresh_from_db()
    assert (edited.status_code, changed.status_code, passage.note) == (303, 302, "Seen.")
    assert one_more.status_code == 422
    assert "There are 121 tags; the limit is 120." in text_of(one_more)


def test_tags_of_several_passages_are_refused_where_there_are_too_many(browser):
    article = make_article()
    full = make_passage(article, tags=words(99))
    address = reverse("passages_retag", args=[article.public_id])
    many = browser.post(address, {"passages": full.public_id, "tags": words(101, "other")})
    off = browser.post(address, {"passages": full.public_id, "without": words(101)})
    beyond = browser.post(address, {"passages": full.public_id, "tags": "a, b"})
    chosen = browser.post(address, {"passages": [new_id() for _ in range(201)], "tags": "a"})

    assert "There are 101 tags; the limit is 100." in text_of(many)
    assert "There are 101 tags; the limit is 100." in text_of(off)
    assert "would have 101 tags; the limit is 100." in text_of(beyond)
    assert "There are 201 passages; the limit is 200." in text_of(chosen)
    assert [each.status_code for each in (many, off, beyond, chosen)] == [422] * 4
    assert full.tag_links.count() == 99


def test_passages_that_would_have_too_many_tags_together_are_not_joined():
    by = make_user()
    one = make_passage(make_article(), "The convoy", tags=words(60), by=by)
    other = make_passage(one.article, "at dawn", tags=words(60, "other"), by=by)
    with pytest.raises(EditRefused) as refused:
        act(by, editing.join, one, [other], revision=1, version=1)
    assert str(refused.value) == "“The convoy … at dawn” would have 120 tags; the limit is 100."
    assert (one.tag_links.count(), Passage.objects.present().count()) == (60, 2)


def test_tags_are_taken_off_a_passage_that_has_too_many():
    passage, by = make_passage(tags=words(120)), make_user()
    assert act(by, Passage.objects.retag, [passage], remove=["tag 0"]) == 1
    assert passage.tag_links.count() == 119
    with pytest.raises(TooManyTags):
        act(by, Passage.objects.retag, [passage], add=["a"])
    assert PassageTag.objects.count() == 119


def test_too_many_places_are_refused_by_name(browser):
    passage = make_passage(tags=["a"])
    keys = [f"{passage.article.public_id} 1 {n}-{n + 2}" for n in range(MAX_OCCURRENCES + 1)]
    answer = browser.post(
        reverse("passage_places", args=[passage.public_id]), {"shown": keys, "all": "1"}
    )
    assert answer.status_code == 422
    assert answer.content.decode() == "There are 201 places; the limit is 200."


def test_form_of_more_values_than_are_read_says_how_many_are(browser):
    most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    answer = save(browser, tags=words(most))
    assert answer.status_code == 413
    assert f"The form has more than {most:,} values, which is over the limit." in text_of(answer)
    assert parse(answer).find(".//*[@data-errors]/p") is not None
    assert Passage.objects.count() == 0


def test_form_of_more_bytes_than_are_read_says_how_many_are(browser):
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    answer = browser.post(
        reverse("claim_create"),
        "statement=" + "x" * most,
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 413
    assert f"The form has more than {most:,} bytes, which is over the limit." in text_of(answer)
