"""The keys of names are computed anew: of two that meet, one gets a key of its own."""

from importlib import import_module

import pytest
from django.apps import apps

from annotations.models import Origin, Tag
from annotations.models.dismissal import Dismissal, DismissalKind
from corpus.models import Alias, Person, Source
from corpus.names import OWN_KEY
from corpus.records import name_keys
from corpus.records.merging import merge, suggested_merges
from tests.support.acts import act
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import (
    EDITORS,
    make_article,
    make_origin,
    make_person,
    make_source,
    make_tag,
    make_user,
)
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

MIGRATIONS = [
    import_module("corpus.migrations.0013_straight_quotation_marks_in_keys"),
    import_module("annotations.migrations.0013_straight_quotation_marks_in_keys"),
]
HIDDEN = "Tali\u200bban"
FORMER_KEY = "tali\u200bban"


def as_before(row):
    """Give a row and its history the key that earlier versions computed."""
    for rows in (type(row)._base_manager.filter(pk=row.pk), type(row).history.filter(id=row.pk)):
        rows.update(name_key=FORMER_KEY)


def migrate():
    for migration in MIGRATIONS:
        migration.compute(apps, None)


def key_of(row):
    return type(row)._base_manager.get(pk=row.pk).name_key


@pytest.mark.parametrize("make", [make_person, make_tag, make_source, make_origin])
def test_a_row_alone_gets_the_key_of_its_name(make):
    row = make(HIDDEN)
    as_before(row)
    migrate()
    assert key_of(row) == "taliban"
    assert set(type(row).history.filter(id=row.pk).values_list("name_key", flat=True)) == {
        "taliban"
    }
    assert type(row).objects.get(pk=row.pk).name == HIDDEN


@pytest.mark.parametrize("make", [make_person, make_tag, make_source])
def test_of_two_that_meet_the_later_keeps_a_key_of_its_own(make):
    later = make(HIDDEN)
    as_before(later)
    first = make("Taliban")
    third = make("Somebody")
    type(third)._base_manager.filter(pk=third.pk).update(
        name="\ufeffTaliban", name_key="\ufefftaliban"
    )
    for _ in range(2):
        migrate()
        keys = [key_of(row) for row in (first, later, third)]
        assert keys == ["taliban", f"taliban{OWN_KEY}", f"taliban{OWN_KEY * 2}"]
    later.refresh_from_db()
    act(make_user(), later.save_act, "name")
    assert key_of(later) == f"taliban{OWN_KEY}"
    later.name = "Somebody else"
    act(make_user(), later.save_act, "name")
    assert key_of(later) == "somebody else"


def test_rows_that_are_deleted_or_merged_do_not_meet():
    deleted, merged = make_tag("Taliban"), make_tag("taliban x")
    act(make_user(), deleted.remove)
    row = make_tag(HIDDEN)
    as_before(row)
    Tag.objects.filter(pk=merged.pk).update(name_key="taliban", merged_into=row)
    migrate()
    assert key_of(row) == "taliban"


def test_aliases_meet_within_a_person():
    person = make_person("The group", aliases=["Taliban", "Else"])
    other = make_person("Another", aliases=["More"])
    former = {"name": HIDDEN, "name_key": FORMER_KEY}
    Alias.objects.filter(name__in=["Else", "More"]).update(**former)
    migrate()
    rows = Alias.objects.filter(name=HIDDEN).order_by("pk").values_list("person", "name_key")
    assert list(rows) == [(person.pk, f"taliban{OWN_KEY}"), (other.pk, "taliban")]


def test_dismissed_words_are_found_by_their_new_key():
    article, person = make_article(), make_person()
    by = make_user()
    spelling = DismissalKind.SPELLING
    row = act(by, Dismissal.objects.dismiss, article, person, spelling, words="Taliban")
    Dismissal.objects.filter(pk=row.pk).update(words=FORMER_KEY)
    migrate()
    assert list(Dismissal.objects.applying_to(article, [HIDDEN])) == [row]


def test_a_migration_that_was_stopped_goes_on(monkeypatch):
    monkeypatch.setattr(name_keys, "BATCH_SIZE", 1)
    people = [make_person(f"Tali\u200bban {n}") for n in range(3)]
    Person.objects.filter(pk__in=[row.pk for row in people[1:]]).update(name_key="taliban\u200b")
    migrate()
    assert [key_of(row) for row in people] == [f"taliban {n}" for n in range(3)]


