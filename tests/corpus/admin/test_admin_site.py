import pytest
from django.contrib.auth.models import User

from tests.support.acts import act
from tests.support.factories import (
    ADMINISTRATORS,
    ANALYSTS,
    EDITORS,
    PASSWORD,
    make_person,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_stranger_is_led_to_the_one_sign_in(client):
    assert client.get("/admin/")["Location"] == "/sign-in/?next=/admin/"
    address = "/admin/corpus/source/?q=a"
    assert client.get(address)["Location"] == "/sign-in/?next=/admin/corpus/source/%3Fq%3Da"


@pytest.mark.parametrize("method", ["get", "post"])
def test_admin_has_no_sign_in_of_its_own(client, method):
    make_user(EDITORS, "ada")
    typed = {"username": "ada", "password": PASSWORD}
    response = getattr(client, method)("/admin/login/", typed)

    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=/admin/")
    assert client.get("/admin/login/?next=/admin/corpus/")["Location"] == (
        "/sign-in/?next=/admin/corpus/"
    )
    assert "_auth_user_id" not in client.session


def test_sign_in_leads_on_to_the_page_asked_for(client):
    make_user(EDITORS, "ada")
    typed = {"username": "ada", "password": PASSWORD}
    response = client.post("/sign-in/?next=/admin/corpus/source/", typed)

    assert response["Location"] == "/admin/corpus/source/"


@pytest.mark.parametrize("group", [EDITORS, ADMINISTRATORS])
def test_editor_enters_without_being_staff(client, group):
    user = make_user(group)
    client.force_login(user)

    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/login/")["Location"] == "/admin/"
    assert user.is_staff is False


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/corpus/", "/admin/none/"])
def test_analyst_is_refused_even_as_staff(client, address):
    client.force_login(make_user(ANALYSTS))
    assert client.get(address).status_code == 403

    User.objects.update(is_staff=True)
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("group", [ANALYSTS, EDITORS])
def test_sign_out_from_the_admin_is_the_same(client, group):
    client.force_login(make_user(group))

    assert client.get("/admin/logout/").status_code == 405
    assert client.post("/admin/logout/")["Location"] == "/sign-in/"
    assert "_auth_user_id" not in client.session


def test_closed_account_is_a_stranger(client):
    user = make_user(EDITORS)
    client.force_login(user)
    User.objects.update(is_active=False)

    assert client.get("/admin/")["Location"] == "/sign-in/?why=ended&next=/admin/"


def test_page_names_the_site(client):
    client.force_login(make_user(EDITORS))
    page = client.get("/admin/").content.decode()

    assert page.count("Django") == 0
    assert "<title>Administration | Twosource</title>" in page


def test_offers_leave_out_deleted_rows_and_people_merged_into_others(client):
    editor = make_user(EDITORS)
    client.force_login(editor)
    here = make_person("Zamir Kabulov")
    act(editor, make_person("Zamir Gone").remove)
    make_person("Zamir Merged", merged_into=here)

    query = {"app_label": "annotations", "model_name": "claim", "field_name": "speaker"}
    offered = client.get("/admin/autocomplete/", query | {"term": "ZAMIR"}).json()
    assert offered["results"] == [{"id": str(here.pk), "text": "Zamir Kabulov"}]


def test_offers_of_accounts_are_for_administrators(client):
    query = {"app_label": "corpus", "model_name": "source", "field_name": "deleted_by"}
    client.force_login(make_user(EDITORS))
    assert client.get("/admin/autocomplete/", query).status_code == 403

    client.force_login(make_user(ADMINISTRATORS))
    assert client.get("/admin/autocomplete/", query).status_code == 200


def test_page_is_never_kept_by_a_cache(client):
    client.force_login(make_user(EDITORS))
    response = client.get(f"/admin/corpus/source/{make_source().pk}/change/")

    assert response["Cache-Control"] == ("max-age=0, no-cache, no-store, must-revalidate, private")
