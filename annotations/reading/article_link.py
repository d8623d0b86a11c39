from dataclasses import dataclass

from corpus.models import Article


@dataclass(frozen=True)
class ArticleLink:
    """A link to an article, as plain values: its address and words are made when it is drawn."""

    public_id: str
    title: str
    opening: str
    language: str

    @classmethod
    def to(cls, article):
        return cls(article.public_id, article.title, article.opening, article.language)

    @property
    def row(self):
        return Article(
            public_id=self.public_id,
            title=self.title,
            language=self.language,
            # The opening is that of the text, which is not read here.
            text=self.opening,
        )