@pytest.mark.parametrize(("make", "address"), [(make_person, "/people/"), (make_tag, "/tags/")])
def test_both_stand_on_the_list_of_suggested_merges(make, address):
    first, later = make("Taliban"), make(f"{HIDDEN} x")
    type(later)._base_manager.filter(pk=later.pk).update(name=HIDDEN, name_key=FORMER_KEY)
    editor = signed_in(EDITORS)
    assert parse(editor.get(address)).findall("body//section[@aria-labelledby='suggested']") == []
    migrate()
    later.refresh_from_db()
    standing = type(later).objects.standing()
    assert suggested_merges(standing) == [(later, first)]
    link = f"{address}{later.public_id}/merge/?into={first.public_id}"
    links = "body//section[@aria-labelledby='suggested']//a"
    hrefs = [a.get("href") for a in parse(editor.get(address)).findall(links)]
    assert hrefs == [later.get_absolute_url(), first.get_absolute_url(), link]
    analyst = [a.get("href") for a in parse(signed_in().get(address)).findall(links)]
    assert analyst == hrefs[:2]
    page = parse(editor.get(link))
    assert page.find("body//input[@name='into']").get("value") == first.public_id
    act(make_user(EDITORS), merge, later, first)
    assert suggested_merges(standing) == []
    assert "Suggested merges" not in text_of(editor.get(address))


def test_sources_of_one_name_stand_on_a_list():
    first, later = make_source("O'Brien"), make_source("Somebody")
    reader = signed_in()
    assert "Suggested merges" not in text_of(reader.get("/sources/"))
    Source._base_manager.filter(pk=later.pk).update(name="O’Brien", name_key="o’brien")
    migrate()
    later.refresh_from_db()
    section = parse(reader.get("/sources/")).find("body//section[@aria-labelledby='suggested']")
    assert section.findtext("h2").strip() == "Suggested merges"
    assert [a.get("href") for a in section.iter("a")] == [
        later.get_absolute_url(),
        first.get_absolute_url(),
    ]
    assert "Suggested merges" not in text_of(reader.get("/sources/?q=o"))
    editor = signed_in(EDITORS)
    *_, link = (
        parse(editor.get("/sources/")).find("body//section[@aria-labelledby='suggested']").iter("a")
    )
    assert link.get("href") == f"/sources/{later.public_id}/merge/?into={first.public_id}"
    form = parse(editor.get(link.get("href")))
    assert form.find("body//input[@name='into']").get("value") == first.public_id
    later.name = "Another"
    act(make_user(), later.save_act, "name")
    assert "Suggested merges" not in text_of(reader.get("/sources/"))


def test_a_name_is_found_and_taken_whatever_nobody_sees_in_it():
    by = make_user()
    person, tag, source = make_person("Kabulov"), make_tag("convoy"), make_source("Reuters")
    assert act(by, Person.objects.obtain, "Kabulov\u200e") == person
    assert act(by, Tag.objects.obtain, ["con\u00advoy\ufeff"]) == [tag]
    assert list(Source.objects.named("Reu\u2060ters")) == [source]
    origin = act(by, Origin.objects.obtain, "The  briefing\u200b")
    assert (origin.name, act(by, Origin.objects.obtain, "the briefing")) == ("The briefing", origin)


MARKED = [
    ("O'Brien", "O’Brien", "o’brien"),
    ('Muhammad "Bill" Karim', "Muhammad “Bill” Karim", "muhammad “bill” karim"),
    ("Giscard d'Estaing", "Giscard d\u02bcEstaing", "giscard d\u02bcestaing"),
]


@pytest.mark.parametrize(("straight", "curly", "former_key"), MARKED)
@pytest.mark.parametrize("make", [make_person, make_tag, make_source])
def test_names_meet_in_all_kinds_of_quotation_marks(make, straight, curly, former_key):
    first, later = make(straight), make("Somebody")
    type(later)._base_manager.filter(pk=later.pk).update(name=curly, name_key=former_key)
    migrate()
    assert [key_of(first), key_of(later)] == [straight.lower(), straight.lower() + OWN_KEY]
    later.refresh_from_db()
    assert suggested_merges(type(later).objects.filter(deleted_at=None)) == [(later, first)]


@pytest.mark.parametrize("typed", ["O'Brien", "O’Brien", "O‘BRIEN", "o`brien"])
def test_a_name_is_found_and_taken_with_any_apostrophe(typed):
    by = make_user()
    person, tag, source = make_person("Jo O’Brien"), make_tag("O'Brien"), make_source("O‘Brien")
    assert act(by, Person.objects.obtain, f"Jo {typed}") == person
    assert list(Person.objects.standing().known_as(f"jo {typed}")) == [person]
    assert list(Person.objects.standing().starting(typed)) == [person]
    assert act(by, Tag.objects.obtain, [typed]) == [tag]
    assert list(Source.objects.named(typed)) == [source]
