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

from annotations.first_corpus import AUTHOR, FIXTURES
from annotations.models import Claim, Passage, Publication, Tag
from corpus.models import Action, Article, Person, Snapshot, Source
from tests.factories import make_article, make_passage, make_person, make_source, make_tag

ROWS = json.loads((FIXTURES / "first_corpus.json").read_text(encoding="utf-8"))
IDS = {
    row["fields"].get("title", row["fields"].get("name")): row["fields"]["public_id"]
    for row in ROWS
    if row["model"] in {"corpus.article", "annotations.tag"}
}
UNTITLED = IDS[None]
REUTERS = IDS["Russia says Afghan Taliban offensive running out of steam – report"]
ADDED = "Added the first corpus: five articles, their passages and claims.\n"
KNOWN = "The first corpus is known here. Nothing was changed.\n"


def load():
    """Run the command; what it says."""
    said = StringIO()
    call_command("load_first_corpus", stdout=said)
    return said.getvalue()


@pytest.fixture
def corpus(db):
    assert load() == ADDED


def whole_desk():
    """Every row of the desk, histories and accounts included, as {(model, pk): fields}."""
    rows = {}
    for model in apps.get_models():
        if model._meta.app_label in {"corpus", "annotations", "auth"}:
            for row in json.loads(serialize("json", model._base_manager.order_by("pk"))):
                rows[row["model"], row["pk"]] = row["fields"]
    return rows


def test_load_twice_changes_nothing(corpus):
    before = whole_desk()
    load()
    assert whole_desk() == before


def test_load_changes_nothing_where_one_article_is_known_though_deleted(db):
    member = get_user_model().objects.create_user("member")
    make_article(public_id=UNKNOWN, by=member).remove(member)
    before = whole_desk()
    load()
    assert whole_desk() == before


def test_load_on_a_used_desk_leaves_its_rows_alone(db):
    source = make_source("REUTERS", "D", description="ours")
    tag = make_tag(" Cities", definition="ours", hue=9)
    person = make_person("Zamir Kabulov", aliases=["Kabulov"])
    article = make_article("Before dawn they left.", published="2021-08-05", source=source)
    make_passage(article, "Before dawn", tags=["Cities"], people=[(person, "speaks")])
    before = whole_desk()
    load()
    after = whole_desk()
    assert {key: after[key] for key in before} == before
    assert Article.objects.get(public_id=REUTERS).source == source
    assert Passage.objects.filter(tag_links__tag=tag).count() == 1 + sum(
        row["model"] == "annotations.passagetag" and row["fields"]["tag"] == [cities_id()]
        for row in ROWS
    )
    assert Source.objects.named("reuters").get().grades.get().letter == "D"
    assert Tag.objects.named("cities").get().definition == "ours"
    assert Person.objects.filter(name="Zamir Kabulov").count() == 2


def cities_id():
    return next(
        row["fields"]["public_id"]
        for row in ROWS
        if row["model"] == "annotations.tag" and row["fields"]["name"] == "cities"
    )


def test_load_uses_a_snapshot_that_the_desk_has(db):
    content = (FIXTURES / SEEDS[TASS][0]).read_bytes()
    own = Snapshot.objects.keep(content, "text/html")
    load()
    assert Snapshot.objects.get(sha256=SEEDS[TASS][1]) == own
    own.refresh_from_db()
    assert own.media_type == "text/html"
    assert Snapshot.objects.get(retrievals__article__public_id=TASS) == own


def test_author_is_a_closed_account(corpus):
    author = get_user_model().objects.get()
    assert (author.username, author.is_active, author.has_usable_password()) == (
        AUTHOR,
        False,
        False,
    )
    assert (author.is_staff, author.is_superuser, author.groups.count()) == (False, False, 0)


def test_every_row_with_a_history_has_its_first_history_row(corpus):
    action = Action.objects.get()
    assert (action.kind, action.by.username) == ("first_corpus.load", AUTHOR)
    counted = {}
    for name in sorted({row["model"] for row in ROWS}):
        model = apps.get_model(name)
        if hasattr(model, "history"):
            first = model.history.filter(history_type="+", action=action, history_user=action.by)
            counted[name] = (first.count(), model._base_manager.count())
    assert {name: (total, total) for name, (_, total) in counted.items()} == counted
    assert len(counted) == 15


def test_two_loads_at_once_add_it_once(transactional_db):
    start = Barrier(2)
    failures = []

    def load_at_once():
        try:
            start.wait()
            load()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=load_at_once) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Article.objects.count() == 5
    assert Publication.objects.count() == 20
    assert get_user_model().objects.filter(username=AUTHOR).count() == 1
