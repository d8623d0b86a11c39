import pytest
from django.contrib.messages import get_messages

from corpus.models import Action, Alias, Article, Credit, Grade, Person, Source
from tests.support.acts import act
from tests.support.admin_pages import add_part, errors_of, fill, opened, page_for, page_of
from tests.support.factories import EDITORS, make_article, make_person, make_source, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user(EDITORS, "ada")
    client.force_login(user)
    return user


def test_source_added_is_one_action_of_the_editor(client, editor):
    values = opened(client, page_for(Source, "add"))
    values |= {"name": "Reuters", "grades-TOTAL_FORMS": 1}
    values |= {"grades-0-letter": "B", "grades-0-reason": "corrects itself"}
    values |= {"grades-0-graded_on": "2021-08-05"}

    response = client.post(page_for(Source, "add"), values)

    source = Source.objects.get(name="Reuters")
    assert (response.status_code, response["Location"]) == (302, page_for(Source))
    assert (source.reliability, source.name_key) == ("B", "reuters")
    action = Action.objects.get()
    assert (action.kind, action.by) == ("source.admin", editor)
    written = [*Source.history.all(), *Grade.history.all()]
    assert [(row.action, row.history_user) for row in written] == [(action, editor)] * 3


def test_grade_newest_by_date_decides_reliability(client, editor):
    source = make_source()
    add_part(client, page_of(source), "grades", letter="C", reason="now", graded_on="2021-08-05")
    add_part(client, page_of(source), "grades", letter="A", reason="once", graded_on="2019-01-01")

    source.refresh_from_db()
    assert source.reliability == "C"
    assert source.grades.count() == 2


def test_grade_taken_away_is_kept_deleted(client, editor):
    source = make_source(reliability="B")
    fill(client, page_of(source), **{"grades-0-DELETE": "on"})

    grade = Grade.objects.get()
    source.refresh_from_db()
    assert (grade.deleted_by, grade.letter, source.reliability) == (editor, "B", "F")
    assert opened(client, page_of(source))["grades-TOTAL_FORMS"] == ["0"]


def test_grade_changed_keeps_its_history(client, editor):
    source = make_source(reliability="B")
    fill(client, page_of(source), **{"grades-0-letter": "D"})

    source.refresh_from_db()
    assert source.reliability == "D"
    assert list(Grade.history.values_list("letter", flat=True)) == ["D", "B"]


@pytest.mark.parametrize("name", ["REUTERS", "  reuters ", "Ｒｅｕｔｅｒｓ"])
def test_source_name_taken_is_refused(client, editor, name):
    make_source("Reuters")
    response = fill(client, page_for(Source, "add"), name=name)

    assert response.status_code == 200
    assert errors_of(response) == ["There is already a source with this name."]
    assert Source.objects.count() == 1


def test_source_name_of_a_deleted_one_is_free(client, editor):
    act(editor, make_source("Reuters").remove)
    response = fill(client, page_for(Source, "add"), name="Reuters")

    assert response.status_code == 302
    assert Source.objects.present().count() == 1


def test_refused_form_leaves_no_action(client, editor):
    actions = Action.objects.count()
    fill(client, page_for(Source, "add"), name="")

    assert Action.objects.count() == actions


def test_form_saved_untouched_changes_nothing(client, editor):
    source = make_source(reliability="B")
    before = (source.version, Source.history.count(), Grade.history.count())
    response = fill(client, page_of(source))

    source.refresh_from_db()
    assert response.status_code == 302
    assert (source.version, Source.history.count(), Grade.history.count()) == before


def test_stale_form_shows_both_and_overwrites_nothing(client, editor):
    source = make_source("Reuters", country="Britain")
    stale = opened(client, page_of(source))
    fill(client, page_of(source), country="United Kingdom")
    response = client.post(page_of(source), stale | {"country": "UK", "name": "Reuters"})

    source.refresh_from_db()
    assert response.status_code == 409
    assert (source.country, source.version) == ("United Kingdom", 2)
    said, country = errors_of(response)
    assert said.startswith("ada changed this on ")
    assert country == "It is now “United Kingdom”. You wrote “UK”."


def test_stale_form_changes_no_inline(client, editor):
    source = make_source()
    stale = opened(client, page_of(source))
    fill(client, page_of(source), country="Britain")
    new = {"letter": "E", "reason": "no", "graded_on": "2021-01-01"}
    stale |= {f"grades-0-{name}": value for name, value in new.items()}
    response = client.post(page_of(source), stale | {"grades-TOTAL_FORMS": 1})

    assert response.status_code == 409
    assert Grade.objects.count() == 0


def test_change_of_an_inline_makes_open_forms_stale(client, editor):
    source = make_source(reliability="B")
    stale = opened(client, page_of(source))
    fill(client, page_of(source), **{"grades-0-reason": "another"})

    assert client.post(page_of(source), stale | {"country": "UK"}).status_code == 409


def test_form_without_version_is_refused(client, editor):
    source = make_source("Reuters")
    values = opened(client, page_of(source)) | {"name": "Tass"}
    del values["version"]

    assert client.post(page_of(source), values).status_code == 409
    assert Source.objects.get().name == "Reuters"


