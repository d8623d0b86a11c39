"""Members, and what administrators do with their accounts."""

from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils.formats import date_format
from django.utils.timezone import localdate, make_aware, now

from annotations.accounts.groups import WITHOUT_GROUP, WORDS
from annotations.corrections.proposals import propose
from annotations.models import SavedSearch
from corpus.models import Action
from tests.support.acts import act
from tests.support.claim_pages import links_of, links_with_text, text_of
from tests.support.factories import (
    ADMINISTRATORS,
    ANALYSTS,
    EDITORS,
    make_article,
    make_claim,
    make_passage,
    make_user,
)
from tests.support.member_queries import OF_MEMBER
from tests.support.pages import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = make_user(ADMINISTRATORS, "root")
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("group", "names"), [(ANALYSTS, [ANALYSTS]), (EDITORS, [EDITORS]), ("-", [])]
)
def test_account_is_invited_with_its_group(client, administrator, group, names):
    page = client.post("/members/invite/", {"username": "bea", "group": group})

    bea = User.objects.get(username="bea")
    assert [one.name for one in bea.groups.all()] == names
    assert (bea.is_active, bea.has_usable_password(), bea.is_staff) == (True, False, False)
    assert "It works once." in text_of(client.get(page["Location"]))
    entry = LogEntry.objects.latest("pk")
    assert (entry.user, entry.object_id) == (administrator, str(bea.pk))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"username": "bea"}, "group"),
        ({"username": "bea", "group": "Kings"}, "group"),
        ({"username": "ROOT", "group": ANALYSTS}, "username"),
        ({"username": "root", "group": ANALYSTS}, "username"),
        ({"username": "no spaces", "group": ANALYSTS}, "username"),
        ({"group": ANALYSTS}, "username"),
    ],
)
def test_invitation_that_is_refused_makes_nothing(client, administrator, typed, field):
    page = client.post("/members/invite/", typed)

    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert User.objects.count() == 1


def test_new_member_reads_what_the_group_may_do(client, administrator):
    page = client.get(invited(client)["Location"])

    assert WITHOUT_GROUP in text_of(Client().get(path_on(page)))


def invited(client, username="bea", group="-"):
    return client.post("/members/invite/", {"username": username, "group": group})


def path_on(page):
    """The path of the link that a page shows."""
    return urlsplit(page.context["address"]).path


@pytest.mark.parametrize("makes", ["invitation", "new password"])
def test_page_of_a_link_can_be_loaded_again_until_the_link_was_used(client, administrator, makes):
    response = invited(client)
    bea = User.objects.get(username="bea")
    if makes == "new password":
        bea = make_user(username="Bea Ortiz")
        response = client.post(f"/members/{bea.pk}/link/")
    pages = [client.get(response["Location"]) for _ in "12"]
    new = "a sentence nobody would guess"

    assert path_on(pages[0]) == path_on(pages[1])
    # Neither the address nor what it is made of opens the account.
    receipt = response["Location"].strip("/").rpartition("/")[2]
    assert Client().get(f"/account/{bea.pk}/{receipt}/").status_code == 410
    passwords = {"new_password1": new, "new_password2": new}
    assert Client().post(path_on(pages[0]), passwords).status_code == 303
    used = client.get(response["Location"])
    assert (used.status_code, "address" in used.context) == (410, False)


def test_page_of_a_link_says_until_when_it_works(client, administrator):
    page = client.get(client.post(f"/members/{make_user().pk}/link/")["Location"])

    seconds = (page.context["works_until"] - now()).total_seconds()
    assert round(seconds / 60) == 60


def test_username_with_a_space_is_refused_in_plain_words(client, administrator):
    page = invited(client, "Zoë Müller", ANALYSTS)

    message = "A username holds letters, digits and . _ - + @ alone, and no spaces."
    assert page.context["form"].errors == {"username": [message]}
    invited(client, "Zoë.Müller", ANALYSTS)
    assert User.objects.filter(username="Zoë.Müller").exists()


def test_weak_password_is_refused_at_the_first_field(client, administrator):
    page = client.get(invited(client)["Location"])
    weak = Client().post(path_on(page), {"new_password1": "short", "new_password2": "short"})
    client.force_login(make_user())
    typed = {"old_password": "correct horse battery staple"}
    changed = client.post(
        "/account/password/", typed | {"new_password1": "short", "new_password2": "short"}
    )

    assert [list(one.context["form"].errors) for one in (weak, changed)] == [["new_password1"]] * 2


