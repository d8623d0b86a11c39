"""Editing the facts of an article on the desk."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from annotations.history.notices import Notice, notices_of
from annotations.models import Passage
from corpus.models import Action, Article
from tests.support.acts import act
from tests.support.claim_pages import links_of, text_of
from tests.support.factories import (
    ANALYSTS,
    EDITORS,
    make_article,
    make_passage,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db

TEXT = "The convoy left at dawn."
FACTS = {
    "title": "Convoys",
    "publisher": "the wire",
    "published": "2021-08",
    "date_note": "by its stamp",
    "byline": "Ada Smith",
    "place": "Kabul",
    "language": "en",
    "url": "wire.example/convoys",
}


@pytest.fixture
def importer(client):
    member = make_user()
    client.force_login(member)
    return member


@pytest.fixture
def article(importer):
    return make_article(TEXT, title="", published="2021-07-10", by=importer)


def send(client, article, **facts):
    facts = {"version": article.version} | facts
    return client.post(f"/articles/{article.public_id}/edit/", facts)


def stored(article):
    row = Article.objects.get(pk=article.pk)
    date = row.published.isoformat() if row.published else ""
    return [str(row.source or ""), date, *(getattr(row, name) for name in NAMES)]


NAMES = ["title", "date_note", "byline", "place", "language", "url"]
SAVED = ["The Wire", "2021-08", *(FACTS[name] for name in NAMES[:-1])]
SAVED += ["https://wire.example/convoys"]


def test_who_took_it_in_mends_its_facts_and_undoes_it(client, article):
    make_source("The Wire")
    passage = make_passage(article, "convoy")
    before = stored(article)

    response = send(client, article, **FACTS)

    address = f"/articles/{article.public_id}/convoys/"
    assert (response.status_code, response["Location"]) == (303, address)
    assert stored(article) == SAVED
    action = Action.objects.latest("pk")
    assert list(notices_of(response.wsgi_request)) == [Notice("Facts saved.", action.pk)]
    assert Article.objects.get().text == TEXT
    history = text_of(client.get(f"/articles/{article.public_id}/history/"))
    assert "edited the facts of “Convoys”" in history
    assert "Convoys" in text_of(client.get("/search/?q=convoys"))

    client.post(f"/actions/{action.pk}/undo/")
    assert stored(article) == before
    assert Passage.objects.present().get() == passage


def test_others_may_not_unless_they_are_editors(client, article):
    edit_page = f"/articles/{article.public_id}/edit/"
    assert edit_page in links_of(client.get(article.get_absolute_url()))
    before = stored(article)

    client.force_login(make_user())
    assert edit_page not in links_of(client.get(article.get_absolute_url()))
    refused = send(client, article, title="Mine")
    assert (refused.status_code, "by the member who imported it" in text_of(refused)) == (403, True)
    assert stored(article) == before

    client.force_login(make_user(EDITORS))
    send(client, article, title="Convoys")
    assert stored(article)[2] == "Convoys"


def test_who_may_no_longer_import_may_not(client, importer, article):
    importer.groups.clear()
    assert send(client, article, title="Mine").status_code == 403
    assert stored(article)[2] == ""


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"publisher": "The Wier"}, "No source is called “The Wier”."),
        ({"published": "5 August"}, "5 August"),
        ({"language": "English!"}, "Write a language as en, ru or pt-BR."),
        ({"url": "javascript:alert(1)"}, "Write a web address, such as"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client, article, typed, message):
    before = stored(article)
    response = send(client, article, **{"title": "Convoys"} | typed)
    assert response.status_code == 422
    assert stored(article) == before
    form = response.context["form"]
    assert {name: form[name].value() for name in typed} == typed
    assert form["title"].value() == "Convoys"
    assert [message in str(form.errors[name]) for name in typed] == [True]


def test_a_stale_form_is_refused_with_both_values(client, article):
    editor = make_user(EDITORS)
    act(editor, _retitle, article, "Lorries")
    before = stored(article)
    response = send(client, article, title="Convoys")
    assert response.status_code == 409
    assert "It is now “Lorries”. You wrote “Convoys”." in text_of(response)
    assert stored(article) == before


def _retitle(article, title):
    row = Article.lock(article.pk)
    row.title = title
    row.save_act("title")


def test_a_deleted_source_stays_until_another_is_named(client, importer):
    source = make_source("The Wire")
    article = make_article(TEXT, title="Old", source=source, by=importer)
    act(make_user(EDITORS), source.remove)
    send(client, article, title="Convoys", publisher="The Wire")
    assert stored(article)[::2][:2] == ["The Wire", "Convoys"]


def moved(member, group):
    """The member, now in this group alone; rights are kept with the object."""
    member.groups.set([Group.objects.get(name=group)])
    return get_user_model().objects.get(pk=member.pk)


def test_who_may_no_longer_mend_the_facts_of_others_undoes_it_no_more(client, importer):
    make_source("The Wire")
    theirs = make_article(TEXT, title="Theirs", by=make_user())
    importer = moved(importer, EDITORS)
    assert send(client, theirs, **FACTS).status_code == 303
    mended = Action.objects.latest("pk")
    assert mended.may_be_undone_by(importer) is True

    importer = moved(importer, ANALYSTS)
    assert mended.may_be_undone_by(importer) is False
    client.post(f"/actions/{mended.pk}/undo/")
    assert Article.objects.get(pk=theirs.pk).title == FACTS["title"]


def test_who_took_it_in_undoes_no_deletion_that_they_made_as_an_editor(importer, article):
    importer = moved(importer, EDITORS)
    act(importer, article.remove)
    importer = moved(importer, ANALYSTS)
    removal = Action.objects.latest("pk")
    assert removal.may_be_undone_by(importer) is False
