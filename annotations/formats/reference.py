"""Pure: an article or a claim as a reference, for programs that make bibliographies."""

from dataclasses import dataclass
from datetime import date

from corpus.dates import ImpreciseDate


@dataclass(frozen=True, slots=True)
class Reference:
    """What can be cited. `key` never changes and is made of letters, digits and hyphens.

    `author` is a name as it stands there, `container` the publisher or site; `is_news` tells an
    article of a publisher from any other page. "" and None are unknown.
    """

    key: str
    title: str
    author: str = ""
    container: str = ""
    is_news: bool = False
    issued: ImpreciseDate | None = None
    accessed: date | None = None
    url: str = ""
    language: str = ""
    note: str = ""
