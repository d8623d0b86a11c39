import pytest

from annotations.reading.article_link import ArticleLink
from corpus.models import Article


@pytest.mark.parametrize("title", ["The convoy", ""])
def test_row_of_a_link_has_the_words_and_the_address_of_its_article(title):
    article = Article(public_id="c0kyk98wfcv3", title=title, text="It left at dawn. It came back.")
    row = ArticleLink.to(article).row
    assert row.display_title == (title or "It left at dawn.")
    assert row.get_absolute_url() == article.get_absolute_url()
