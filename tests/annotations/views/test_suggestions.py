"""The page and the fragment of suggestions: what its buttons do, and who may press them."""

import re

import pytest
from django.contrib.auth.models import Permission

from annotations.models import Dismissal, Passage
from tests.support.acts import act
from tests.support.factories import make_article, make_person, make_user
from tests.support.member_queries import OF_MEMBER
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

TEXT = "Alexander Bikantov spoke. Later Bikantov left. Then Vikantov spoke.\n\nNobody else."
HTMX = {"HX-Request": "true"}


@pytest.fixture
def member(client):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def bikantov():
    return make_person("Alexander Bikantov")


@pytest.fixture
def article(bikantov):
    return make_article(text=TEXT)


@pytest.fixture
def address(article):
    return f"/articles/{article.public_id}/suggestions/"


def choices(response):
    return re.findall(r'name="choice" value="([^"]+)"', response.content.decode())


def test_page_offers_every_choice_as_a_plain_button(client, member, address, bikantov):
    response = client.get(address)
    pid = bikantov.public_id

    parse(response)
    assert choices(response) == [
        *["spoken_of all", "dismiss all"],
        *[f"{act} {pid}" for act in ("spoken_of", "speaks", "dismiss")],
        *[f"{act} {pid} 0-18" for act in ("spoken_of", "speaks", "dismiss")],
        *[f"{act} {pid} 32-40" for act in ("spoken_of", "speaks", "dismiss")],
        *[f"alias {pid} Vikantov", f"unlike {pid} Vikantov"],
    ]


@pytest.mark.parametrize(
    ("choice", "quotes", "role"),
    [
        ("spoken_of {} 32-40", ["Bikantov"], "spoken_of"),
        ("speaks {} 0-18", ["Alexander Bikantov"], "speaks"),
        ("speaks {}", ["Alexander Bikantov", "Bikantov"], "speaks"),
        ("spoken_of all", ["Alexander Bikantov", "Bikantov"], "spoken_of"),
    ],
)
def test_plain_form_makes_passages(client, member, address, bikantov, choice, quotes, role):
    answer = client.post(address, {"choice": choice.format(bikantov.public_id)})

    assert (answer.status_code, answer["Location"]) == (303, address)
    made = Passage.objects.order_by("pk")
    assert [passage.quote for passage in made] == quotes
    assert {(link.person, link.role) for one in made for link in one.people.all()} == {
        (bikantov, role)
    }


@pytest.mark.parametrize(
    ("choice", "left"),
    [("dismiss {} 32-40", ["0-18"]), ("dismiss {}", []), ("dismiss all", [])],
)
def test_plain_form_dismisses_and_takes_back(client, member, address, bikantov, choice, left):
    client.post(address, {"choice": choice.format(bikantov.public_id)})
    assert re.findall(r"speaks \w+ (\S+)\"", client.get(address).content.decode()) == left

    client.post(address, {"choice": f"restore {Dismissal.objects.get().pk}"})
    assert "32-40" in client.get(address).content.decode()
    assert Passage.objects.count() == 0


def test_name_of_two_is_not_taken_with_all(client, member, bikantov):
    make_person("Alexander Bikantov")
    article = make_article(text="Alexander Bikantov spoke.")

    answer = client.post(f"/articles/{article.public_id}/suggestions/", {"choice": "spoken_of all"})
    assert (answer.status_code, Passage.objects.count()) == (409, 0)


def test_spelling_becomes_an_alias(client, member, address, bikantov):
    client.post(address, {"choice": f"alias {bikantov.public_id} Vikantov"})

    assert [alias.name for alias in bikantov.aliases.all()] == ["Vikantov"]
    assert Passage.objects.count() == 0


