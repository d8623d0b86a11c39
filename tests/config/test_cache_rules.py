"""What may be kept of each address's answer, over the whole table of access."""

import pytest
from django.db import transaction
from django.test import Client

from tests.access import admin, table
from tests.access.world import make_world
from tests.support.factories import make_published_claim, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]

SHARED = "public, max-age=0, must-revalidate"
OWN = "private, no-cache"
NOTHING = "max-age=0, no-cache, no-store, must-revalidate, private"
TABLE = [*table.TABLE, *admin.TABLE]

ID = "<record_id:public_id>"
FOR_STRANGERS = {"", "help/", "claims/", "import/page/"}
FOR_STRANGERS |= {f"claims/{ID}{end}" for end in ("/", "/<str:slug>/", ".jsonld")}
# What stands there says who somebody is, or whether the desk is up now.
KEPT_NOWHERE = {"sign-in/", "healthz", "readyz", "account/<int:pk>/<str:token>/"}
# Links that let somebody in; whoever may not see them is told so as everywhere.
WITH_LINKS = {"members/invite/"}
WITH_LINKS |= {f"members/<int:pk>/link/{end}" for end in ("", "<slug:receipt>/")}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def answers(world, row, method):
    path = row.path.format_map(world.names)
    data = row.data if method == "post" else {}
    names = world.names | {"path": path}
    sent = {k: v.format_map(names) if isinstance(v, str) else v for k, v in data.items()}
    for role in ("stranger", "nobody", "administrator"):
        client = world.clients[role]
        cookies = client.cookies.copy()
        with transaction.atomic():
            yield role, getattr(client, method)(path, sent)
            transaction.set_rollback(True)
        client.cookies = cookies


def rule(row, method, role, status):
    # Who has no session is sent to sign in first, as everywhere.
    is_signing_out = row.route == "sign-out/" and role != "stranger"
    if row.route in KEPT_NOWHERE or row.route.startswith("admin/") or is_signing_out:
        return OWN if status == 405 and row.route in ("healthz", "readyz") else NOTHING
    if row.route in WITH_LINKS and status not in (302, 403):
        return NOTHING
    is_page = method == "get" and status in (200, 404, 410)
    return SHARED if role == "stranger" and is_page and row.route in FOR_STRANGERS else OWN


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.path)
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_answer_says_who_may_keep_it(world, row, method):
    stated, expected = {}, {}
    for role, answer in answers(world, row, method):
        stated[role] = answer.headers.get("Cache-Control")
        expected[role] = rule(row, method, role, answer.status_code)

    assert stated == expected


def test_what_is_shared_is_told_apart_by_who_asks(world):
    for row in (row for row in TABLE if row.route in FOR_STRANGERS):
        for role, answer in answers(world, row, "get"):
            if rule(row, "get", role, answer.status_code) == SHARED:
                assert (row.path, "Cookie" in answer["Vary"].split(", ")) == (row.path, True)


@pytest.mark.parametrize(
    ("status", "path", "expected"),
    [
        (200, "/static/admin/css/base.css", "max-age=60, public"),
        (301, "/sign-in", OWN),
        (404, "/static/missing.css", OWN),
        (404, "/missing", OWN),
        (500, "/broken", NOTHING),
        (400, "/misread", OWN),
    ],
)
@pytest.mark.urls("tests.config.broken_urls")
def test_answers_beside_the_pages(client, status, path, expected):
    client.raise_request_exception = False
    answer = client.get(path)

    assert (answer.status_code, answer.headers.get("Cache-Control")) == (status, expected)


def test_the_refusal_of_a_host_name_is_kept_by_nobody_else(client):
    answer = client.get("/help/", headers={"Host": "elsewhere.example"})

    assert (answer.status_code, answer["Cache-Control"]) == (400, OWN)


def test_an_answer_that_sets_a_cookie_is_never_shared(client):
    """The session of whoever was signed out elsewhere is taken away by the next answer."""
    claim = make_published_claim()
    client.cookies["sessionid"] = "of-long-ago"
    answer = client.get(claim.get_absolute_url())

    assert ("sessionid" in answer.cookies, answer["Cache-Control"]) == (True, OWN)


def test_who_has_the_page_is_told_that_it_is_unchanged():
    claim = make_published_claim()
    stranger, member = Client(), Client()
    member.force_login(make_user())
    first = stranger.get(claim.get_absolute_url())
    tag = {"If-None-Match": first["ETag"]}
    again = stranger.get(claim.get_absolute_url(), headers=tag)
    as_member = member.get(claim.get_absolute_url(), headers=tag)

    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == first["Cache-Control"] == SHARED
    assert again["Vary"] == first["Vary"]
    assert (as_member.status_code, as_member["Cache-Control"]) == (200, OWN)
