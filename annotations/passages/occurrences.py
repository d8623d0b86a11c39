"""Where else in the corpus the words of a passage stand untagged, and tagging them there."""

from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

from django.db.models import F

from annotations.models import Placement
from annotations.models.member import seen_by
from annotations.models.tag_link import tags_of
from annotations.names.phrases import MAX_SIGNS, is_short, phrase_of, query_of, unmarked
from annotations.passages.bulk_marking import make_all
from annotations.passages.marking import Annotation, Marking
from corpus.models import Article, acting
from corpus.records.record import RowGone
from corpus.search.concordance import Line, lines
from corpus.search_index.newest_hits import newest

# A page is as many places as one goes through at a stretch; articles are read a few at a time,
# and no more for one answer than it may take.
PAGE_SIZE, AT_ONCE, MOST_ARTICLES = 30, 10, 60
# They would end the phrase that is searched for.
QUOTATION_MARKS = str.maketrans(dict.fromkeys('"“”„«»‟', " "))


@dataclass(frozen=True)
class Place:
    """Words in an article where no passage of the same words stands."""

    article: Article
    line: Line

    @property
    def key(self):
        return f"{self.article.public_id} {self.article.revision_number} {self.span}"

    @property
    def span(self):
        return f"{self.line.start}-{self.line.end}"

    @property
    def url(self):
        asked = quote(f'"{self.line.words.translate(QUOTATION_MARKS)}"')
        return f"{self.article.get_absolute_url()}?q={asked}#hit-{self.line.number}"


@dataclass(frozen=True)
class Places:
    """Some places, the newest article first; `older` is the key that the rest begin below."""

    places: list
    older: int | None = None

    @property
    def number(self):
        return f"{len(self.places)}{'' if self.older is None else '+'}"


def has_places(passage):
    """Whether it is asked where else the words of a passage stand."""
    return is_short(passage.quote) and passage.placements.filter(piece__gt=0).first() is None


def other_places(passage, member, before=None):
    """The Places of the words of a passage below the article with the key `before`."""
    phrase = phrase_of(passage.quote)
    present, asked = Article.objects.present(), query_of(phrase)
    found = newest(present, asked, member, before=before, most=MOST_ARTICLES)
    places = []
    for article, free_there in _free_in_turn(found.keys, phrase, member):
        places += free_there
        is_last = article.sort_key == found.keys[-1]
        if len(places) >= PAGE_SIZE and not (is_last and found.is_complete):
            return Places(places, article.sort_key)
    return Places(places, found.keys[-1] if found.has_more else found.stopped_at)


def in_turn(keys, number):
    """The articles of sort keys in this order, a few at a time: their texts are long."""
    for start in range(0, len(keys), number):
        rows = Article.objects.present().filter(sort_key__in=keys[start : start + number])
        yield from rows.select_related("source").in_reading_order()


def _free_in_turn(keys, phrase, member):
    articles = in_turn(keys, AT_ONCE)
    while few := list(islice(articles, AT_ONCE)):
        yield from _free_in(few, phrase, member)


def _free_in(articles, phrase, member):
    """(article, its Places) of articles in their order; one query."""
    found = [(article, lines(article.text, query_of(phrase))) for article in articles]
    lengths = [line.end - line.start for _, there in found for line in there]
    marked = _marked_in(articles, max(lengths, default=0) + MAX_SIGNS, member)
    for article, there in found:
        free_there = unmarked(article.text, there, marked.get(article.pk, ()))
        yield article, [Place(article, line) for line in free_there]


def _marked_in(articles, longest, member):
    """The spans of passages up to a length that a member sees, by article."""
    placements = Placement.objects.in_text_order().filter(
        seen_by(member, "passage__"),
        revision__article__in=articles,
        revision__number=F("revision__article__revision_number"),
        end__lte=F("start") + longest,
    )
    marked = {}
    for article, *span in placements.values_list("revision__article", "start", "end"):
        marked.setdefault(article, []).append(span)
    return marked


def tag_places(passage, keys, by):
    """Make passages like this one at other places, as one Action; answers those made.

    `keys` are (article id, revision, start, end). What does not stand there any more, and what
    somebody else tagged meanwhile, is passed over.
    """
    annotation = annotation_of(passage)
    phrase = phrase_of(passage.quote)
    wanted = {}
    for public_id, *rest in sorted(keys):
        wanted.setdefault(public_id, []).append(rest)
    articles = Article.objects.present().filter(public_id__in=wanted).order_by("pk")
    made = []
    with acting("passage.places" if len(keys) > 1 else "passage.create", by):
        # In one order, so that two who tag at once wait for each other and not both.
        for pk in list(articles.values_list("pk", flat=True)):
            try:
                article = Article.lock(pk)
            except RowGone:
                continue
            [(_, still_free)] = _free_in([article], phrase, by)
            spans = {(each.line.start, each.line.end) for each in still_free}
            markings = [
                Marking(revision, start, end, article.text[start:end])
                for revision, start, end in wanted[article.public_id]
                if revision == article.revision_number and (start, end) in spans
            ]
            made += make_all(article, [(marking, annotation) for marking in markings], by)
    return made


def annotation_of(passage):
    """What is said of a passage wherever its words stand: its tags and people."""
    links = passage.people.select_related("person__merged_into")
    people = dict.fromkeys((link.person.resolved, link.role) for link in links)
    return Annotation(
        tags=tuple(tag.name for tag in tags_of(passage)),
        people=tuple((person, role) for person, role in people if not person.is_deleted),
    )
