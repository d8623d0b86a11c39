"""Loading the first corpus adds it whole and once, and leaves a desk's own rows alone."""

import json
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.serializers import serialize
from django.db import connection
from django.test import TestCase

from annotations.first_corpus import AUTHOR, FIXTURES, DocumentMissing
from annotations.models import Claim, Passage, Publication, Tag
from annotations.passages.marking import Annotation
from corpus.models import Action, Article, Person, Snapshot
from tests.support.acts import act
from tests.support.factories import (
    EDITORS,
    make_article,
    make_passage,
    make_person,
    make_published_claim,
    make_source,
    make_tag,
    make_user,
)

ROWS = json.loads((FIXTURES / "first_corpus.json").read_text(encoding="utf-8"))
IDS = {
    row["fields"].get("title", row["fields"].get("name")): row["fields"]["public_id"]
    for row in ROWS
    if row["model"] in {"corpus.article", "annotations.tag"}
}
UNTITLED = IDS[None]
REUTERS = IDS["Russia says Afghan Taliban offensive running out of steam – report"]
ADDED = "Added the first corpus: five articles, their passages and claims.\n"
KNOWN = "The desk already has the first corpus. Nothing was changed.\n"


def load():
    """Run the command; what it says."""
    said = StringIO()
    call_command("load_first_corpus", stdout=said)
    return said.getvalue()


def whole_desk():
    """Every row of the desk, histories and accounts included, as {(model, pk): fields}."""
    rows = {}
    for model in apps.get_models():
        if model._meta.app_label in {"corpus", "annotations", "auth"}:
            for row in json.loads(serialize("json", model._base_manager.order_by("pk"))):
                rows[row["model"], str(row["pk"])] = row["fields"]
    return rows


class LoadedDesk(TestCase):
    @classmethod
    def setUpTestData(cls):
        assert load() == ADDED

    def test_load_twice_changes_nothing(self):
        before = whole_desk()
        assert load() == KNOWN
        assert whole_desk() == before

    def test_load_changes_nothing_after_edits_of_what_it_added(self):
        editor = make_user(EDITORS)
        article = Article.objects.get(public_id=REUTERS)
        passage = article.passages.get(quote="Russia would continue to press for peace talks")
        act(editor, passage.edit, Annotation(tags=("talks",), note="ours"), passage.version)
        act(editor, article.passages.get(quote="the pace of that blitz has slowed").remove)
        claim = Claim.objects.get(statement__contains="lack the resources to take")
        act(editor, claim.edit, claim.version, statement="Ours", attribution="reportedly")
        before = whole_desk()
        assert load() == KNOWN
        assert whole_desk() == before

    def test_author_is_a_closed_account_without_rights(self):
        author = get_user_model().objects.get()
        assert (author.username, author.is_active, author.has_usable_password()) == (
            AUTHOR,
            False,
            False,
        )
        assert (author.is_staff, author.is_superuser, author.groups.count()) == (False, False, 0)

    def test_every_row_with_a_history_has_its_first_history_row(self):
        action = Action.objects.get()
        assert (action.kind, action.by.username) == ("first_corpus.load", AUTHOR)
        counted = {}
        for name in sorted({row["model"] for row in ROWS}):
            model = apps.get_model(name)
            if hasattr(model, "history"):
                first = model.history.filter(
                    history_type="+", action=action, history_user=action.by
                )
                counted[name] = (first.count(), model._base_manager.count())
        assert {name: (total, total) for name, (_, total) in counted.items()} == counted
        # All but snapshots, retrievals and revisions, which never change.
        assert len(counted) == 16


def test_load_changes_nothing_where_one_article_is_known_though_deleted(db):
    member = make_user()
    act(member, make_article(public_id=UNTITLED, by=member).remove)
    before = whole_desk()
    assert load() == KNOWN
    assert whole_desk() == before


def test_load_on_a_used_desk_leaves_its_rows_alone(db):
    source = make_source("REUTERS", "D", description="ours")
    tag = make_tag("Cities", definition="ours", hue=9)
    person = make_person("Zamir Kabulov", aliases=["Kabulov"])
    article = make_article("Before dawn they left.", published="2021-08-05", source=source)
    passage = make_passage(article, "Before dawn", tags=["Cities"], people=[(person, "speaks")])
    make_published_claim("They left before dawn", passage=passage)
    before = whole_desk()
    assert load() == ADDED
    after = whole_desk()
    assert {key: after[key] for key in before} == before
    assert Article.objects.get(public_id=REUTERS).source == source
    assert [grade.letter for grade in source.grades.all()] == ["D"]
    assert list(Tag.objects.named("cities")) == [tag]
    tagged = Passage.objects.filter(tag_links__tag=tag).exclude(pk=passage.pk)
    assert tagged.count() == sum(
        row["model"] == "annotations.passagetag" and row["fields"]["tag"] == [IDS["cities"]]
        for row in ROWS
    )
    assert Person.objects.known_as("Zamir Kabulov").count() == 2


def test_load_freezes_the_grades_of_the_desk(db):
    make_source("Reuters", "D")
    load()
    claim = Claim.objects.get(statement__contains="lack the resources to take")
    grades = [one["grade"]["letter"] for one in claim.publication.content["evidence"]]
    assert grades == ["D", "C"]


def test_load_uses_a_snapshot_that_the_desk_has(db):
    content = (FIXTURES / "001_c352610851cdc3eb.txt").read_bytes()
    own = Snapshot.objects.keep(content, "text/html")
    before = whole_desk()
    assert load() == ADDED
    after = whole_desk()
    assert {key: after[key] for key in before} == before
    assert [str(retrieval.article.source) for retrieval in own.retrievals.all()] == ["TASS"]


def test_load_that_fails_leaves_nothing(db, monkeypatch, tmp_path):
    (tmp_path / "first_corpus.json").write_bytes((FIXTURES / "first_corpus.json").read_bytes())
    for document in FIXTURES.glob("*.txt"):
        (tmp_path / document.name).write_bytes(document.read_bytes())
    changed = tmp_path / "004_a8e74f24913346cb.txt"
    changed.write_bytes(changed.read_bytes().replace(b"\n", b"\r\n"))
    monkeypatch.setattr("annotations.first_corpus.FIXTURES", tmp_path)
    before = whole_desk()
    with pytest.raises(DocumentMissing) as caught:
        load()
    assert str(caught.value) == (
        f"No document in {tmp_path} has the SHA-256 "
        "814c491a9ec6a37d8fcd73dd028ab4853c61f7854f7a349eb6959015b7646a29. "
        "Restore the original file, including its line endings."
    )
    assert whole_desk() == before


# Groups come from a migration; what this test flushes is put back for those after it.
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_loads_at_once_add_it_once():
    start = Barrier(2)
    said = []

    def load_at_once():
        try:
            start.wait()
            said.append(load())
        except Exception as error:
            said.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=load_at_once) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [ADDED, KNOWN]
    assert Article.objects.count() == 5
    assert Publication.objects.count() == 20
    assert get_user_model().objects.filter(username=AUTHOR).count() == 1
