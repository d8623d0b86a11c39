import pytest

from tests.support.claim_pages import text_of
from tests.support.factories import make_tag, make_user
from tests.support.pages import parse

pytestmark = pytest.mark.django_db


def scales(response):
    """The signs and words of the scales of grades."""
    lists = [each for each in parse(response).iter("dl") if each.get("class") == "scale"]
    return [["".join(row.itertext()).split(maxsplit=1) for row in each] for each in lists]


def test_help_says_what_grades_and_figures_mean_in_the_words_of_the_desk(client):
    response = client.get("/help/")

    assert response.status_code == 200
    assert [[sign.strip() for sign, _ in scale] for scale in scales(response)] == [
        list("ABCDEF"),
        list("123456"),
    ]
    assert [words.strip() for _, words in scales(response)[0]][1::4] == [
        "usually reliable",
        "cannot be judged",
    ]
    assert "2 reports from 1 independent origin" in response.content.decode()


def test_help_is_linked_at_the_foot_of_every_page(client):
    for address in ["/claims/", "/sign-in/", "/nowhere/"]:
        assert client.get(address).content.decode().count('href="/help/"') == 1


def test_sheet_of_keys_is_for_members(client):
    stranger = client.get("/help/").content.decode()
    client.force_login(make_user())

    member = client.get("/help/").content.decode()

    assert ("js/ui/keys" in stranger, "js/ui/keys" in member) == (False, True)


def test_keys_of_tags_stand_in_the_table_of_keys_for_members(client):
    make_tag("dawn", digit=3)
    assert "dawn" not in client.get("/help/").content.decode()

    client.force_login(make_user())

    assert "3 dawn" in text_of(client.get("/help/"))
