"""Reads and saves the page that is open in a member's browser, or what is pasted there."""

from dataclasses import dataclass, field, replace

from corpus.importing.drafts import Draft, draft_of
from corpus.importing.existing import ExistingArticles
from corpus.importing.loader import Loader
from corpus.models import Article
from corpus.readers import plain_text
from corpus.readers.documents import NoText, decode_page, read_document
from corpus.readers.encodings import Undecodable, encoding_label
from corpus.readers.fields import Origin, assemble
from corpus.readers.imported_record import FileLocation, Problem
from corpus.readers.limits import MAX_SAVED_PAGE
from corpus.readers.pages.saved_pages import without_data_uris


@dataclass
class OpenPage:
    """The articles of a page as Drafts, and Problems with it.

    `article` is the one that the desk has of the first draft, `neighbour` another one at its
    address.
    """

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    article: Article | None = None
    neighbour: Article | None = None

    @property
    def draft(self):
        return self.drafts[0]

    @property
    def is_changed(self):
        """Whether the text of the page differs from that of its article."""
        return self.article is not None and self.article.text != self.draft.text


def read_open_page(file, format, stated, facts=None):
    """Return the OpenPage of the bytes of a page ("html") or a text ("text").

    `stated` are its address and time of retrieval, if known. `facts` replace those that the page
    states, if it is one article.
    """
    read = _html_items if format == "html" else _text_items
    page = OpenPage()
    for item in read(file, stated):
        outcome = item if isinstance(item, Problem) else draft_of(item)
        if isinstance(outcome, Problem):
            page.problems.append(outcome)
        else:
            page.drafts.append(outcome)
    if len(page.drafts) == 1:
        if facts is not None:
            page.drafts = [draft_of(replace(page.draft.record, **facts))]
        existing_articles = ExistingArticles(page.drafts)
        existing = existing_articles.match(page.draft)
        neighbour = None if existing else existing_articles.neighbour(page.draft)
        page.article = existing and existing.article
        page.neighbour = neighbour and neighbour.article
    return page


def _html_items(file, stated):
    name = stated.get("url") or "page"
    try:
        content = read_document(file, MAX_SAVED_PAGE)
        page = decode_page(without_data_uris(content))
    except (NoText, Undecodable) as error:
        return [Problem(FileLocation(name), "", str(error))]
    media_type = f"text/html; charset={encoding_label(page.encoding)}"
    origin = Origin(FileLocation(name), content, media_type, 0, 1)
    remarks = [origin.problem("", page.remark, is_left_out=False)] if page.remark else []
    return [*remarks, *assemble(origin, {**stated, "html": page.text})]


def _text_items(file, stated):
    return plain_text.read(file, "text", {}, 0)


def save_open_page(page, *, update=False):
    """Save the articles of an OpenPage; return (ImportCounts, the articles).

    Call it inside `acting`.
    """
    counts = Loader(update=update).save(page.drafts)
    existing_articles = ExistingArticles(page.drafts)
    matches = [existing_articles.match(draft) for draft in page.drafts]
    return counts, [match.article for match in matches if match]
