"""What a question finds, group by group, as lines to show."""

from dataclasses import dataclass

from django.db.models import Q

from annotations.article_lines import ArticleLine, line_of
from annotations.article_lists import with_state_of
from annotations.claim_lines import list_lines
from annotations.mentions import read_mentions
from annotations.models import Claim, Passage, Tag
from annotations.models.passage import with_passage_counts
from annotations.questions import Question, has_fields
from corpus.keyset import Page, page_of, tally
from corpus.models import Article, Person
from corpus.search.snippets import Snippet, snippets, whole

PAGE_SIZE = 20
FEW = 5
# Beyond this no text is looked through for what to show of it.
LONGEST_READ = 200_000
ARTICLES, PASSAGES, CLAIMS, PEOPLE, TAGS = "articles", "passages", "claims", "people", "tags"
GROUPS = (ARTICLES, PASSAGES, CLAIMS, PEOPLE, TAGS)


@dataclass(frozen=True)
class FoundArticle:
    """An article as a search shows it, all of it plain values."""

    line: ArticleLine
    title: Snippet
    parts: tuple[Snippet, ...]


def articles_for(question: Question, member):
    """The articles that a question finds."""
    return Article.objects.present().matching(question.tree, member)


def passages_for(question: Question, member):
    """The passages whose quote or note holds the words; fields ask them and their articles."""
    readable = Passage.objects.present().visible_to(member).filter(article__deleted_at=None)
    return readable.matching(question.tree, member)


def claims_for(question: Question, member):
    return _without_fields(Claim.objects.present(), question)


def people_for(question: Question, member):
    """Standing people who are called so, or who took over somebody called so."""
    called = _without_fields(Person.objects.present(), question).order_by()
    found = Q(pk__in=called.values("pk")) | Q(pk__in=called.values("merged_into"))
    return Person.objects.standing().filter(found)


def tags_for(question: Question, member):
    return _without_fields(Tag.objects.standing(), question)


def _without_fields(rows, question):
    """Fields are about articles: what else there is does not answer to them."""
    return rows.none() if has_fields(question.tree) else rows.matching(question.tree)


FOUND = {
    ARTICLES: articles_for,
    PASSAGES: passages_for,
    CLAIMS: claims_for,
    PEOPLE: people_for,
    TAGS: tags_for,
}


def counts(question: Question, member):
    """{group: Tally} of all groups."""
    return {group: tally(found(question, member)) for group, found in FOUND.items()}


def read_articles(question: Question, member, before=None, after=None):
    """A page of FoundArticles, newest first."""
    found = articles_for(question, member)
    shown = with_state_of(with_passage_counts(found.select_related("source"), member), member)
    page = page_of(shown, "sort_key", before=before, after=after, size=PAGE_SIZE)
    lines = [_found_article(article, question.tree) for article in page]
    return Page(lines, page.older, page.newer)


def _found_article(article, tree):
    parts = tuple(snippets(article.text[:LONGEST_READ], tree))
    return FoundArticle(line_of(article), whole(article.display_title, tree, in_title=True), parts)


@dataclass(frozen=True)
class FoundMention:
    """A passage in its words, with the hits in quote and note."""

    mention: object
    quote: Snippet
    note: Snippet


def read_passages(question: Question, member, cursor):
    page = read_mentions(passages_for(question, member), cursor)
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


def read_claims(question: Question, member, cursor):
    page, lines = list_lines(cursor, claims_for(question, member))
    return page, [FoundClaim(line, whole(line.statement, question.tree)) for line in lines]


@dataclass(frozen=True)
class FoundName:
    """A person or a tag, with what it was found by."""

    row: object
    name: Snippet
    about: Snippet
    aliases: tuple[Snippet, ...] = ()


def read_people(question: Question, member, most):
    people = people_for(question, member).in_name_order().prefetch_related("aliases", "merged")
    return [_found_person(person, question.tree) for person in people[:most]]


def _found_person(person, tree):
    also = [alias.name for alias in person.aliases.all() if not alias.is_deleted]
    also += [other.name for other in person.merged.all() if not other.is_deleted]
    return FoundName(
        person,
        whole(person.name, tree),
        whole(person.description, None),
        tuple(whole(name, tree) for name in also),
    )


def read_tags(question: Question, member, most):
    tags = tags_for(question, member).in_name_order()[:most]
    return [
        FoundName(tag, whole(tag.name, question.tree), whole(tag.definition, question.tree))
        for tag in tags
    ]
