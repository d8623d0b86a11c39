"""Words are found whatever nobody sees in them, in queries as in texts."""

import pytest

from corpus.models import Article
from corpus.search.parser import parse
from tests.support.factories import make_article

pytestmark = pytest.mark.django_db

HIDDEN = "The Tali\u200bban said that Kab\ufeffulov\u2060 had come. #\u200bPeace, co\u00adoperation"


@pytest.mark.parametrize(
    "typed",
    [
        "Taliban",
        "Tali\u200bban",
        "\ufeffkabulov\u200e",
        '"Taliban said"',
        "cooperat*",
        "peace",
        "coop\u00ad*",
    ],
)
def test_articles_with_and_without_are_found(typed):
    with_them = make_article(HIDDEN)
    without = make_article("The Taliban said that Kabulov had come. #Peace, cooperation")
    make_article("Nobody came.")
    rows = Article.objects.matching(parse(typed).tree).order_by("pk")
    assert list(rows) == [with_them, without]
