"""Extracts the article of a web page: its text without boilerplate, and its metadata.

Nothing is fetched, so linked content is not read.
"""

import re
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import TYPE_CHECKING

from corpus.readers.c1_markup import read_c1_markup
from corpus.readers.html_limits import excess
from corpus.readers.limits import MAX_EXPORT_TAGS

if TYPE_CHECKING:
    from corpus.readers.pages.archive_documents import ArchiveDocument

# What pages of Nexis and Factiva hold, and what others with several documents hold more than once,
# before they are looked at closely.
_ARCHIVE = re.compile(
    r"[0-9] of [0-9,]+ DOCUMENT|articleParagraph|"
    r"(?:Do[ck]ument\w?|Документ|Article|Artikel|Record)(?:\s|&nbsp;)+[0-9]{1,4}(?:\s|&nbsp;)+\S{1,4}"
    r"(?:\s|&nbsp;)+[0-9]",
    re.IGNORECASE,
)
_MARKED_DOCUMENT = re.compile(
    r"<article\b|schema\.org/\w*(?:Article|Posting|Question|Answer)|"
    r"<(?:div|li|section|table|tr)\b[^<>]{0,80}\sclass\s*=[^<>]{0,80}\b(?:message|post|reply|topic)",
    re.IGNORECASE,
)

_HEADING = re.compile(r"<h[1-4]\b", re.IGNORECASE)
MIN_HEADINGS = 3

# Code points of the text around a block that was left out.
CONTEXT_LENGTH = 160
# The most blocks that are listed as left out.
MAX_LEFT_OUT = 200

# HTML lets a page leave out the tags around its head and its body.
_DOCUMENT = re.compile(
    r"<(?:!doctype\s+html|html|head|body)\b|\A\s*(?:<!--(?:(?!-->).)*-->\s*|<(?:meta|link)\b[^>]*>\s*)*<title\b",
    re.IGNORECASE | re.DOTALL,
)


class NoArticle(ValueError):
    """A page has no article that can be read; the message is for an editor."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A block with a sentence that stands in an article's page and not in its text.

    `before` and `after` are the nearest blocks of the text, the end of the one and the beginning
    of the other, of at most CONTEXT_LENGTH code points; "" where there is none. Words that are
    struck through (`is_struck`) may be less than a sentence; they stood in the block before.
    """

    before: str
    text: str
    after: str
    is_struck: bool = False

    @property
    def key(self) -> str:
        """A word that tells it from the other blocks of its page."""
        return sha256(self.text.encode()).hexdigest()[:12]

    @property
    def stored(self) -> list[str | bool]:
        """Its values as JSON; earlier releases stored three."""
        values: list[str | bool] = [self.before, self.text, self.after]
        return [*values, True] if self.is_struck else values


@dataclass(frozen=True, slots=True)
class ExtractedArticle:
    """The text and metadata of a page's article; "" where the page has none. Dates are ISO.

    `date_note` is a sentence about days that the page gives, where it has no certain one.
    `via` is the host of the publisher whose text the page carries. `left_out` are blocks with
    sentences that stand in the article and were not taken for a part of it, in their order, and
    words that are struck through. `remarks` are sentences about the text for an editor.
    """

    text: str
    title: str = ""
    byline: str = ""
    published: str = ""
    date_note: str = ""
    url: str = ""
    source: str = ""
    via: str = ""
    language: str = ""
    retrieved: str = ""
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()

    def values(self) -> dict[str, str]:
        """Return the values keyed by the names of our fields."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name not in ("left_out", "remarks")
        }


def extract_article(markup: str, url: str = "") -> ExtractedArticle:
    """Return the article of a page, or all text of an HTML fragment. Raises NoArticle.

    `url` is the address of the page if it is known from elsewhere.
    """
    limit_problem = excess(markup)
    if limit_problem:
        raise NoArticle(limit_problem)
    markup = read_c1_markup(markup)
    # Imported with the first page: a fifth of the time until the server gives its first answer.
    from corpus.readers.pages.page import fragment_article, page_article

    is_page = bool(_DOCUMENT.search(markup))
    # A malicious page may make the parser or its heuristics raise anything; only this page is
    # affected.
    try:
        page = page_article(markup, url) if is_page else fragment_article(markup)
    except Exception as error:
        raise NoArticle(f"The page cannot be read ({type(error).__name__}).") from error
    if page is None or not page.text.strip():
        raise NoArticle("No article was found in the page.")
    return page


def extract_documents(markup: str) -> "list[ArchiveDocument]":
    """Return the documents of an archive's export, or of a page with several articles or posts;
    none if it is something else.

    Raises NoArticle.
    """
    is_export = bool(_ARCHIVE.search(markup))
    if (
        not is_export
        and len(_MARKED_DOCUMENT.findall(markup)) < 2
        and len(_HEADING.findall(markup)) < MIN_HEADINGS
    ):
        return []
    is_large = bool(excess(markup))
    if is_large and (not is_export or excess(markup, MAX_EXPORT_TAGS)):
        return []
    from corpus.readers.pages.page import export_documents, page_documents

    try:
        return export_documents(markup) if is_large else page_documents(markup)
    except NoArticle:
        raise
    except Exception as error:
        raise NoArticle(f"The page cannot be read ({type(error).__name__}).") from error
