import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from annotations.models import Member
from annotations.passages.editing import set_spans
from corpus.models import Source, acting
from tests.support.acts import act
from tests.support.admin_pages import add_part, fill, page_of
from tests.support.claim_pages import text_of
from tests.support.factories import (
    EDITORS,
    make_article,
    make_passage,
    make_published_claim,
    make_source,
    make_user,
)
from tests.support.full_records import every_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user(EDITORS, "ada")
    client.force_login(user)
    return user


def history_of(row):
    return reverse(f"{row._meta.model_name}_history", args=[row.public_id])


def told(client, row):
    """[(who, what in words, its facts)] of the page, newest first."""
    entries = client.get(history_of(row)).context["entries"]
    return [
        (entry.by, entry.words, [(fact.label, fact.old, fact.new) for fact in entry.facts])
        for entry in entries
    ]


def test_history_of_a_source_lists_its_changes_and_its_grades(client, editor):
    with acting("source.create", make_user(username="bob")):
        source = Source.objects.create(name="Reuters", country="Britain")
    fill(client, page_of(source), country="United Kingdom")
    add_part(client, page_of(source), "grades", letter="B", reason="r", graded_on="2021-01-01")

    words = "changed in the admin the source “Reuters”"
    grade = [
        ("reliability", "cannot be judged", "usually reliable"),
        ("source", "", "“Reuters”"),
        ("grade", "", "usually reliable"),
        ("reason", "", "r"),
        ("date", "", "1 January 2021"),
    ]
    assert told(client, source) == [
        ("ada", words, grade),
        ("ada", words, [("country", "Britain", "United Kingdom")]),
        ("bob", "created the source “Reuters”", [("country", "", "Britain")]),
    ]


def test_history_of_a_passage_lists_tags_added_and_removed(client, editor):
    passage = make_passage(tags=["arms"])
    fill(client, page_of(passage), tags="moscow")

    edited, created = (words for _, words, _ in told(client, passage))
    assert edited.split("; ")[1:] == ["tags: moscow", "removed tags: arms"]
    assert created.split("; ")[1:] == ["tags: arms"]


def test_history_of_one_record_has_nothing_of_another(client, editor):
    source, _ = make_source("Reuters"), make_source("TASS")

    assert [words for _, words, _ in told(client, source)] == ["created the source “Reuters”"]


@every_record
def test_history_of_a_deleted_record_is_shown_to_who_keeps_its_kind_alone(client, editor, make):
    row = make()
    client.force_login(make_user())
    assert client.get(history_of(row)).status_code == 200
    act(editor, row.remove)

    assert client.get(history_of(row)).status_code == 404
    client.force_login(editor)
    page = client.get(history_of(row))
    assert (page.status_code, page.context["row"]) == (200, row)
    # A deleted record has no page of its own to lead to.
    assert f"History of {row}" in " ".join(page.content.decode().split())


def test_history_of_a_passage_hidden_from_one_is_not_there(client, editor):
    passage = make_passage()
    shown = client.get(history_of(passage)).status_code
    act(editor, Member.objects.hide_colleagues, is_hiding=True)

    assert (shown, client.get(history_of(passage)).status_code) == (200, 404)


def test_history_has_times_in_words_and_no_positions(client, editor):
    claim = make_published_claim()
    act(editor, claim.withdraw, reason="Forged.")
    article = make_article("The convoy left at dawn.")
    passage = make_passage(article, "The convoy")
    spans = [(4, 15)]
    act(editor, set_spans, passage, spans, 1, 1)

    facts = [
        fact for row in (claim, passage) for _, _, facts in told(client, row) for fact in facts
    ]
    withdrawn = date_format(localtime(claim.withdrawn_at), "j F Y, H:i")
    assert ("withdrawn at", "", withdrawn) in facts
    assert ("quote", "The convoy", "convoy left") in facts
    assert [label for label, *_ in facts if label in ("start", "end")] == []


def test_a_change_of_several_passages_is_one_entry_that_lists_them(client, editor):
    article = make_article("It left at dawn. They came at noon.")
    passages = [make_passage(article, words) for words in ("It left", "They came")]
    ids = [passage.public_id for passage in passages]
    selected = reverse("passages_selected")
    make_passage(article, "at dawn", tags=["convoys"])
    client.post(selected, {"passages": ids, "do": "tag", "tags": "convoys"})
    client.post(selected, {"passages": ids, "do": "delete"})
    client.post(selected, {"passages": ids[:1], "do": "delete"})

    deleted, tagged = client.get(history_of(article)).context["entries"][:2]
    assert deleted.words == "deleted 2 passages"
    assert tagged.words == "changed the tags of 2 passages; tags: convoys"
    for entry in (deleted, tagged):
        assert [name for name, _ in entry.rows] == ["“It left”", "“They came”"]
        assert [url for _, url in entry.rows] == [row.get_absolute_url() for row in passages]
        assert entry.facts == ()
    assert "Show all 2" in text_of(client.get(history_of(article)))
