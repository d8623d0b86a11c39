"""Other untagged occurrences of a passage's words in the corpus, and tagging them."""

from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

from django.db.models import F

from annotations.models import Placement
from annotations.models.member import seen_by
from annotations.models.tag_link import tags_of
from annotations.names.phrases import MAX_SIGNS, is_short, phrase_of, query_of, unmarked
from annotations.passages.bulk_marking import mark_all
from annotations.passages.marking import Annotation, Marking
from corpus.models import Article
from corpus.records.action import current_action
from corpus.records.edit_conflict import RowGone
from corpus.search.concordance import ConcordanceLine, concordance_lines
from corpus.search.parser import QUOTATION_MARKS
from corpus.search_index.index_scan import PRESENT
from corpus.search_index.newest_hits import newest

# Occurrences on a page.
PAGE_SIZE = 30
# Articles loaded at a time, and at most for one page: their texts are long.
BATCH_SIZE, MAX_ARTICLES = 10, 60
# Removed from phrase queries, because they would end the phrase.
WITHOUT_MARKS = str.maketrans(dict.fromkeys(QUOTATION_MARKS, " "))


@dataclass(frozen=True)
class Occurrence:
    """An occurrence of a phrase in an article that no passage marks yet."""

    article: Article
    line: ConcordanceLine

    @property
    def key(self):
        return f"{self.article.public_id} {self.article.revision_number} {self.span}"

    @property
    def span(self):
        return f"{self.line.start}-{self.line.end}"

    @property
    def url(self):
        query = quote(f'"{self.line.words.translate(WITHOUT_MARKS)}"')
        return f"{self.article.get_absolute_url()}?q={query}#hit-{self.line.number}"


@dataclass(frozen=True)
class Occurrences:
    """A page of occurrences, newest article first; the next page starts below the key `older`."""

    occurrences: list[Occurrence]
    older: int | None = None

    @property
    def number(self):
        return f"{len(self.occurrences)}{'' if self.older is None else '+'}"


def has_occurrences(passage):
    """Whether other occurrences of a passage are searched: it is short and has one piece."""
    return is_short(passage.quote) and passage.placements.filter(piece__gt=0).first() is None


def other_occurrences(passage, member, before=None):
    """Other Occurrences of a passage's words, in articles below the sort key `before`."""
    phrase = phrase_of(passage.quote)
    hits = newest(PRESENT, query_of(phrase), member, before=before, most=MAX_ARTICLES)
    occurrences = []
    for article, free_in_article in _free_in_batches(hits.keys, phrase, member):
        occurrences += free_in_article
        is_last = article.sort_key == hits.keys[-1]
        if len(occurrences) >= PAGE_SIZE and not (is_last and hits.is_complete):
            return Occurrences(occurrences, article.sort_key)
    return Occurrences(occurrences, hits.keys[-1] if hits.has_more else hits.stopped_at)


def articles_in_batches(keys, number):
    """Yield the articles of sort keys in their order, loading `number` texts at a time."""
    for start in range(0, len(keys), number):
        rows = Article.objects.present().filter(sort_key__in=keys[start : start + number])
        yield from rows.select_related("source").in_reading_order()


def _free_in_batches(keys, phrase, member):
    articles = articles_in_batches(keys, BATCH_SIZE)
    while batch := list(islice(articles, BATCH_SIZE)):
        yield from _free_in(batch, phrase, member)


def _free_in(articles, phrase, member):
    """Yield (article, its Occurrences) in the order of the articles; one query."""
    lines_by_article = [
        (article, concordance_lines(article.text, query_of(phrase))) for article in articles
    ]
    lengths = [line.end - line.start for _, lines_here in lines_by_article for line in lines_here]
    marked = _marked_in(articles, max(lengths, default=0) + MAX_SIGNS, member)
    for article, lines_here in lines_by_article:
        free_lines = unmarked(article.text, lines_here, marked.get(article.pk, ()))
        yield article, [Occurrence(article, line) for line in free_lines]


def _marked_in(articles, max_length, member):
    """{article key: spans} of passages up to a length in code points that a member sees."""
    placements = Placement.objects.in_text_order().filter(
        seen_by(member, "passage__"),
        revision__article__in=articles,
        revision__number=F("revision__article__revision_number"),
        end__lte=F("start") + max_length,
    )
    spans = {}
    for article, *span in placements.values_list("revision__article", "start", "end"):
        spans.setdefault(article, []).append(span)
    return spans


def tag_occurrences(passage, keys):
    """Mark other occurrences like this passage; returns the new passages.

    `keys` are (article id, revision, start, end), offsets in code points. Occurrences that were
    corrected away or tagged by another member meanwhile are skipped.
    """
    annotation = annotation_of(passage)
    phrase = phrase_of(passage.quote)
    spans_by_article = {}
    for public_id, *position in sorted(keys):
        spans_by_article.setdefault(public_id, []).append(position)
    articles = Article.objects.present().filter(public_id__in=spans_by_article).order_by("pk")
    passages = []
    # Locked in a fixed order, so that simultaneous requests do not deadlock.
    for pk in list(articles.values_list("pk", flat=True)):
        try:
            article = Article.lock(pk)
        except RowGone:
            continue
        [(_, occurrences)] = _free_in([article], phrase, current_action().by)
        free_spans = {(occurrence.line.start, occurrence.line.end) for occurrence in occurrences}
        markings = [
            Marking(revision, start, end, article.text[start:end])
            for revision, start, end in spans_by_article[article.public_id]
            if revision == article.revision_number and (start, end) in free_spans
        ]
        passages += mark_all(article, [(marking, annotation) for marking in markings])
    return passages


def annotation_of(passage):
    """The Annotation to repeat at other occurrences of a passage: its tags and people."""
    links = passage.people.select_related("person__merged_into")
    people = dict.fromkeys((link.person.resolved, link.role) for link in links)
    return Annotation(
        tags=tuple(tag.name for tag in tags_of(passage)),
        people=tuple((person, role) for person, role in people if not person.is_deleted),
    )
