"""Search results, group by group, as lines to show."""

from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Q

from annotations.claims.rows import ClaimLine, list_lines
from annotations.models import Claim, Passage, Tag
from annotations.models.member import is_hiding, seen_by
from annotations.models.search_index import CLAIM, ClaimIndex, PassageIndex, TagIndex
from annotations.passages.excerpts import excerpts_page
from annotations.search.article_hits import ArticleHit, article_hits
from annotations.search.query import SearchQuery, aliases_of
from corpus.dates import ImpreciseDate, parse
from corpus.db.compiled_query import KEY, KEYS, CompiledQuery
from corpus.models import Article, Person, PersonIndex
from corpus.models.article_order import day_of, keys_of_period
from corpus.pagination import COUNT_LIMIT, BoundedCount, bounded_count
from corpus.search.fields import fields
from corpus.search.query_tree import All, Field
from corpus.search.snippets import HitFinder, Snippet, full_snippet
from corpus.search_index.compiled_search import CompiledSearch
from corpus.search_index.index_scan import PRESENT
from corpus.search_index.models import have_matches
from corpus.search_index.newest_hits import count_hits, newest
from corpus.search_index.relevance import relevant

PAGE_SIZE = 20
FEW = 5
ARTICLES, PASSAGES, CLAIMS, PEOPLE, TAGS = "articles", "passages", "claims", "people", "tags"
# Fields whose values few articles have, which the database finds fast by an index.
SELECTIVE_FIELDS = frozenset(["person", "speaker", "tag", "source", "address"])
# Beside the groups: passages of colleagues that are hidden from the member.
HIDDEN = "hidden"
GROUPS = (ARTICLES, PASSAGES, CLAIMS, PEOPLE, TAGS)


def passages_for(query: SearchQuery, member):
    """Passages whose quote or note matches; fields apply to them and their articles."""
    return _passages(query.tree, member)


def _passages(tree, member):
    passages = Passage.objects.present().visible_to(member).filter(article__deleted_at=None)
    return passages.matching(tree, member)


def claims_for(query: SearchQuery, member):
    """Claims that match; of the fields only those registered for claims apply to them."""
    claims = Claim.objects.present()
    if query.field_names <= fields(CLAIM).keys():
        return claims.matching(query.tree, member)
    return claims.none()


def people_for(query: SearchQuery, member):
    """Unmerged people with a matching name, or who absorbed a person with one.

    None for a query with fields: fields are about articles.
    """
    return Person.objects.none() if query.has_fields else _people(query.tree)


def _people(tree):
    matches = Person.objects.present().matching(tree).order_by()
    is_match = Q(pk__in=matches.values("pk")) | Q(pk__in=matches.values("merged_into"))
    return Person.objects.standing().filter(is_match)


def tags_for(query: SearchQuery, member):
    return Tag.objects.none() if query.has_fields else _tags(query.tree)


def _tags(tree):
    return Tag.objects.standing().matching(tree)


ROWS_OF_GROUP = {
    PASSAGES: passages_for,
    CLAIMS: claims_for,
    PEOPLE: people_for,
    TAGS: tags_for,
}


def _keys(rows):
    return rows.order_by().values_list("pk")


# The same rows for a query that one lookup can express. Only passages depend on the member.
_passage_keys = CompiledSearch(
    PassageIndex, KEY, build=lambda tree, member: _keys(_passages(tree, member))
)
_keys_by_group = {
    CLAIMS: CompiledSearch(
        ClaimIndex, build=lambda tree: _keys(Claim.objects.present().matching(tree))
    ),
    PEOPLE: CompiledSearch(PersonIndex, build=lambda tree: _keys(_people(tree))),
    TAGS: CompiledSearch(TagIndex, build=lambda tree: _keys(_tags(tree))),
}
_people_by_name = CompiledSearch(PersonIndex, build=lambda tree: _people(tree).in_name_order())
_tags_by_name = CompiledSearch(TagIndex, build=lambda tree: _tags(tree).in_name_order())
# (person, name) of the people merged into some people.
_merged_names = CompiledQuery(
    KEYS,
    build=lambda people: (
        Person.objects.present()
        .filter(merged_into__pk__in_array=people)
        .values_list("merged_into", "name")
    ),
)


