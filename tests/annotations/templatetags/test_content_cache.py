"""What is drawn once must show the newest content, and to each only what is theirs."""

import re
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.safestring import mark_safe
from lxml import html

from annotations.models import Member, ReadingState, Role, Tag
from annotations.passages.marking import Annotation
from annotations.templatetags.content_cache import TOKEN_MARK, drawn_once
from corpus.models.correction import correct
from corpus.records.action import acting
from tests.support.acts import act
from tests.support.factories import (
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_person,
    make_source,
    make_user,
)

TOKEN = "csrfmiddlewaretoken"
# Near-duplicates need some words.
TEXT = " ".join(f"word{number}" for number in range(60))
TAG = "{% load content_cache %}{% remembered '_reliability.html' source=source %}"


@dataclass(frozen=True)
class Source:
    reliability: str
    reliability_words: str


@dataclass
class Changing:
    reliability: str = "A"


def drawn(source):
    return Template(TAG).render(Context({"source": source}))


def test_content_is_escaped_and_drawn_as_it_is():
    html = drawn(Source("A", '<b title="x">'))

    assert html == (
        '\n<span class="grade" title="&lt;b title=&quot;x&quot;&gt;"><span>A</span></span>\n'
    )
    assert drawn(Source("B", "usually reliable")) != html


def test_markup_never_stands_for_the_same_words_that_are_none():
    with pytest.raises(TypeError):
        drawn(Source("A", mark_safe("<i>trusted</i>")))
    assert "&lt;i&gt;trusted&lt;/i&gt;" in drawn(Source("A", "<i>trusted</i>"))
    # Remembered as words, the same as markup is drawn as words.
    assert "<i>" not in drawn(Source("A", mark_safe("<i>trusted</i>")))


@pytest.mark.parametrize("content", [Changing(), [1], {"a": 1}, (1, [2]), Tag(name="a")])
def test_what_may_change_is_refused(content):
    with pytest.raises(TypeError):
        drawn_once("_reliability.html", source=content)


@pytest.fixture
def analyst(client):
    user = make_user("Analysts")
    client.force_login(user)
    return user