@pytest.mark.parametrize(("group", "names"), [(EDITORS, [EDITORS]), ("-", [])])
def test_group_is_changed_as_a_whole_and_noted(client, administrator, group, names):
    bea = make_user(ANALYSTS, "bea")
    bea.groups.add(Group.objects.get(name=ADMINISTRATORS))
    response = client.post(f"/members/{bea.pk}/group/", {"group": group})

    assert response["Location"] == f"/members/{bea.pk}/"
    assert [one.name for one in bea.groups.all()] == names
    [change] = client.get(f"/members/{bea.pk}/").context["account_changes"]
    words = f"Put into {names[0] if names else 'no group'}."
    assert (change.user, change.get_change_message()) == (administrator, words)
    client.force_login(make_user(EDITORS))
    assert client.get(f"/members/{bea.pk}/").context["account_changes"] == []


def test_group_page_offers_the_present_group_and_refuses_none_chosen(client, administrator):
    bea = make_user(EDITORS, "bea")
    address = f"/members/{bea.pk}/group/"

    assert client.get(address).context["form"].initial == {"group": EDITORS}
    assert client.post(address).status_code == 422
    assert client.post(f"/members/{administrator.pk}/group/", {"group": "-"}).status_code == 403
    assert [administrator.groups.get().name, bea.groups.get().name] == [ADMINISTRATORS, EDITORS]


def test_closing_asks_first(client, administrator):
    bea = make_user(username="bea")

    page = client.get(f"/members/{bea.pk}/close/")
    bea.refresh_from_db()
    assert (bea.is_active, "Close the account of bea?" in text_of(page)) == (True, True)


@pytest.mark.parametrize(("group", "sees"), [(ADMINISTRATORS, True), (EDITORS, False)])
def test_administrator_has_members_in_the_navigation(client, group, sees):
    client.force_login(make_user(group))

    assert ('href="/members/"' in client.get("/help/").text) == sees


@pytest.mark.parametrize(("group", "words"), [(ANALYSTS, WORDS[ANALYSTS]), (None, WITHOUT_GROUP)])
def test_member_reads_on_the_own_account_what_they_may_do(client, group, words):
    client.force_login(make_user(group))

    assert words in text_of(client.get("/account/"))


def test_groups_with_words_are_those_of_the_desk():
    assert sorted(WORDS) == sorted(Group.objects.values_list("name", flat=True))


def test_closed_account_is_signed_out_and_stays_out_until_it_is_opened(client, administrator):
    bea = make_user(username="bea")
    browser = Client()
    browser.force_login(bea)
    client.post(f"/members/{bea.pk}/close/")

    assert browser.get("/account/").status_code == 302
    password = {"username": "bea", "password": "correct horse battery staple"}
    assert Client().post("/sign-in/", password).status_code == 200
    client.post(f"/members/{bea.pk}/open/")
    assert Client().post("/sign-in/", password).status_code == 302


def test_administrator_does_not_close_the_own_account(client, administrator):
    assert client.post(f"/members/{administrator.pk}/close/").status_code == 403
    administrator.refresh_from_db()
    assert administrator.is_active


@pytest.mark.parametrize("act", ["link", "group", "close", "open"])
def test_superuser_is_out_of_an_administrators_reach(client, administrator, act):
    over = User.objects.create_superuser("over", password="a sentence nobody would guess")

    assert client.post(f"/members/{over.pk}/{act}/").status_code == 403
    over.refresh_from_db()
    assert over.is_active


def test_closed_account_gets_no_link(client, administrator):
    bea = make_user(username="bea")
    client.post(f"/members/{bea.pk}/close/")

    assert client.post(f"/members/{bea.pk}/link/").status_code == 403


def test_list_makes_as_many_queries_for_many_members(client, django_assert_num_queries):
    client.force_login(make_user(EDITORS, "a"))
    client.get("/members/")
    for number in (1, 5):
        for _ in range(number):
            make_user()
        with django_assert_num_queries(OF_MEMBER + 2):
            client.get("/members/")


