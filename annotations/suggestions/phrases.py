"""What was tagged in other articles and stands in this one, in the same words, untagged."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.db.models.functions import Length

from annotations.models import Dismissal, DismissalKind, Passage, PassageTag, Placement, Tag
from annotations.models.dismissal import OF_PHRASES
from annotations.models.member import seen_by
from annotations.names.phrases import MAX_SIGNS, find_phrases, is_short, phrase_of, unmarked
from annotations.passages.bulk_marking import make_all
from annotations.passages.marking import Annotation, Marking
from annotations.suggestions.people import NothingSuggested, TextLocation, spot_at
from corpus.models import Article, acting
from corpus.names import name_key

# Longer quotes say something of their own; older passages than so many are not looked at.
MOST_WORDS, MOST_LETTERS, MOST_PASSAGES = 6, 100, 5_000
# More places of one text than anybody goes through.
MOST_PLACES = 100


@dataclass(frozen=True)
class PhraseGroup:
    """The places of a phrase, the tags that it last got, in how many other articles it has them."""

    about: str
    words: str
    tags: tuple
    articles: int
    places: tuple


def phrases_of(article, member):
    """The PhraseGroups of an article, as a member sees it, in a fixed number of queries."""
    marked = _marked_elsewhere(article, member)
    found = list(find_phrases(article.text, marked))[: 10 * MOST_PLACES]
    if not found:
        return []
    found = unmarked(article.text, found, _marked_here(article, member, found))
    said = {(row.kind, row.words, row.prefix, row.suffix) for row in _dismissed(article, member)}
    places = defaultdict(list)
    for each in found:
        # It is about the newest passage that marks the phrase.
        about = marked[each.phrase][0][1]
        place = TextLocation(about=about, **spot_at(article.text, each.start, each.end))
        if _facts(place).isdisjoint(said):
            places[each.phrase].append(place)
    return _groups(places, marked)


def _marked_elsewhere(article, member):
    """The tagged passages of other articles by their phrase, the newest first.

    Each is (pk, public id, quote, article).
    """
    tagged = PassageTag.objects.filter(content_object=OuterRef("pk"), tag__deleted_at=None)
    passages = Passage.objects.present().visible_to(member).exclude(article=article)
    passages = passages.filter(Exists(tagged), article__deleted_at=None)
    short = passages.annotate(length=Length("quote")).filter(length__lte=MOST_LETTERS)
    rows = short.order_by("-pk").values_list("pk", "public_id", "quote", "article")
    marked = defaultdict(list)
    for row in rows[:MOST_PASSAGES]:
        if is_short(row[2], MOST_WORDS):
            marked[phrase_of(row[2])].append(row)
    return marked


def _marked_here(article, member, found):
    longest = max(each.end - each.start for each in found) + MAX_SIGNS
    placements = Placement.objects.drawn(article.current_text).filter(seen_by(member, "passage__"))
    spans = placements.values_list("start", "end")
    return [(start, end) for start, end in spans if end - start <= longest]


def _dismissed(article, member):
    """What was said of phrases here; by the member alone, where colleagues are hidden."""
    rows = Dismissal.objects.present().filter(article=article, kind__in=OF_PHRASES)
    return rows.filter(seen_by(member))


def _key(place):
    return name_key(" ".join(phrase_of(place.words)))


def _facts(place):
    """What would have to be said to dismiss a place."""
    return {
        (DismissalKind.PHRASE, _key(place), "", ""),
        (DismissalKind.WORDS, _key(place), place.prefix, place.suffix),
    }


def _groups(places, marked):
    """By phrase, in the order of the text, with the tags of the newest passage that marks it."""
    pks = [pk for phrase in places for pk, *_ in marked[phrase]]
    links = PassageTag.objects.filter(content_object__pk__in_array=pks, tag__deleted_at=None)
    tags_of = defaultdict(list)
    for passage, tag in links.values_list("content_object", "tag"):
        tags_of[passage].append(tag)
    tags = Tag.objects.in_bulk({tag for given in tags_of.values() for tag in given})
    groups, left = [], MOST_PLACES
    for phrase, there in places.items():
        newest, about, quote, _ = marked[phrase][0]
        given = tags_of[newest]
        alike = {article for pk, *_, article in marked[phrase] if set(given) <= set(tags_of[pk])}
        shown = tuple(there[:left])
        left -= len(shown)
        if shown:
            names = tuple(tags[tag] for tag in given)
            groups.append(PhraseGroup(about, quote, names, len(alike), shown))
    return groups


def accept(article, is_chosen, by):
    """Make passages of suggested phrases, as one Action; raises NothingSuggested."""
    with acting("suggestion.accept", by):
        pairs = [
            (
                Marking(article.revision_number, place.start, place.end, place.words),
                Annotation(tags=tuple(tag.name for tag in group.tags)),
            )
            for group, place in _chosen(article, is_chosen, by)
        ]
        return make_all(article, pairs, by)


def dismiss(article, is_chosen, by, *, is_of_place):
    """Dismiss phrases at their places, or in the whole article, as one Action.

    Raises NothingSuggested.
    """
    with acting("suggestion.dismiss", by):
        for _, place in _chosen(article, is_chosen, by):
            said = {"words": _key(place)}
            kind = DismissalKind.WORDS if is_of_place else DismissalKind.PHRASE
            if is_of_place:
                said |= {"prefix": place.prefix, "suffix": place.suffix}
            Dismissal.objects.dismiss(article, None, kind, by, **said)


def _chosen(article, is_chosen, by):
    # The lock makes two analysts wait for each other: what one accepted is not suggested then.
    current = Article.lock(article.pk)
    groups = phrases_of(current, by)
    chosen = [(group, each) for group in groups for each in group.places if is_chosen(each)]
    if not chosen or current.revision_number != article.revision_number:
        raise NothingSuggested("This is not suggested any more.")
    return chosen
