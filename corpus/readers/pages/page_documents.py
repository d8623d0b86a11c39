"""Splits a page that holds several whole articles or posts: the front page of a blog, a thread."""

import re
from collections import Counter

from lxml import etree
from lxml.html import HtmlElement

from corpus.readers.pages.archive_documents import ArchiveDocument
from corpus.readers.pages.blocks import Block, blocks_of
from corpus.readers.pages.furniture import is_furniture, names
from corpus.readers.pages.written_days import machine_day

_POSTING = re.compile(
    r"https?://schema\.org/(?:\w*Article|\w*BlogPosting|DiscussionForumPosting|Question|Answer)"
)
_DOCUMENTS_PATH = "//article|//*[@itemtype]"
_HEADINGS_PATH = ".//h1|.//h2|.//h3|.//h4"
_LINKED_HEADING_PATH = f"({_HEADINGS_PATH})[.//a[@href] or ancestor::a[@href]]"
_AUTHORS_PATH = ".//*[@itemprop='author']|.//*[@rel='author']"
_DAYS_PATH = ".//*[@itemprop='datePublished']|.//time[@datetime]"
_STATED_ARTICLE_PATH = (
    "//meta[@property='og:type'][@content='article']|//meta[starts-with(@property, 'article:')]"
    "|//script[@type='application/ld+json'][contains(., 'Article') or contains(., 'Posting')]"
    "|//*[contains(@itemtype, 'Article') or contains(@itemtype, 'Posting')]"
)
# Words in the class or id of posts, of their writers and of what these wrote, by which phpBB,
# vBulletin, XenForo, Discourse and MyBB mark them.
_POSTS = frozenset("post postcontainer message topic reply".split())
_WRITERS = frozenset("author username poster".split())
_BODIES = tuple(map(frozenset, (["body", "cooked", "postcontent"], ["content"])))
_LISTS = frozenset(["ul", "ol", "menu", "nav"])
_MAX_WRITER_LETTERS = 60
_OTHERS = frozenset("comment comments related teaser teasers recommended sidebar widget".split())
_READ_ON = re.compile(
    r"(?:…|\.\.\.|\[…\])\s*$|\b(?:read more|continue reading|weiterlesen|mehr lesen|lire la suite|"
    r"leer más|читать далее)\b",
    re.IGNORECASE,
)

# Letters of the sentences of an article that is whole, and of a post in a thread.
MIN_ARTICLE_LETTERS = 600
MIN_POST_LETTERS = 60
# The share of a page's sentences that its documents hold together, and that one may hold at most:
# beside an article the others are teasers.
MIN_SHARE = 0.8
MAX_SHARE_OF_ONE = 0.8
# Teasers of a page that is a list of them and nothing else, and letters of one in no element of
# its own kind.
MIN_TEASERS = 3
MAX_TEASER_LETTERS = 400


def documents_of_page(tree: HtmlElement, source: str, language: str) -> list[ArchiveDocument]:
    """Return the documents of a page that holds several; none where its structure leaves doubt.

    They are neighbours in the page, marked as articles or posts by elements, types or class names,
    whole, and each has a heading or an author of its own. `source` is the site's, `language` that
    of the page.
    """
    of_page = _sentence_letters(blocks_of(tree))
    for elements, is_thread in (_neighbours(tree), _unmarked_neighbours(tree)):
        if len(elements) > 1 and _are_whole(elements, is_thread, of_page):
            documents = [_document(each, source, language, is_thread) for each in elements]
            are_named = all(each.title or each.byline for each in documents)
            if are_named and all(each.text for each in documents):
                return documents
    return []