def test_member_changes_the_own_name(client):
    bea = make_user(username="bea")
    client.force_login(bea)
    client.post("/account/", {"first_name": "Bea", "last_name": "Ortiz", "is_superuser": "on"})

    bea.refresh_from_db()
    assert (bea.get_full_name(), bea.is_superuser) == ("Bea Ortiz", False)
    assert "Bea Ortiz" in text_of(client.get(f"/members/{bea.pk}/"))


def test_member_changes_the_own_password_and_stays_signed_in_here_alone(client):
    bea = make_user(username="bea")
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(bea)
    new = "another sentence to guess"
    typed = {"new_password1": new, "new_password2": new}

    wrong = client.post("/account/password/", typed | {"old_password": "wrong"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["old_password"])
    client.post("/account/password/", typed | {"old_password": "correct horse battery staple"})
    bea.refresh_from_db()
    assert bea.check_password(new)
    assert [browser.get("/account/").status_code for browser in (client, elsewhere)] == [200, 302]


def table_of(response):
    rows = parse(response).find("body/main").iter("tr")
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in rows]


def changes_in(response):
    return [entry.words for entry in response.context["entries"]]


@pytest.fixture
def busy(client):
    """A member who marked two passages and drafted a claim on 4 August, and one today."""
    bea = make_user(username="bea")
    client.force_login(bea)
    article = make_article()
    for _ in "12":
        make_passage(article, "The convoy", by=bea)
    make_claim("It left", by=bea, attribution="some")
    day = make_aware(datetime(2021, 8, 4, 23, 30))
    Action.objects.filter(by=bea).update(at=day)
    make_passage(article, "Nobody", by=bea)
    return bea


def test_member_page_counts_by_day_and_kind(client, busy):
    today = date_format(localdate(), "j F Y")

    assert table_of(client.get(f"/members/{busy.pk}/")) == [
        ["Day", "Passages", "Claims"],
        [today, "1", ""],
        ["4 August 2021", "2", "1"],
    ]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("until=2021-08-04", ["drafted the claim “It left”", *["marked “The convoy”"] * 2]),
        ("since=2021-08-04&until=2021-08&kind=claim", ["drafted the claim “It left”"]),
        ("since=2021-08-05", ["marked “Nobody”"]),
        ("until=2021-08-03", []),
        ("kind=tag", []),
        # What cannot be read filters nothing, and is said.
        ("until=soon&kind=claim", ["drafted the claim “It left”"]),
    ],
)
def test_member_page_is_filtered_by_kind_and_period(client, busy, query, words):
    assert changes_in(client.get(f"/members/{busy.pk}/?{query}")) == words


def test_filter_offers_every_kind_also_where_one_is_chosen(client, busy):
    Action.objects.create(kind="passages.export", by=busy)
    kinds = client.get(f"/members/{busy.pk}/?kind=tag").context["kinds"]
    assert kinds == [
        ("claim", "claims"),
        ("passages", "exports of passages"),
        ("passage", "passages"),
    ]


def test_day_leads_to_the_changes_of_that_day(client, busy):
    links = dict(reversed(link) for link in links_with_text(client.get(f"/members/{busy.pk}/")))

    page = client.get(f"/members/{busy.pk}/{links['4 August 2021']}")
    assert len(changes_in(page)) == 3


def test_number_leads_to_what_it_counts_under_the_name_of_its_kind(client, busy):
    article = make_article("It leaft.")
    act(busy, propose, article, article.revisions.get(), "It left.", "As printed.")
    page = client.get(f"/members/{busy.pk}/")

    assert table_of(page)[0] == ["Day", "Passages", "Claims", "Proposed corrections"]
    counted = [one for one in links_of(page) if "kind=proposedcorrection" in one]
    assert len(counted) == 1
    assert len(changes_in(client.get(f"/members/{busy.pk}/{counted[0]}"))) == 1


def test_saved_searches_of_others_are_not_told(client, busy):
    act(busy, SavedSearch.objects.save_as, "Mine", "q=convoy")
    assert "Searches" in table_of(client.get(f"/members/{busy.pk}/"))[0]
    client.force_login(make_user())

    page = client.get(f"/members/{busy.pk}/")
    assert ("Searches" in table_of(page)[0], len(changes_in(page))) == (False, 4)
