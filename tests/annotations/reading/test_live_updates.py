"""Two members at one article: what one learns of the other."""

import re

import pytest
from django.db import connection

from annotations.forms.suggestion import SinceForm
from annotations.passages.marking import Annotation
from annotations.reading.live_updates import changes_since, history_token, paragraphs_changed
from annotations.reading.page import load_reading
from corpus.records.action import Action
from tests.support.acts import act
from tests.support.factories import (
    EDITORS,
    make_article,
    make_passage,
    make_user,
)

pytestmark = pytest.mark.django_db


def news(article, since, seen=frozenset()):
    changes = changes_since(article.pk, since, history_token(article.pk), seen)
    return sorted(changes.new), sorted(changes.changed), sorted(changes.gone)


def test_new_changed_and_deleted_passages_are_told_of(article, member, colleague):
    kept, gone = (make_passage(article, quote, by=colleague) for quote in ("dawn", "Nobody"))
    since = history_token(article.pk)
    assert news(article, since) == ([], [], [])

    new = make_passage(article, "quiet", by=colleague)
    act(colleague, kept.edit, Annotation(note="more"), kept.version)
    act(colleague, gone.remove)
    assert news(article, since) == ([new.pk], [kept.pk], [gone.pk])


def test_made_and_deleted_since_is_no_news(article, member, colleague):
    since = history_token(article.pk)
    act(colleague, make_passage(article, "quiet", by=colleague).remove)

    assert news(article, since) == ([], [], [])


def test_only_changes_of_the_page_itself_are_no_news(article, member, colleague):
    since = history_token(article.pk)
    own = make_passage(article, "quiet", by=member)
    of_this_page = frozenset({Action.objects.latest("pk").pk})
    assert news(article, since) == ([own.pk], [], [])
    assert news(article, since, of_this_page) == ([], [], [])

    act(colleague, own.edit, Annotation(note="more"), own.version)
    assert news(article, since, of_this_page) == ([], [own.pk], [])


def test_other_articles_are_no_news(article, member, colleague):
    since = history_token(article.pk)
    make_passage(make_article(), by=colleague)

    assert history_token(article.pk) == since


def test_row_that_came_late_is_told_of(article, member, colleague):
    """Its id was given before that of a row that was committed, and seen, first."""
    late = make_passage(article, "dawn", by=colleague)
    make_passage(article, "quiet", by=colleague)
    newest = history_token(article.pk).partition("-")[2]

    new, _, _ = news(article, f"1-{newest}")
    assert late.pk in new


def test_changed_paragraphs_are_those_drawn_otherwise(article, member, colleague):
    gone = make_passage(article, "Nobody", by=colleague)
    since = history_token(article.pk)
    make_passage(article, "quiet", by=colleague)
    act(colleague, gone.remove)
    changes = changes_since(article.pk, since, history_token(article.pk))
    reading = load_reading(article.revision)
    changed = paragraphs_changed(reading, article.revision, changes)
    starts = [paragraph.start for paragraph in reading.paragraphs]
    assert [paragraph.start for paragraph in changed] == starts[1:]


def asked(client, article, what, since, seen=""):
    return client.get(f"/articles/{article.public_id}/{what}/", {"since": since, "seen": seen})


def words_of(response):
    return " ".join(re.sub("<[^>]+>", " ", response.content.decode()).split())


def test_nothing_new_is_no_content(client, member, article):
    answer = asked(client, article, "news", history_token(article.pk))

    assert (answer.status_code, answer.content) == (204, b"")


def test_news_says_how_much_and_the_changes_bring_it(client, member, colleague, article):
    since = history_token(article.pk)
    made = [make_passage(article, quote, by=colleague) for quote in ("dawn", "quiet")]

    assert words_of(asked(client, article, "news", since)) == "2 new passages u"
    html = asked(client, article, "changes", since).content.decode()
    assert sorted(re.findall(r'id="--p-(\w+)" data-passage', html)) == sorted(
        passage.public_id for passage in made
    )
    assert len(re.findall(r"<p data-start=", html)) == 2
    assert f'data-token="{history_token(article.pk)}"' in html
    assert "2 passages" in html
    act(colleague, made[0].remove)
    assert words_of(asked(client, article, "news", since)) == "1 new passage u"


def test_own_passage_moves_the_token_and_shows_nothing(client, member, article):
    since = history_token(article.pk)
    make_passage(article, "dawn", by=member)
    seen = f"1 {Action.objects.latest('pk').pk}"
    html = asked(client, article, "news", since, seen).content.decode()
    assert words_of(asked(client, article, "news", since)) == "1 new passage u"
    assert "data-show" not in html
    assert f'data-token="{history_token(article.pk)}"' in html


@pytest.mark.parametrize("since", ["", "x", "1", "-1-1", "1-", "1" * 40 + "-1", "1-1\0"])
def test_token_that_cannot_be_read_is_refused(client, member, article, since):
    assert asked(client, article, "news", since).status_code == 400
    assert asked(client, article, "changes", since).status_code == 400
    assert asked(client, article, "news", "1-1", seen=f"1,{since}").status_code == 400


def test_every_token_can_be_asked_with(article):
    make_passage(article)
    for token in (history_token(0), history_token(article.pk)):
        assert SinceForm({"since": token}).is_valid()


def test_looking_for_news_is_cheap(client, member, colleague, article, django_assert_num_queries):
    since = history_token(article.pk)
    # Session, member, article, history; PostgreSQL reads the first two in one statement.
    saved = 1 if connection.vendor == "postgresql" else 0
    with django_assert_num_queries(4 - saved):
        asked(client, article, "news", since)
    for quote in ("dawn", "quiet", "Nobody"):
        make_passage(article, quote, by=colleague)
    with django_assert_num_queries(6 - saved):
        asked(client, article, "news", since)


def test_changes_make_as_many_queries_for_many(
    client, member, colleague, article, django_assert_num_queries
):
    # PostgreSQL reads session and member, and people and evidence of the cards, in one statement.
    number = 12 if connection.vendor == "postgresql" else 16
    since = history_token(article.pk)
    make_passage(article, "dawn", by=colleague, tags=["a"])
    with django_assert_num_queries(number):
        asked(client, article, "changes", since)
    for quote in ("quiet", "Nobody", "convoy", "left"):
        make_passage(article, quote, by=colleague, tags=["a", "b"])
    with django_assert_num_queries(number):
        asked(client, article, "changes", since)


def test_reading_page_carries_its_token(client, member, article):
    make_passage(article)
    html = client.get(article.get_absolute_url()).content.decode()

    assert f'data-token="{history_token(article.pk)}"' in html


# Hidden colleagues. What they made holds words that stand nowhere else.


def test_deleted_article_has_neither_news_nor_undo(client, member, article):
    make_passage(article, "dawn", by=member)
    act(make_user(EDITORS), article.remove)
    base = f"/articles/{article.public_id}"

    answers = [asked(client, article, what, "0-0") for what in ("news", "changes")]
    answers += [client.post(f"{base}/{what}/") for what in ("undo", "redo")]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]