def _are_whole(elements: list[HtmlElement], is_thread: bool, of_page: int) -> bool:
    """Return whether articles or posts are whole and hold the sentences of the page."""
    lengths = sorted(_sentence_letters(blocks_of(element)) for element in elements)
    if sum(lengths) < MIN_SHARE * of_page:
        return False
    if is_thread:
        # One who agrees writes a word.
        return lengths[len(lengths) // 2] >= MIN_POST_LETTERS
    return lengths[0] >= MIN_ARTICLE_LETTERS and lengths[-1] <= MAX_SHARE_OF_ONE * of_page


def teasers_of_page(tree: HtmlElement) -> int:
    """Return how many teasers a page holds that is a list of them, such as search results, or 0.

    They are neighbours marked as articles, none is whole, and the heading of each leads elsewhere.
    In a page that does not state that it is an article they need not be marked, if they are short.
    """
    if _unmarked_neighbours(tree)[1]:
        return 0
    marked = tree.xpath("//article")
    elements = [each for each in marked if each.getparent() is marked[0].getparent()]
    limit = MIN_ARTICLE_LETTERS
    if not marked and not tree.xpath(_STATED_ARTICLE_PATH):
        elements, limit = _unmarked_teasers(tree), MAX_TEASER_LETTERS
    if len(elements) < MIN_TEASERS or not all(
        each.xpath(_LINKED_HEADING_PATH) for each in elements
    ):
        return 0
    lengths = [_sentence_letters(blocks_of(each)) for each in elements]
    if not any(lengths) or max(lengths) >= limit:
        return 0
    return len(elements) if sum(lengths) >= MIN_SHARE * _sentence_letters(blocks_of(tree)) else 0


def _unmarked_teasers(tree: HtmlElement) -> list[HtmlElement]:
    """Return the most neighbours of which each has one heading that leads to another page."""
    headings = [
        heading
        for heading in tree.xpath(_LINKED_HEADING_PATH)
        for link in heading.xpath("(.//a|ancestor::a)[@href]")[:1]
        if _leads_elsewhere(link)
    ]
    counts = Counter(each for heading in headings for each in heading.iterancestors())
    groups: dict[HtmlElement, list[HtmlElement]] = {}
    for heading in headings:
        alone = heading
        while (around := alone.getparent()) is not None and counts[around] == 1:
            alone = around
        if around is not None and alone is not heading:
            groups.setdefault(around, []).append(alone)
    return max(groups.values(), key=len, default=[])


def _neighbours(tree: HtmlElement) -> tuple[list[HtmlElement], bool]:
    """Return the marked elements that stand in no other and all in one, and if they are posts."""
    marked = [
        element
        for element in tree.xpath(_DOCUMENTS_PATH)
        if element.tag == "article" or _POSTING.match(element.get("itemtype") or "")
    ]
    outer = set(marked)
    elements = [
        element
        for element in marked
        if outer.isdisjoint(element.iterancestors()) and names(element).isdisjoint(_OTHERS)
    ]
    if len({element.getparent() for element in elements}) != 1:
        return [], False
    around = [each for each in elements[0].iterancestors() if each.tag not in ("html", "body")]
    are_others = any(is_furniture(each) or not names(each).isdisjoint(_OTHERS) for each in around)
    are_teasers = any(_READ_ON.search(element.text_content()) for element in elements)
    is_thread = all("DiscussionForum" in (each.get("itemtype") or "") for each in elements)
    return ([] if are_others or are_teasers else elements), is_thread


def _unmarked_neighbours(tree: HtmlElement) -> tuple[list[HtmlElement], bool]:
    """Return the most neighbours whose class names are those of posts, and if they are a thread.

    In a thread each has a writer, and no heading leads to another page.
    """
    if any("DiscussionForum" not in (each.text or "") for each in tree.xpath(_STATED_ARTICLE_PATH)):
        return [], False
    groups: dict[tuple[HtmlElement, str], list[HtmlElement]] = {}
    for element in tree.iter("article", "div", "li", "section", "table", "tr"):
        words = names(element)
        if not _POSTS.isdisjoint(words) and _OTHERS.isdisjoint(words):
            groups.setdefault((element.getparent(), element.tag), []).append(element)
    elements = max(groups.values(), key=len, default=[])
    if len(elements) < 2 or not all(map(_writer, elements)):
        return [], False
    # The headings of posts lead to their places in the thread, or to their writers.
    return elements, not any(
        "#" not in link.get("href") and _WRITERS.isdisjoint(names(link))
        for element in elements
        for heading in element.xpath(_LINKED_HEADING_PATH)
        for link in heading.xpath("(.//a|ancestor::a)[@href]")
    )


def _leads_elsewhere(link: HtmlElement) -> bool:
    return not link.get("href").lstrip().startswith("#")


def _writer(element: HtmlElement) -> str:
    """Return who wrote a post or article, by marks or class names, or ""."""
    marked = element.xpath(_AUTHORS_PATH)
    named = (each for each in element.iterdescendants() if not _WRITERS.isdisjoint(names(each)))
    lines = (_line(each) for each in (*marked, *named))
    names_one = (line for line in lines if len(line) <= _MAX_WRITER_LETTERS)
    return next((line for line in names_one if any(map(str.isalpha, line))), "")


def _sentence_letters(blocks: list[Block]) -> int:
    return sum(
        block.letters
        for block in blocks
        if block.is_sentence and not block.is_hidden and block.link_share < 0.5
    )


def _document(element: HtmlElement, source: str, language: str, is_post: bool) -> ArchiveDocument:
    byline = _writer(element) if is_post else "".join(map(_line, element.xpath(_AUTHORS_PATH)[:1]))
    headings = [each for each in element.xpath(_HEADINGS_PATH) if _line(each) != byline]
    days = [
        day
        for each in element.xpath(_DAYS_PATH)
        if (day := machine_day(each.get("datetime") or each.get("content") or ""))
    ]
    body = _body(element) if is_post else None
    # A heading behind the first sentence is one of the text.
    blocks = blocks_of(element)
    first = next(
        (n for n, block in enumerate(blocks) if block.is_sentence or _is_in(block, body)), 0
    )
    title = headings[0] if headings and _stands_before(headings[0], blocks[:first]) else None
    text = [
        block.text
        for block in (blocks[first:] if body is None else blocks_of(body))
        if not block.is_hidden and not _in_furniture(block.container, element)
    ]
    return ArchiveDocument(
        content=etree.tostring(element, encoding="utf-8", method="html", with_tail=False),
        text="\n\n".join(text),
        title=_line(title) if title is not None else "",
        source=source,
        published=days[0] if days else "",
        byline=byline,
        language=language,
    )


def _body(post: HtmlElement) -> HtmlElement | None:
    """Return the element of a post in which its text stands, by class names, or None."""
    for words in _BODIES:
        for each in post.iterdescendants():
            # Lists are menus of what one can do with a writer: "popupbody memberaction_body".
            if each.tag not in _LISTS and not words.isdisjoint(names(each)):
                return each
    return None


def _is_in(block: Block, body: HtmlElement | None) -> bool:
    return body is not None and (body is block.container or body in block.container.iterancestors())


def _stands_before(heading: HtmlElement, blocks: list[Block]) -> bool:
    around = {heading, *heading.iterdescendants()}
    return any(block.container in around for block in blocks)


def _in_furniture(container: HtmlElement, document: HtmlElement) -> bool:
    while container is not document and container is not None:
        if is_furniture(container):
            return True
        container = container.getparent()
    return False


def _line(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())