def page(client, article):
    return client.get(article.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_reading_page_shows_each_change_at_once(client, analyst):
    article, person = make_article(), make_person("Fawad Aman")
    passage = make_passage(
        article, "dawn", by=analyst, tags=["cities"], people=[(person, Role.SPEAKS)], note="Old."
    )
    claim = make_claim("The convoy left")
    make_evidence(claim, passage)
    before = page(client, article)

    act(analyst, passage.edit, Annotation(tags=("outlook",), note="New."), 1)
    edited = page(client, article)
    with acting("tag.edit", analyst):
        tag = Tag.objects.get(name="outlook")
        tag.name, tag.hue = "prospects", 10
        tag.save()
        claim.statement = "The convoy stayed"
        claim.save()
    renamed = page(client, article)
    passage.refresh_from_db()
    act(analyst, passage.remove)
    removed = page(client, article)

    words = ["cities", "outlook", "prospects", "Old.", "New.", "Fawad Aman</a> speaks", "stayed"]
    shown = [[word in html for word in words] for html in (before, edited, renamed, removed)]
    assert shown == [
        [True, False, False, True, False, True, False],
        [False, True, False, False, True, False, False],
        [False, False, True, False, True, False, True],
        # The popup still offers the tag; it fetches the claims when they are wanted.
        [False, False, True, False, False, False, False],
    ]
    assert 'data-passages="' not in removed


@pytest.mark.django_db
def test_card_drawn_for_its_author_offers_others_no_edit(client, analyst):
    article = make_article()
    passage = make_passage(article, "dawn", by=analyst)
    edit = f"/passages/{passage.public_id}/edit/"
    own = page(client, article)
    client.force_login(make_user("Analysts"))
    of_another = page(client, article)
    client.force_login(make_user("Editors"))
    of_an_editor = page(client, article)

    assert [edit in html for html in (own, of_another, of_an_editor)] == [True, False, True]


@pytest.mark.django_db
def test_popup_and_form_offer_each_member_their_own(client, analyst):
    article, other = make_article(), make_user("Analysts")
    make_passage(by=analyst, tags=["mine"])
    mine = page(client, article)
    make_passage(by=other, tags=["theirs"])
    client.force_login(other)
    theirs = page(client, article)
    client.force_login(make_user(None))
    of_nobody = page(client, article)

    offered = [re.findall(r'data-name="(mine|theirs)"', html) for html in (mine, theirs)]
    assert offered == [["mine"], ["theirs", "mine"]]
    assert [name in of_nobody for name in ("csrfmiddlewaretoken", "data-popup")] == [True, False]


@pytest.mark.django_db
def test_form_by_hand_carries_the_token_of_its_page(client, analyst):
    article = make_article()
    address = f"/articles/{article.public_id}/passages/new/"
    pages = [client.get(address).content.decode() for _ in range(2)]

    tokens = [html.partition('name="csrfmiddlewaretoken" value="')[2][:64] for html in pages]
    assert tokens[0] != tokens[1]
    assert [html.count(token) for html, token in zip(pages, tokens, strict=True)] == [2, 2]


@pytest.mark.django_db
def test_list_of_claims_shows_each_change_at_once(client, analyst):
    speaker = make_person("Fawad Aman")
    claim = make_claim("The convoy left", speaker=speaker)
    before = client.get("/claims/").content.decode()

    passage = make_passage(make_article(), "dawn")
    make_evidence(claim, passage)
    with acting("person.edit", analyst):
        speaker.name = "Fawad Amin"
        speaker.save()
    after = client.get("/claims/").content.decode()

    shown = [("Fawad Aman" in html, "Fawad Amin" in html) for html in (before, after)]
    assert shown == [(True, False), (False, True)]
    assert ["No reports" in html for html in (before, after)] == [True, False]


def rename(row, **columns):
    with acting("article.edit", make_user()):
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(update_fields=list(columns))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (lambda each: rename(each.article, byline="B. Amin"), "A. Writer", "B. Amin"),
        (lambda each: rename(each.article, place="Herat"), "Kabul,", "Herat,"),
        (lambda each: rename(each.article, published_on=date(2021, 8, 6)), "5 August", "6 August"),
        (lambda each: rename(each.article, date_note="about"), "2021 Details Byline", "2021 about"),
        (lambda each: rename(each.article, url=""), "Original page", "No web address"),
        (lambda each: rename(each.near, title="Twin"), "Near The Paper", "Twin The Paper"),
        (lambda each: rename(each.older, title="First"), "Next n Older", "Next n First"),
        (lambda each: rename(each.source, name="The Cable"), "The Wire B", "The Cable B"),
        (lambda each: rename(each.near.source, name="Daily"), "Near The Paper", "Near Daily"),
        (lambda each: act(each.editor, each.source.grade, "E", "Wrong"), "usually", "unreliable"),
        (lambda each: act(each.editor, each.older.remove), "Next n Older", "Manage"),
        (
            lambda each: act(each.editor, correct, each.article, "Quiet.", "A typo"),
            "Also published by",
            "Revision 2 by editor, ",
        ),
        (
            lambda each: act(each.editor, ReadingState.objects.assign, each.article, each.editor),
            "Assign Assign to",
            "Assigned to editor Assign to",
        ),
        (
            lambda each: act(each.editor, Member.objects.hide_colleagues, True),
            "Hide colleagues",
            "Colleagues’ passages are hidden",
        ),
        (lambda each: make_user(username="second"), "No one editor Assign", "editor second"),
        (lambda each: each.editor.groups.clear(), "Correct the text", "History"),
    ],
)
def test_facts_of_the_article_show_each_change_at_once(client, change, before, after):
    editor = make_user("Editors", "editor")
    client.force_login(editor)
    source, paper = make_source("The Wire", "B", editor), make_source("The Paper", by=editor)
    each = SimpleNamespace(
        editor=editor,
        source=source,
        article=make_article(
            *(TEXT, "Now", "2021-08-05", editor),
            source=source,
            byline="A. Writer",
            place="Kabul",
            url="https://w.org/",
        ),
        near=make_article(TEXT, "Near", "2021-08-06", editor, source=paper),
        older=make_article("Another text.", "Older", "2021-08-04", editor),
    )

    def facts():
        block = html.fromstring(page(client, each.article)).find_class("reading__facts")[0]
        return " ".join(block.text_content().split())

    first = facts()
    change(each)
    second = facts()

    assert (before in first, after in second) == (True, True), (first, second)
    assert before not in second, second


@pytest.mark.django_db
def test_each_member_is_named_in_the_header(client):
    headers = []
    for name in ("first", "second"):
        user = make_user(username=name)
        client.force_login(user)
        tree = html.fromstring(client.get("/help/").content)
        headers.append(tree.find_class("site-header__who")[0].text)

    assert headers == ["first", "second"]


@pytest.mark.django_db
def test_forms_drawn_before_are_accepted_from_each_page():
    """Their token is that of the page, not that of the page for which they were drawn."""
    article, tokens = make_article(), []
    for _ in range(2):
        client = Client(enforce_csrf_checks=True)
        client.force_login(make_user())
        tree = html.fromstring(page(client, article))
        page_tokens = [each.get("value") for each in tree.xpath("//input[@name=$name]", name=TOKEN)]
        state = {TOKEN: page_tokens[0], "state": "done"}
        response = client.post(f"/articles/{article.public_id}/state/", state)
        tokens.append((len(page_tokens), len(set(page_tokens)), response.status_code))
        assert TOKEN_MARK not in page(client, article)

    assert tokens == [(4, 1, 303)] * 2