@pytest.mark.parametrize("field", ["name", "description"])
def test_person_whose_words_look_empty_is_refused(client, editor, field):
    typed = {"name": "Kabulov", "kind": "person", field: "\u200b\ufeff"}
    response = fill(client, page_for(Person, "add"), **typed)
    assert errors_of(response) == ["This has only characters that nobody can see."]
    response = fill(client, page_for(Person, "add"), **(typed | {field: "a\x0bb"}))
    message = "It contains a control character (U+000B) at position 1. Remove it."
    assert errors_of(response) == [message]
    assert Person.objects.count() == 0


def test_person_with_aliases_is_added(client, editor):
    values = opened(client, page_for(Person, "add"))
    values |= {"name": "Alexander Bikantov", "aliases-TOTAL_FORMS": 2}
    values |= {"aliases-0-name": "Vikantov", "aliases-1-name": "Бикантов"}
    client.post(page_for(Person, "add"), values)

    person = Person.objects.get()
    assert [alias.name for alias in person.aliases.all()] == ["Vikantov", "Бикантов"]


def test_alias_that_stands_already_is_refused(client, editor):
    person = make_person(aliases=["Vikantov"])
    response = add_part(client, page_of(person), "aliases", name="VIKANTOV")

    assert response.status_code == 200
    assert errors_of(response) == ["There is already an alias with this name."]
    assert Alias.objects.count() == 1


def test_alias_typed_twice_is_refused(client, editor):
    person = make_person()
    values = opened(client, page_of(person)) | {"aliases-TOTAL_FORMS": 2}
    values |= {"aliases-0-name": "Vikantov", "aliases-1-name": "vikantov"}
    response = client.post(page_of(person), values)

    assert response.status_code == 200
    assert errors_of(response) == ["Two rows are the same. Remove one of them."]
    assert Alias.objects.count() == 0


def test_article_added_has_its_first_revision(client, editor):
    values = opened(client, page_for(Article, "add"))
    values |= {
        "title": "From the front",
        "text": "One.\r\n\r\nTwo\x07, 🚜.",
        "published": "2021-07",
    }
    response = client.post(page_for(Article, "add"), values)

    article = Article.objects.get()
    revision = article.revisions.get()
    assert article.text == revision.text == "One.\n\nTwo, 🚜."
    assert (revision.number, revision.created_by) == (1, editor)
    assert str(article.published) == "July 2021"
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert said[0] == "1 unsupported character was removed."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "This field is required."),
        (" \r\n\r\n ", "This field is required."),
        (
            "Half\x00",
            "The text contains the character NUL (U+0000) at position 4 and was probably damaged "
            "before the import.",
        ),
    ],
)
def test_article_text_that_cannot_be_kept_is_refused(client, editor, text, message):
    response = fill(client, page_for(Article, "add"), title="A", text=text)

    assert response.context["adminform"].form.errors == {"text": [message]}
    assert Article.objects.count() == 0


def test_article_text_is_not_changed_by_its_form(client, editor):
    article = make_article("As it was.", "Title")
    response = fill(client, page_of(article), text="Another.", title="Another")

    article.refresh_from_db()
    assert response.status_code == 302
    assert (article.title, article.text) == ("Another", "As it was.")


def test_article_date_changed_moves_it(client, editor):
    article = make_article(published="2021-08-05")
    fill(client, page_of(article), published="2017")

    article.refresh_from_db()
    assert str(article.published) == "2017"
    assert article.sort_key == article.published_on.toordinal() * 2**20


@pytest.mark.parametrize("typed", ["August 2021", "2021-13", "2021-02-30"])
def test_article_date_that_is_none_is_refused(client, editor, typed):
    article = make_article(published="2021-08-05")
    response = fill(client, page_of(article), published=typed)

    assert list(response.context["adminform"].form.errors) == ["published"]
    assert Article.objects.get().published == article.published


def test_article_address_that_runs_script_is_refused(client, editor):
    response = fill(client, page_of(make_article()), url="javascript:alert(1)")

    assert response.context["adminform"].form.errors == {"url": ["Enter a valid URL."]}


def test_credit_names_a_source_or_words(client, editor):
    article, source = make_article(), make_source()
    both = {"kind": "via", "source": source.pk, "words": "MatrixMag", "position": 0}
    refused = add_part(client, page_of(article), "credits", **both)
    add_part(client, page_of(article), "credits", **(both | {"source": ""}))

    message = "Name a source or, if it is unknown, enter the words of the article, not both."
    assert errors_of(refused) == [message]
    assert [credit.name for credit in Credit.objects.all()] == ["MatrixMag"]


def test_deleted_source_is_offered_to_no_article_but_its_own(client, editor):
    source, other = make_source("Gone"), make_source("Here")
    article = make_article(source=source)
    act(editor, source.remove)
    act(editor, make_source("Gone too").remove)

    form = client.get(page_of(article)).context["adminform"].form
    offered = client.get(
        "/admin/autocomplete/?app_label=corpus&model_name=article&field_name=source"
    )
    assert set(form.fields["source"].queryset) == {source, other}
    assert offered.json()["results"] == [{"id": str(other.pk), "text": "Here"}]
    assert fill(client, page_of(article), title="New").status_code == 302