def counts(query: SearchQuery, member, articles=None):
    """{group: BoundedCount} of all groups, and of the HIDDEN passages.

    `articles` is their count if it is known. A count for which there was no time is left out: a
    later one would be another number.
    """
    numbers = {group: _count(group, query, member) for group in (PASSAGES, CLAIMS)}
    for group, is_named in zip((PEOPLE, TAGS), _are_named(query), strict=True):
        numbers[group] = _count(group, query, member) if is_named else BoundedCount(0)
    if articles is None:
        articles = count_hits(PRESENT, query.tree, member, **scan_limits(query, member))
        if articles.is_more and articles.number < COUNT_LIMIT:
            return numbers | {HIDDEN: hidden_passages(query, member)}
    return numbers | {ARTICLES: articles, HIDDEN: hidden_passages(query, member)}


def _count(group, query, member):
    """The BoundedCount of the rows of a group."""
    if not CompiledSearch.is_for(query.tree):
        return bounded_count(ROWS_OF_GROUP[group](query, member))
    most = COUNT_LIMIT + 1
    if group == PASSAGES:
        number = _passage_keys.count(query.tree, member.pk, most=most)
    else:
        number = _keys_by_group[group].count(query.tree, most=most)
    return BoundedCount(min(number, COUNT_LIMIT), number > COUNT_LIMIT)


def _are_named(query):
    """Whether people and tags may match: most queries name nobody and no tag."""
    return query.are_named or have_matches((query.tree, PersonIndex), (query.tree, TagIndex))


def hidden_passages(query: SearchQuery, member):
    """The BoundedCount of matching passages of colleagues that the member does not see yet."""
    if not is_hiding(member):
        return BoundedCount(0)
    passages = Passage.objects.present().filter(~seen_by(member), article__deleted_at=None)
    return bounded_count(passages.matching(query.tree, member))


def scan_limits(query: SearchQuery, member):
    """Keyword arguments for `newest_hits` that limit its scan: a period, and selective fields."""
    nodes = query.tree.nodes if isinstance(query.tree, All) else (query.tree,)
    leaves = [node for node in nodes if isinstance(node, Field)]
    selective = [node for node in leaves if node.name in SELECTIVE_FIELDS]
    firsts = [parse(node.value).first for node in leaves if node.name == "from"]
    lasts = [parse(node.value).last for node in leaves if node.name == "to"]
    since, below = keys_of_period(max(firsts, default=None), min(lasts, default=None))
    limits = {"before": below} | ({"since": since} if firsts else {})
    if selective:
        limits["among"] = Article.objects.present().matching_nodes(selective, member)
    return limits


@dataclass(frozen=True)
class ArticlesPage:
    """A page of ArticleHits; `before` or `offset` is where the next one begins, None on the last.

    `since` is the day down to which articles were searched or ranked, where older ones were not.
    """

    lines: list[ArticleHit]
    before: int | None = None
    offset: int | None = None
    since: date | None = None
    is_first: bool = True


def newest_articles(query: SearchQuery, member, before=None):
    """An ArticlesPage, the newest first."""
    limits = scan_limits(query, member)
    if before is not None:
        limits["before"] = min(before, limits["before"] or before)
    hits = newest(PRESENT, query.tree, member, most=PAGE_SIZE, ahead=query.ahead, **limits)
    return ArticlesPage(
        lines=article_hits(hits.keys, query, member),
        before=hits.keys[-1] if hits.has_more else hits.stopped_at,
        since=day_of(hits.stopped_at) if hits.stopped_at else None,
        is_first=before is None,
    )


def next_article(query: SearchQuery, member, before):
    """The newest matching article below a sort key, titled, or None."""
    if query.tree is None:
        return None
    limits = scan_limits(query, member)
    limits["before"] = min(before, limits["before"] or before)
    hits = newest(PRESENT, query.tree, member, most=1, **limits)
    return Article.objects.titled().filter(sort_key__in=hits.keys).first()


