"""Two members at one article."""

import pytest

from tests.support.factories import EDITORS, make_article, make_user

TEXT = "The convoy left at dawn, he said.\n\nNobody saw it return.\n\nIt was quiet."


@pytest.fixture
def member(client):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def colleague():
    return make_user(EDITORS, username="zq-colleague")


@pytest.fixture
def article():
    return make_article(text=TEXT)
