"""Evidence from articles that repeat one text and still count as independent."""

from dataclasses import dataclass

from annotations.publishing.counting import count_apart
from corpus.models import Article, NearDuplicate


@dataclass(frozen=True)
class RepeatedText:
    """Two near-duplicates that count as two origins, and how alike they are, in words."""

    first: Article
    second: Article
    words: str


def repeated_texts(evidence):
    """The RepeatedTexts of a claim, by its Evidence; one query where it has several articles."""
    articles = {row.article.pk: row.article for row in evidence}
    if len(articles) < 2:
        return []
    counted = [row.counted_source for row in evidence]
    repeated = []
    for pair in NearDuplicate.objects.among(list(articles)).order_by("first_id", "second_id"):
        first, second = articles[pair.first_id], articles[pair.second_id]
        if count_apart(counted, first.public_id, second.public_id):
            repeated.append(RepeatedText(first, second, pair.words))
    return repeated
