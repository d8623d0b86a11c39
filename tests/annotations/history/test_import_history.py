"""What histories say of an import, which is hundreds of rows in one action."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corpus.models import Action, Article
from corpus.records.undo_rules import UndoRefused
from corpus.undo.undo import undo
from tests.corpus.importing.reading import load, make_record
from tests.support.acts import act
from tests.support.claim_pages import signed_in, text_of
from tests.support.factories import EDITORS, make_article, make_user

pytestmark = pytest.mark.django_db

URL = "https://x.org/a"


def test_history_says_how_many_articles_an_import_brought_and_names_none():
    editor = make_user(EDITORS, "edith")
    make_article("One.", url=URL, by=editor)
    records = [make_record(f"{n}.", n, title=f"Title {n}", source="A") for n in range(3)]
    load(*records, make_record("Two.", 9, url=URL), by=editor, update=True)
    browser = signed_in(EDITORS)

    said = text_of(browser.get(f"/members/{editor.pk}/history/"))
    assert "imported 3 articles and updated 1 article" in said
    assert "Title 1" not in said
    article = Article.objects.get(title="Title 1")
    assert "imported 3 articles" in text_of(browser.get(f"/articles/{article.public_id}/history/"))


def test_history_says_how_many_articles_the_first_corpus_has_and_not_each_row():
    call_command("load_first_corpus", verbosity=0)
    article = Article.objects.first()
    said = text_of(signed_in().get(f"/articles/{article.public_id}/history/"))
    assert "added the first corpus, 5 articles with passages and claims" in said
    assert "Bikantov" not in said.partition("took in")[2]


def test_history_takes_the_same_queries_for_a_small_and_a_large_import():
    browser = signed_in(EDITORS)

    def queries(number):
        editor = make_user(EDITORS)
        load(*(make_record(f"{number} {n}.", n) for n in range(number)), by=editor)
        browser.get(f"/members/{editor.pk}/history/")
        with CaptureQueriesContext(connection) as captured:
            browser.get(f"/members/{editor.pk}/history/")
        return len(captured)

    assert queries(1) == queries(20)


def test_import_cannot_be_undone():
    editor = make_user(EDITORS)
    load(make_record("One."), by=editor)
    with pytest.raises(UndoRefused, match="An import cannot be undone in one step"):
        act(editor, undo, Action.objects.latest("pk"))
    assert Article.objects.present().count() == 1
