from dataclasses import dataclass

from annotations.models import ReadingStatus
from annotations.reading.article_link import ArticleLink


@dataclass(frozen=True)
class ReaderPanel:
    """What the reading page offers its reader, as plain values: equal ones are drawn once.

    `article` is its public id, `state` how far the member is, `assigned_to` and `members` are
    names, `list_query` leads back to the list that was followed to here.
    """

    article: str
    state: str
    assigned_to: str
    members: tuple[str, ...]
    can_tag: bool
    next_article: ArticleLink | None
    list_query: str
    is_alone: bool
    hides_colleagues: bool

    states = tuple(ReadingStatus.choices)
