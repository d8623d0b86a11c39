import pytest
from django.urls import reverse

from corpus.models import Action, Article, Grade, Person, Source
from tests.factories import EDITORS, make_article, make_person, make_source, make_user
from tests.pages import form_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user(EDITORS, "ada")
    client.force_login(user)
    return user


def address(row, page="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def opened(client, row):
    """The change form as it stands in the browser of whoever opens it."""
    return form_values(client.get(address(row)), f"{row._meta.model_name}_form")


def test_x(client, editor):
    for row in [make_source(reliability="B"), make_person(aliases=["x"]), make_article()]:
        r = client.get(address(row))
        assert r.status_code == 200
        print(opened(client, row))
        r = client.post(address(row), opened(client, row))
        assert r.status_code == 302, r.content.decode()
    for m in ["source", "person", "article"]:
        assert client.get(f"/admin/corpus/{m}/").status_code == 200
        r=client.get(f"/admin/corpus/{m}/add/")
        assert r.status_code == 200
        print(form_values(r, f"{m}_form"))
