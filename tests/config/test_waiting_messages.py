"""Messages that wait for a page that is never opened."""

import pytest
from django.contrib import messages
from django.http import HttpResponse
from django.test import Client, RequestFactory

from annotations.history.notices import notices_of
from config.waiting_messages import MAX_WAITING, NewestMessages
from tests.support.factories import make_article, make_user

pytestmark = pytest.mark.django_db
WORDS = "one two three four five six seven eight".split()


def test_forms_sent_without_opening_a_page_leave_the_newest_few():
    client = Client()
    client.force_login(make_user("Analysts"))
    article = make_article(" ".join(WORDS))
    lengths = []
    for word in WORDS:
        start = article.text.index(word)
        fields = {"revision": 1, "start": start, "end": start + len(word), "quote": word}
        client.post(f"/articles/{article.public_id}/passages/", fields)
        lengths.append(len(client.cookies["messages"].value))

    waiting = client.get("/tags/").content.decode().count("Passage saved.")

    assert waiting == MAX_WAITING == 5
    # All messages are equal but for the key of the action.
    assert abs(lengths[-1] - lengths[4]) < 8


def sent(request, words):
    """Add messages to a request, and return the next request, which carries them."""
    for word in words:
        messages.success(request, word)
    response = HttpResponse()
    request._messages.update(response)
    following = RequestFactory().get("/")
    following.COOKIES = {name: cookie.value for name, cookie in response.cookies.items()}
    following.session = request.session
    following._messages = NewestMessages(following)
    return following


def test_all_messages_of_one_response_are_shown():
    request = RequestFactory().get("/")
    request.session = {}
    request._messages = NewestMessages(request)

    following = sent(sent(request, ["before"]), WORDS)

    assert [notice.message for notice in notices_of(following)] == WORDS
