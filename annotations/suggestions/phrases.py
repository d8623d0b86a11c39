"""Suggests phrases that passages of other articles tag and that are untagged in this one."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.db.models.functions import Length

from annotations.models import Dismissal, DismissalKind, Passage, PassageTag, Placement, Tag
from annotations.models.dismissal import OF_PHRASES
from annotations.models.member import seen_by
from annotations.names.phrases import MAX_SIGNS, find_phrases, is_short, phrase_of, unmarked
from annotations.passages.bulk_marking import mark_all
from annotations.passages.marking import Annotation, Marking
from annotations.suggestions.people import NothingSuggested, TextLocation, context_at
from corpus.models import Article
from corpus.names import name_key
from corpus.records.action import current_action

# Longer quotes are too specific to suggest, in words and in code points.
MAX_WORDS, MAX_LENGTH = 6, 100
# The newest passages that are searched for phrases.
MAX_PASSAGES = 5_000
# The most locations suggested in one text.
MAX_LOCATIONS = 100


@dataclass(frozen=True)
class PhraseGroup:
    """The locations of a phrase, its newest tags, and how many other articles have it so tagged."""

    about: str
    words: str
    tags: tuple[Tag, ...]
    articles: int
    places: tuple[TextLocation, ...]


def phrases_of(article, member):
    """The PhraseGroups of an article, as a member sees it, in a fixed number of queries."""
    passages_by_phrase = _marked_elsewhere(article, member)
    matches = list(find_phrases(article.text, passages_by_phrase))[: 10 * MAX_LOCATIONS]
    if not matches:
        return []
    matches = unmarked(article.text, matches, _marked_here(article, member, matches))
    dismissed_keys = {
        (row.kind, row.words, row.prefix, row.suffix) for row in _dismissals(article, member)
    }
    locations = defaultdict(list)
    for match in matches:
        # `about` is the newest passage that marks the phrase.
        about = passages_by_phrase[match.phrase][0][1]
        location = TextLocation(about=about, **context_at(article.text, match.start, match.end))
        if _dismissal_keys(location).isdisjoint(dismissed_keys):
            locations[match.phrase].append(location)
    return _groups(locations, passages_by_phrase)


def _marked_elsewhere(article, member):
    """{phrase: tagged passages of other articles, newest first}.

    A passage is (key, public id, quote, key of the article).
    """
    tagged = PassageTag.objects.filter(content_object=OuterRef("pk"), tag__deleted_at=None)
    passages = Passage.objects.present().visible_to(member).exclude(article=article)
    passages = passages.filter(Exists(tagged), article__deleted_at=None)
    short_passages = passages.annotate(length=Length("quote")).filter(length__lte=MAX_LENGTH)
    rows = short_passages.order_by("-pk").values_list("pk", "public_id", "quote", "article")
    passages_by_phrase = defaultdict(list)
    for row in rows[:MAX_PASSAGES]:
        if is_short(row[2], MAX_WORDS):
            passages_by_phrase[phrase_of(row[2])].append(row)
    return passages_by_phrase


def _marked_here(article, member, matches):
    max_length = max(match.end - match.start for match in matches) + MAX_SIGNS
    placements = Placement.objects.drawn(article.current_text).filter(seen_by(member, "passage__"))
    spans = placements.values_list("start", "end")
    return [(start, end) for start, end in spans if end - start <= max_length]


def _dismissals(article, member):
    """Dismissals of phrases in the article; the member's alone where colleagues are hidden."""
    rows = Dismissal.objects.present().filter(article=article, kind__in=OF_PHRASES)
    return rows.filter(seen_by(member))


def _phrase_key(location):
    return name_key(" ".join(phrase_of(location.words)))


def _dismissal_keys(location):
    """The keys of dismissals that cover a location."""
    return {
        (DismissalKind.PHRASE, _phrase_key(location), "", ""),
        (DismissalKind.WORDS, _phrase_key(location), location.prefix, location.suffix),
    }


def _groups(locations, passages_by_phrase):
    """PhraseGroups in the order of the text, with the tags of each phrase's newest passage."""
    pks = [pk for phrase in locations for pk, *_ in passages_by_phrase[phrase]]
    links = PassageTag.objects.filter(content_object__pk__in_array=pks, tag__deleted_at=None)
    tags_of = defaultdict(list)
    for passage, tag in links.values_list("content_object", "tag"):
        tags_of[passage].append(tag)
    tags = Tag.objects.in_bulk({tag for tags_given in tags_of.values() for tag in tags_given})
    groups, remaining = [], MAX_LOCATIONS
    for phrase, locations_here in locations.items():
        newest, about, quote, _ = passages_by_phrase[phrase][0]
        tags_given = tags_of[newest]
        articles_alike = {
            article
            for pk, *_, article in passages_by_phrase[phrase]
            if set(tags_given) <= set(tags_of[pk])
        }
        shown = tuple(locations_here[:remaining])
        remaining -= len(shown)
        if shown:
            names = tuple(tags[tag] for tag in tags_given)
            groups.append(PhraseGroup(about, quote, names, len(articles_alike), shown))
    return groups


def accept(article, is_chosen):
    """Mark the chosen phrases as passages; raises NothingSuggested."""
    pairs = [
        (
            Marking(article.revision_number, place.start, place.end, place.words),
            Annotation(tags=tuple(tag.name for tag in group.tags)),
        )
        for group, place in _chosen(article, is_chosen)
    ]
    return mark_all(article, pairs)


def dismiss(article, is_chosen, *, is_of_place):
    """Dismiss phrases at their locations, or for the whole article.

    Raises NothingSuggested.
    """
    for _, place in _chosen(article, is_chosen):
        fields = {"words": _phrase_key(place)}
        kind = DismissalKind.WORDS if is_of_place else DismissalKind.PHRASE
        if is_of_place:
            fields |= {"prefix": place.prefix, "suffix": place.suffix}
        Dismissal.objects.dismiss(article, None, kind, **fields)


def _chosen(article, is_chosen):
    # The lock makes requests wait, so that a suggestion is accepted only once.
    current = Article.lock(article.pk)
    groups = phrases_of(current, current_action().by)
    chosen = [(group, each) for group in groups for each in group.places if is_chosen(each)]
    if not chosen or current.revision_number != article.revision_number:
        raise NothingSuggested("This suggestion no longer exists.")
    return chosen
