"""Sources, people and origins made, edited, graded and merged on the desk."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from annotations.history.notices import notices_of
from annotations.models import Origin
from corpus.models import Action, Alias, Grade, Person, Source, acting
from corpus.records.merging import merge
from tests.support.acts import act
from tests.support.admin_pages import add_part, fill, page_for, page_of
from tests.support.claim_pages import links_of, text_of
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_origin,
    make_passage,
    make_person,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user(EDITORS)
    client.force_login(user)
    return user


def undo(client):
    """Undo the last Action."""
    return client.post(f"/actions/{Action.objects.latest('pk').pk}/undo/")


def offers_undo(response):
    *_, notice = notices_of(response.wsgi_request)
    return notice.action == Action.objects.latest("pk").pk


FACTS = [
    (Source, "sources", {"name": "Reuters", "domain": "reuters.com", "country": "UK"}),
    (Person, "people", {"name": "Zamir Kabulov", "kind": "person", "description": "Envoy"}),
    (Origin, "origins", {"name": "The briefing", "kind": "briefing", "place": "Doha"}),
]


@pytest.mark.parametrize(("model", "what", "facts"), FACTS)
def test_row_is_made_and_undone(client, editor, model, what, facts):
    response = client.post(f"/{what}/new/", facts)

    row = model.objects.get()
    assert {name: getattr(row, name) for name in facts} == facts
    assert (response.status_code, response["Location"]) == (303, row.get_absolute_url())
    assert offers_undo(response)
    undo(client)
    assert model.objects.present().count() == 0


@pytest.mark.parametrize(("model", "what", "facts"), FACTS)
def test_row_is_edited_and_undone(client, editor, model, what, facts):
    client.post(f"/{what}/new/", facts)
    row = model.objects.get()
    response = client.post(
        f"/{what}/{row.public_id}/edit/", facts | {"name": "Another", "version": row.version}
    )

    assert (model.objects.get().name, response.status_code) == ("Another", 303)
    assert offers_undo(response)
    assert Action.objects.latest("pk").kind == f"{model._meta.model_name}.edit"
    undo(client)
    assert model.objects.get().name == facts["name"]


@pytest.mark.parametrize(("model", "what", "facts"), FACTS)
def test_stale_edit_is_refused_with_both_values(client, editor, model, what, facts):
    client.post(f"/{what}/new/", facts)
    row = model.objects.get()
    for name in ("Theirs", "Mine"):
        response = client.post(
            f"/{what}/{row.public_id}/edit/", facts | {"name": name, "version": row.version}
        )

    assert (response.status_code, model.objects.get().name) == (409, "Theirs")
    assert "It is now “Theirs”. You wrote “Mine”." in text_of(response)


def test_taken_name_of_a_source_is_refused_as_in_the_admin(client, editor):
    make_source("Reuters")
    here = client.post("/sources/new/", {"name": "REUTERS"})
    there = fill(client, page_for(Source, "add"), name="REUTERS")

    assert here.status_code == 422
    forms = here.context["form"], there.context["adminform"].form
    assert [form.errors for form in forms] == [
        {"name": ["There is already a source with this name."]}
    ] * 2
    assert Source.objects.count() == 1


def test_form_sent_unchanged_writes_nothing(client, editor):
    source = make_source("Reuters")
    client.post(f"/sources/{source.public_id}/edit/", {"name": "Reuters", "version": 1})

    assert Source.objects.get().version == 1


def test_other_names_of_a_person_are_set_as_a_whole(client, editor):
    person = make_person("Alexander Bikantov", aliases=["Bikantof", "Vikantov"])
    address, facts = f"/people/{person.public_id}/edit/", {"name": person.name, "kind": "person"}
    page = client.get(address)
    assert page.context["form"].initial["other_names"] == "Bikantof\nVikantov"

    names = "Vikantov\r\n  Wikantow \r\nWIKANTOW\r\n"
    client.post(address, facts | {"other_names": names, "version": 1})
    aliases = Alias.objects.present().order_by("name_key").values_list("name", flat=True)
    assert list(aliases) == ["Vikantov", "Wikantow"]
    assert [Person.objects.known_as(name).count() for name in ("Wikantow", "Bikantof")] == [1, 0]
    undo(client)
    assert list(aliases.all()) == ["Bikantof", "Vikantov"]


def test_source_is_graded_with_its_reason_and_undone(client, editor):
    source = make_source("Reuters", "B")
    typed = {"letter": "C", "reason": "Repeats briefings.", "graded_on": str(localdate())}
    response = client.post(f"/sources/{source.public_id}/grade/", typed)

    source.refresh_from_db()
    assert (source.reliability, source.grades.present().first().reason) == (
        "C",
        "Repeats briefings.",
    )
    assert offers_undo(response)
    undo(client)
    source.refresh_from_db()
    assert (source.reliability, source.grades.present().count()) == ("B", 1)


@pytest.mark.parametrize("missing", ["letter", "reason", "graded_on"])
def test_grade_needs_letter_reason_and_date(client, editor, missing):
    source = make_source("Reuters")
    typed = {"letter": "C", "reason": "Repeats briefings.", "graded_on": "2021-08-05"}
    response = client.post(f"/sources/{source.public_id}/grade/", typed | {missing: ""})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [missing])
    assert Grade.objects.count() == 0


def test_origins_are_merged_so_that_claims_count_one_and_undone(client, editor):
    origin, other = make_origin("The briefing"), make_origin("Briefing of 5 August")
    claim = make_claim()
    for one in (origin, other):
        make_evidence(claim, origin=one)
    address = f"/origins/{origin.public_id}/merge/"
    response = client.post(address, {"into": other.name, "version": 1})

    assert response["Location"] == other.get_absolute_url()
    assert "2 reports from 1 independent origin" in text_of(client.get(claim.get_absolute_url()))
    assert list(Origin.objects.present()) == [other]
    assert offers_undo(response)
    undo(client)
    assert "2 reports from 2 independent origins" in text_of(client.get(claim.get_absolute_url()))
    assert Origin.objects.present().count() == 2


def test_published_claim_is_edited_since_its_origins_were_merged(client, editor):
    origin, other = make_origin(), make_origin()
    claim = make_claim()
    make_evidence(claim, origin=origin)
    act(editor, claim.publish)
    assert not claim.is_edited_since
    client.post(f"/origins/{origin.public_id}/merge/", {"into": other.public_id, "version": 1})

    claim.refresh_from_db()
    assert claim.is_edited_since


@pytest.mark.parametrize(
    ("into", "version", "status"),
    [("Nowhere", 1, 422), ("{self}", 1, 422), ("Twice", 1, 422), ("{other}", 9, 409)],
)
def test_merge_of_an_origin_that_is_refused(client, editor, into, version, status):
    origin, other = make_origin("The briefing"), make_origin("Another")
    make_origin("Twice"), make_origin("Twice")
    into = into.format(self=origin.public_id, other=other.public_id)
    response = client.post(
        f"/origins/{origin.public_id}/merge/", {"into": into, "version": version}
    )

    assert response.status_code == status
    assert Origin.objects.present().count() == 4


@pytest.mark.parametrize("query", ["", "?q=aug"])
def test_origins_are_listed_by_name_and_by_how_a_word_begins(client, editor, query):
    make_origin("Briefing of 5 August")
    make_origin("A hearing")
    page = client.get(f"/origins/{query}")

    names = [origin.name for origin in page.context["page"]]
    expected = ["A hearing", "Briefing of 5 August"]
    assert names == (expected[1:] if query else expected)


def test_sources_are_merged_with_their_articles_and_credits_and_undone(client, editor):
    source, other = make_source("reuters.com", domain="reuters.com"), make_source("Reuters", "B")
    article, credited = make_article(source=source), make_article(source=other)
    with acting("article.credit", editor):
        credit = credited.credits.create(kind="via", source=source)
    address = f"/sources/{source.public_id}/merge/"
    response = client.post(address, {"into": "reuters", "version": source.version})

    def facts():
        for row in (article, credit, other):
            row.refresh_from_db()
        present = set(Source.objects.present())
        return article.source, credit.source, other.domain, present, other.reliability

    assert response["Location"] == other.get_absolute_url()
    assert facts() == (other, other, "reuters.com", {other}, "B")
    assert offers_undo(response)
    undo(client)
    assert facts() == (source, source, "", {source, other}, "B")


def test_source_of_many_articles_is_not_merged_away(client, editor, monkeypatch):
    monkeypatch.setattr("corpus.models.source_merging.MAX_ARTICLES", 1)
    source, other = make_source("One"), make_source("Other")
    for _ in "12":
        make_article(source=source)
    response = client.post(
        f"/sources/{source.public_id}/merge/", {"into": "other", "version": source.version}
    )

    assert response.status_code == 422
    assert "Merge the smaller source into it." in text_of(response)
    assert source.articles.count() == 2
    # The other way round it is.
    client.post(f"/sources/{other.public_id}/merge/", {"into": "one", "version": other.version})
    assert list(Source.objects.present()) == [source]


def test_grade_shows_letters_and_takes_days_of_the_calendar_alone(client, editor):
    source = make_source("Reuters")
    address = f"/sources/{source.public_id}/grade/"
    form = client.get(address).context["form"]
    assert [label for _, label in form.fields["letter"].choices][1:3] == [
        "A: completely reliable",
        "B: usually reliable",
    ]
    assert f'value="{localdate().isoformat()}"' in str(form["graded_on"])

    typed = {"letter": "B", "reason": "Checked."}
    for day in ("05/08/2021", "2021-08", str(localdate() + timedelta(days=1))):
        response = client.post(address, typed | {"graded_on": day})
        assert (response.status_code, list(response.context["form"].errors)) == (
            422,
            ["graded_on"],
        )
        assert page_refuses(client, source, typed | {"graded_on": day})
    client.post(address, typed | {"graded_on": "2021-08-05"})
    assert list(Grade.objects.values_list("graded_on", flat=True)) == [date(2021, 8, 5)]


def page_refuses(client, source, grade):
    """Whether the admin refuses a grade too."""
    add_part(client, page_of(source), "grades", **grade)
    return not Grade.objects.exists()


def test_history_of_a_grade_names_the_source_and_quotes_within_quotes(client, editor):
    source = make_source("The “Times”", "C")
    typed = {"letter": "B", "reason": "Checked.", "graded_on": "2000-01-01"}
    client.post(f"/sources/{source.public_id}/grade/", typed)

    pages = (f"/sources/{source.public_id}/history/", f"/members/{editor.pk}/history/")
    words = "graded the source “The ‘Times’”"
    assert [client.get(page).context["entries"][0].words for page in pages] == [words] * 2


@pytest.mark.parametrize(
    ("what", "make", "name"),
    [
        ("sources", make_source, "Pajhwok Afghan News"),
        ("people", make_person, "Zabihullah Mujahid"),
        ("origins", make_origin, "Briefing of 5 August"),
    ],
)
@pytest.mark.parametrize("spelling", ["{} (spokesman)", "The {}"])
def test_name_near_to_a_known_one_is_asked_once(client, editor, what, make, name, spelling):
    known, far = make(spelling.format(name)), make("Somebody Else")
    typed = {"name": name, "kind": {"people": "person", "origins": "briefing"}.get(what, "")}
    asked = client.post(f"/{what}/new/", typed)

    assert (asked.status_code, asked.context["form"].near) == (422, [known])
    assert known.get_absolute_url() in links_of(asked)
    client.post(f"/{what}/new/", typed | {"near_seen": name})
    assert type(known).objects.present().count() == 3
    # A row that keeps its name is asked nothing.
    row = type(known).objects.get(name=name)
    edited = client.post(f"/{what}/{row.public_id}/edit/", typed | {"version": row.version})
    assert (edited.status_code, far.name) == (303, "Somebody Else")


def test_near_names_of_people_are_those_of_aliases_and_merged_ones_too(client, editor):
    spokesman = make_person("Zabiullah Mujahed", aliases=["Zabihullah Mujahed"])
    act(editor, merge, make_person("Zabihullah Mujahid (spokesman)"), spokesman)

    asked = client.post("/people/new/", {"name": "Zabihullah Mujahid", "kind": "person"})
    assert asked.context["form"].near == [spokesman]


def test_taken_name_of_a_source_leads_to_it(client, editor):
    source = make_source("Reuters")
    page = client.post("/sources/new/", {"name": "reuters"})

    assert source.get_absolute_url() in links_of(page)
    assert "Cancel" in text_of(page)


def test_merge_is_previewed_with_what_moves(client, editor):
    source, other = make_source("reuters.com"), make_source("Reuters")
    make_article(source=source)
    origin, other_origin = make_origin("The briefing"), make_origin("Another")
    make_evidence(make_claim(), origin=origin)
    person, other_person = make_person("Vikantov", aliases=["Wikantow"]), make_person("Bikantov")
    make_passage(make_article(), people=[(person, "speaks")])

    for what, row, into, moved in [
        ("sources", source, other, ["1 article", "0 credits"]),
        ("origins", origin, other_origin, ["1 quote of evidence", "1 claim"]),
        ("people", person, other_person, ["1 passage", "0 claims", "1 other name"]),
    ]:
        page = client.get(f"/{what}/{row.public_id}/merge/?into={into.public_id}")
        words = [f"{n} {one if n.number == 1 else more}" for n, one, more in page.context["moved"]]
        assert (words, type(row).objects.present().count()) == (moved, 2)
        assert f"Merge into “{into.name}”" in text_of(page)


@pytest.mark.parametrize(
    ("what", "make"), [("sources", make_source), ("people", make_person), ("origins", make_origin)]
)
def test_part_of_a_name_offers_the_names_that_begin_so(client, editor, what, make):
    row, other = make("Khaama Press"), make("Pajhwok")
    page = client.get(f"/{what}/{other.public_id}/merge/?into=khaam")

    assert page.status_code == 422
    assert f"?into={row.public_id}" in links_of(page)