def relevant_articles(query: SearchQuery, member, offset=0):
    """An ArticlesPage, most relevant first, of the newest matches."""
    articles = Article.objects.present()
    limits = scan_limits(query, member)
    hits = relevant(articles, query.tree, member, offset=offset, most=PAGE_SIZE, **limits)
    return ArticlesPage(
        lines=article_hits(hits.keys, query, member),
        offset=offset + PAGE_SIZE if hits.has_more else None,
        since=day_of(hits.stopped_at) if hits.stopped_at else None,
        is_first=offset == 0,
    )


@dataclass(frozen=True)
class PassageHit:
    """A passage as a search result, all of it plain values; `tags` are (name, hue, address)."""

    public_id: str
    url: str
    quote: Snippet
    note: Snippet
    before: str
    after: str
    state_words: str
    author: str
    tags: tuple[tuple[str, int, str], ...]
    article_url: str
    title: str
    lang: str
    dir: str
    source: str
    source_url: str
    published: ImpreciseDate | None


def read_passages(query: SearchQuery, passages, cursor):
    """A page of passages that a query found, and their PassageHits."""
    page = excerpts_page(passages, cursor)
    finder = HitFinder(query.tree)
    return page, [_passage_hit(excerpt, finder) for excerpt in page]


def _passage_hit(excerpt, finder):
    passage, article, source = excerpt.passage, excerpt.article, excerpt.article.source
    return PassageHit(
        public_id=passage.public_id,
        url=passage.get_absolute_url(),
        quote=full_snippet(passage.quote, finder),
        note=full_snippet(passage.note, finder),
        before=excerpt.before,
        after=excerpt.after,
        state_words=str(excerpt.state_words),
        author=passage.created_by.get_username(),
        tags=tuple((tag.name, tag.hue, tag.get_absolute_url()) for tag in excerpt.tags),
        article_url=article.get_absolute_url(),
        title=article.display_title,
        lang=article.language,
        dir=article.dir,
        source=source.name if source else "",
        source_url=source.get_absolute_url() if source else "",
        published=article.published,
    )


@dataclass(frozen=True)
class ClaimHit:
    """A claim as a search result, all of it plain values."""

    line: ClaimLine
    statement: Snippet


def read_claims(query: SearchQuery, member, cursor):
    page, lines = list_lines(cursor, claims_for(query, member))
    finder = HitFinder(query.tree)
    return page, [ClaimHit(line, full_snippet(line.statement, finder)) for line in lines]


@dataclass(frozen=True)
class NameHit:
    """A person or a tag with what else can match: other names, or the definition."""

    row: Person | Tag
    name: Snippet
    aliases: tuple[Snippet, ...] = ()
    definition: Snippet | None = None


def read_names(query: SearchQuery, member):
    """The first few people and tags whose names match, as context of the page of articles."""
    if query.has_fields:
        return {}
    has_people, has_tags = _are_named(query)
    return {
        "people": read_people(query, member, FEW) if has_people else [],
        "tags": read_tags(query, member, FEW) if has_tags else [],
    }


def read_people(query: SearchQuery, member, most):
    if CompiledSearch.is_for(query.tree):
        people = _people_by_name.rows(query.tree, most=most)
    else:
        people = people_for(query, member).in_name_order()[:most]
    other_names = _other_names([person.pk for person in people])
    finder = HitFinder(query.tree)
    return [
        NameHit(
            person,
            full_snippet(person.name, finder),
            tuple(full_snippet(name, finder) for name in other_names[person.pk]),
        )
        for person in people
    ]


def _other_names(people):
    """{key of a person: other names}: aliases, then the names of people merged into it."""
    names = {person: [] for person in people}
    for person, name in chain(aliases_of(people), _merged_names(people)) if people else ():
        names[person].append(name)
    return names


def read_tags(query: SearchQuery, member, most):
    if CompiledSearch.is_for(query.tree):
        tags = _tags_by_name.rows(query.tree, most=most)
    else:
        tags = tags_for(query, member).in_name_order()[:most]
    finder = HitFinder(query.tree)
    return [
        NameHit(
            tag, full_snippet(tag.name, finder), definition=full_snippet(tag.definition, finder)
        )
        for tag in tags
    ]
