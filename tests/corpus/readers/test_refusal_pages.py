"""Pages that keep their readers out, which programs store as if they were articles."""

import json

import pytest

from corpus.readers.remarks.refusal_pages import access_remark
from tests.corpus.readers.reading import outcome


def refuses(line):
    return f"This looks like a page that refuses access, not an article: “{line}”."


@pytest.mark.parametrize(
    ("title", "text", "url"),
    [
        ("404 Not Found", "Nothing here.", ""),
        ("Error 503 Backend fetch failed", "Guru Meditation", ""),
        ("Just a moment...", "Enable JavaScript and cookies to continue", ""),
        ("Attention Required! | Cloudflare", "Sorry, you have been blocked\nRay ID: 7f", ""),
        ("news.example", "Please enable JS and disable any ad blocker", ""),
        ("", "Access Denied\n\nYou don't have permission to access this server.", ""),
        ("Bloomberg - Are you a robot?", "Click to show you’re not a robot.", ""),
        ("News", "We value your privacy. We and our 842 partners store data. Accept all.", ""),
        ("News", "Log in here.\n\nWe use cookies.", "https://consent.news.example/v2?continue=a"),
        ("News", "451: Unavailable due to legal reasons. Not available in your region.", ""),
        ("Seite nicht gefunden - Spiegel", "Die Seite konnte nicht gefunden werden.", ""),
        ("Datenschutz", "Wir und unsere 132 Partner verwenden Cookies. Alle akzeptieren", ""),
        ("Page introuvable | Le Monde", "La page que vous recherchez n'existe plus.", ""),
        ("Страница не найдена", "Такой страницы нет.", ""),
        ("ページが見つかりません", "もう一度お試しください。", ""),
    ],
)
def test_a_page_that_refuses_access_is_named(title, text, url):
    assert access_remark(title, text, url) == refuses(text.partition("\n")[0])


@pytest.mark.parametrize(
    ("title", "text", "url"),
    [
        ("Kabul falls", "Kabul fell on Sunday.", ""),
        ("Error | The News", "The court found one.", ""),
        ("404 page becomes art", "A museum shows pages that say “404 not found”.", ""),
        ("Access denied: how visas are refused", "Officials refused 300 visas.", ""),
        ("Just a moment of joy", "The team won.", ""),
        ("500 killed in quake", "More than 500 people were killed.", ""),
        (
            "Google drops captcha",
            "Google replaces its captcha, which asks for proof of not a robot.",
            "",
        ),
        ("Cookie law", "Parliament bans walls that ask readers to accept all cookies.", ""),
        ("Errors", "The court found errors.", "https://news.example/errors-of-the-court"),
        # However long its list of partners, an article has more words.
        ("Walls", "We value your privacy, they say. We use cookies. " + "Why? " * 400, ""),
    ],
)
def test_a_short_article_about_refusals_is_none(title, text, url):
    assert access_remark(title, text, url) == ""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A firm was sold.\n\nSubscribe to continue reading", "Subscribe to continue reading"),
        ("A firm was sold.\n\nAlready a subscriber?\nLog in", "Already a subscriber?"),
        ("Es brennt.\n\nJetzt abonnieren\nund lesen", "Jetzt abonnieren"),
        ("Il a plu.\n\nArticle réservé à nos abonnés", "Article réservé à nos abonnés"),
    ],
)
def test_the_line_that_asks_for_a_subscription_is_named(text, line):
    remark = f"The text may be cut where the page asks for a subscription: “{line}”."
    assert access_remark("A title", text, "") == remark


def test_the_page_is_imported_with_the_remark_whatever_its_format():
    title, text = "404 Not Found", "The page you requested was not found."
    page = f"<html><title>{title}</title><body><h1>{title}</h1><p>{text}</p></body></html>"
    remark = refuses(text)
    row = json.dumps({"title": title, "text": text}).encode()
    assert outcome(row, "jsonl") == [(1, "", remark), text]
    assert outcome(f"title,text\n{title},{text}\n".encode(), "csv") == [(2, "", remark), text]
    assert outcome(page.encode(), "html") == [(None, "", remark), text]
