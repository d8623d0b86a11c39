"""What a question finds, group by group, as lines to show."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from annotations.articles.rows import ArticleLine, lines_of
from annotations.claims.rows import list_lines
from annotations.models import Claim, Passage, Tag
from annotations.passages.excerpts import excerpts_page
from annotations.search.query import SearchQuery, has_fields
from corpus.dates import parse
from corpus.models import Article, Person
from corpus.models.article_order import day_of, keys_of_period
from corpus.pagination import tally
from corpus.search.query_tree import All, Field
from corpus.search.snippets import Snippet, snippets, whole
from corpus.search_index.newest_hits import counted, newest
from corpus.search_index.relevance import relevant

PAGE_SIZE = 20
FEW = 5
# Beyond this no text is looked through for what to show of it.
LONGEST_READ = 200_000
ARTICLES, PASSAGES, CLAIMS, PEOPLE, TAGS = "articles", "passages", "claims", "people", "tags"
# Of these few articles have any value, and the database finds them fast.
NARROW = frozenset(["person", "tag", "source"])
GROUPS = (ARTICLES, PASSAGES, CLAIMS, PEOPLE, TAGS)


@dataclass(frozen=True)
class FoundArticle:
    """An article as a search shows it, all of it plain values."""

    line: ArticleLine
    title: Snippet
    parts: tuple[Snippet, ...]


def passages_for(question: SearchQuery, member):
    """The passages whose quote or note holds the words; fields ask them and their articles."""
    readable = Passage.objects.present().visible_to(member).filter(article__deleted_at=None)
    return readable.matching(question.tree, member)


def claims_for(question: SearchQuery, member):
    return _without_fields(Claim.objects.present(), question)


def people_for(question: SearchQuery, member):
    """Standing people who are called so, or who took over somebody called so."""
    called = _without_fields(Person.objects.present(), question).order_by()
    found = Q(pk__in=called.values("pk")) | Q(pk__in=called.values("merged_into"))
    return Person.objects.standing().filter(found)


def tags_for(question: SearchQuery, member):
    return _without_fields(Tag.objects.standing(), question)


def _without_fields(rows, question):
    """Fields are about articles: what else there is does not answer to them."""
    return rows.none() if has_fields(question.tree) else rows.matching(question.tree)


FOUND = {
    PASSAGES: passages_for,
    CLAIMS: claims_for,
    PEOPLE: people_for,
    TAGS: tags_for,
}


def counts(question: SearchQuery, member):
    """{group: Tally} of all groups."""
    tallies = {group: tally(FOUND[group](question, member)) for group in GROUPS[1:]}
    articles = counted(
        Article.objects.present(), question.tree, member, **narrowed(question, member)
    )
    return {ARTICLES: articles} | tallies


def narrowed(question: SearchQuery, member):
    """What tells `newest_hits` where to begin: a period, and what few articles have."""
    asked = question.tree.nodes if isinstance(question.tree, All) else (question.tree,)
    values = [node for node in asked if isinstance(node, Field)]
    narrow = [node for node in values if node.name in NARROW]
    firsts = [parse(node.value).first for node in values if node.name == "from"]
    lasts = [parse(node.value).last for node in values if node.name == "to"]
    since, below = keys_of_period(max(firsts, default=None), min(lasts, default=None))
    found = {"before": below} | ({"since": since} if firsts else {})
    if narrow:
        found["among"] = Article.objects.present().meeting(narrow, member)
    return found


@dataclass(frozen=True)
class ArticlesPage:
    """Some FoundArticles; `before` or `offset` is where the next page begins, None without one.

    `since` is the day down to which was searched, or ranked, where older articles were not.
    """

    lines: list
    before: int | None = None
    offset: int | None = None
    since: date | None = None
    is_first: bool = True


def newest_articles(question: SearchQuery, member, before=None):
    """An ArticlesPage, the newest first."""
    articles = Article.objects.present()
    narrow = narrowed(question, member)
    if before is not None:
        narrow["before"] = min(before, narrow["before"] or before)
    found = newest(articles, question.tree, member, most=PAGE_SIZE, **narrow)
    return ArticlesPage(
        lines=_lines(found.keys, question.tree, member),
        before=found.keys[-1] if found.has_more else found.stopped_at,
        since=day_of(found.stopped_at) if found.stopped_at else None,
        is_first=before is None,
    )


def next_found(question: SearchQuery, member, before):
    """The newest article below a sort key that a question finds, titled, or None."""
    if question.tree is None:
        return None
    narrow = narrowed(question, member)
    narrow["before"] = min(before, narrow["before"] or before)
    found = newest(Article.objects.present(), question.tree, member, most=1, **narrow)
    return Article.objects.titled().filter(sort_key__in=found.keys).first()


def relevant_articles(question: SearchQuery, member, offset=0):
    """An ArticlesPage, what answers best first, among the newest that were found."""
    articles = Article.objects.present()
    narrow = narrowed(question, member)
    found = relevant(articles, question.tree, member, offset=offset, most=PAGE_SIZE, **narrow)
    return ArticlesPage(
        lines=_lines(found.keys, question.tree, member),
        offset=offset + PAGE_SIZE if found.has_more else None,
        since=day_of(found.stopped_at) if found.stopped_at else None,
        is_first=offset == 0,
    )


def _lines(keys, tree, member):
    """The FoundArticles of some sort keys, in their order."""
    rows = Article.objects.filter(sort_key__in_array=keys).select_related("source")
    shown = sorted(rows, key=lambda row: keys.index(row.sort_key))
    lines = lines_of(shown, member)
    return [_found_article(*pair, tree) for pair in zip(shown, lines, strict=True)]


def _found_article(article, line, tree):
    parts = tuple(snippets(article.text[:LONGEST_READ], tree))
    return FoundArticle(line, whole(article.display_title, tree, in_title=True), parts)


@dataclass(frozen=True)
class FoundMention:
    """A passage in its words, with the hits in quote and note."""

    mention: object
    quote: Snippet
    note: Snippet


def read_passages(question: SearchQuery, member, cursor):
    page = excerpts_page(passages_for(question, member), cursor)
    rows = [
        FoundMention(
            mention,
            whole(mention.passage.quote, question.tree),
            whole(mention.passage.note, question.tree),
        )
        for mention in page
    ]
    return page, rows


@dataclass(frozen=True)
class FoundClaim:
    line: object
    statement: Snippet


def read_claims(question: SearchQuery, member, cursor):
    page, lines = list_lines(cursor, claims_for(question, member))
    return page, [FoundClaim(line, whole(line.statement, question.tree)) for line in lines]


@dataclass(frozen=True)
class FoundName:
    """A person or a tag with what it was found by: other names, or the definition."""

    row: object
    name: Snippet
    aliases: tuple[Snippet, ...] = ()
    definition: Snippet | None = None


def read_people(question: SearchQuery, member, most):
    people = people_for(question, member).in_name_order().prefetch_related("aliases", "merged")
    return [_found_person(person, question.tree) for person in people[:most]]


def _found_person(person, tree):
    also = [alias.name for alias in person.aliases.all() if not alias.is_deleted]
    also += [other.name for other in person.merged.all() if not other.is_deleted]
    return FoundName(person, whole(person.name, tree), tuple(whole(name, tree) for name in also))


def read_tags(question: SearchQuery, member, most):
    tree = question.tree
    return [
        FoundName(tag, whole(tag.name, tree), definition=whole(tag.definition, tree))
        for tag in tags_for(question, member).in_name_order()[:most]
    ]