@pytest.mark.parametrize("allowed", ["add_passage", "add_alias"])
def test_spelling_becomes_an_alias_only_by_who_may_give_one(client, address, bikantov, allowed):
    user = make_user(None)
    user.user_permissions.add(Permission.objects.get(codename=allowed))
    client.force_login(user)

    answer = client.post(address, {"choice": f"alias {bikantov.public_id} Vikantov"})

    expected = {"add_passage": (403, 0), "add_alias": (303, 1)}[allowed]
    assert (answer.status_code, bikantov.aliases.count()) == expected


def test_spelling_is_dismissed(client, member, address, bikantov):
    client.post(address, {"choice": f"unlike {bikantov.public_id} Vikantov"})

    assert [row.words for row in Dismissal.objects.all()] == ["vikantov"]
    assert "unlike" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    "choice",
    [
        *["", "all", "speaks", "alias all", "restore all", "speaks 12", "speaks x", "publish all"],
        *["alias 000000000000", "dismiss 000000000000 spelling", "restore 000000000000"],
        "speaks 000000000000 0-18\x00",
    ],
)
def test_other_words_are_no_choice(client, member, address, choice):
    answer = client.post(address, {"choice": choice})

    assert (answer.status_code, Passage.objects.count(), Dismissal.objects.count()) == (400, 0, 0)


@pytest.mark.parametrize(
    "choice",
    ["speaks {} 1-18", "speaks 000000000000", "dismiss {} 5-6", "alias {} Wikantow", "restore 99"],
)
def test_what_is_not_suggested_answers_with_what_is(client, member, address, bikantov, choice):
    answer = client.post(address, {"choice": choice.format(bikantov.public_id)})

    assert answer.status_code == 409
    assert f"speaks {bikantov.public_id} 0-18" in choices(answer)
    assert (Passage.objects.count(), Dismissal.objects.count()) == (0, 0)


def test_fragment_holds_what_is_left_and_what_the_page_changes(client, member, address, bikantov):
    answer = client.post(address, {"choice": f"speaks {bikantov.public_id} 0-18"}, headers=HTMX)

    html, passage = answer.content.decode(), Passage.objects.get()
    assert "<html" not in html
    assert f"speaks {bikantov.public_id} 32-40" in choices(answer)
    assert f"speaks {bikantov.public_id} 0-18" not in choices(answer)
    assert re.findall(r'<p data-start="(\d+)">', html) == ["0"]
    assert re.findall(r'id="--p-(\w+)" data-passage', html) == [passage.public_id]
    assert "1 passage" in html


def test_dismissing_changes_nothing_on_the_page(client, member, address, bikantov):
    answer = client.post(address, {"choice": "dismiss all"}, headers=HTMX)

    assert "data-changes" not in answer.content.decode()


def test_who_may_not_tag_reads_and_is_refused(client, address, bikantov):
    client.force_login(make_user(None))

    assert choices(client.get(address)) == []
    for choice in ("speaks all", "dismiss all", f"alias {bikantov.public_id} Vikantov"):
        assert client.post(address, {"choice": choice}).status_code == 403
    assert (Passage.objects.count(), Dismissal.objects.count()) == (0, 0)


def test_text_and_names_are_escaped(client, member):
    make_person("<b>Bold</b> Man", aliases=["Kabul"])
    article = make_article(text="<i>Kabul</i> & more")

    html = client.get(f"/articles/{article.public_id}/suggestions/").content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt; Man" in html
    assert "<i>" not in html


def test_fragment_makes_as_many_queries_however_much_there_is(
    client, member, address, bikantov, django_assert_num_queries
):
    with django_assert_num_queries(OF_MEMBER + 7):
        client.get(address, headers=HTMX)
    for n in range(10):
        make_person(f"Later Number{n}", aliases=["Later", "Nobody"])
    with django_assert_num_queries(OF_MEMBER + 7):
        client.get(address, headers=HTMX)


def test_suggestions_of_a_deleted_article_are_not_found(client, member, article, address):
    act(member, article.remove)

    assert client.get(address).status_code == 404
