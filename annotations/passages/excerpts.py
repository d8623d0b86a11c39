"""Passages as pages of people and tags show them: with their article and what stands around."""

from dataclasses import dataclass

from django.db.models import F, Prefetch
from django.db.models.functions import Left

from annotations.models import Passage, PassagePerson, PassageTag, Placement, PlacementState
from corpus import pagination
from corpus.models.article import OPENING_LENGTH

# As many code points of context as a placement keeps on either side.
CONTEXT = 32


@dataclass(frozen=True)
class Mention:
    """A passage with the words before and after it in the newest text; "" where it is lost."""

    passage: Passage
    before: str
    after: str
    state: str

    @property
    def public_id(self):
        return self.passage.public_id

    @property
    def article(self):
        article = self.passage.article
        article.opening = self.passage.opening
        return article

    @property
    def tags(self):
        return [link.tag for link in self.passage.tag_links.all()]

    @property
    def state_words(self):
        """What is to be known of its place; "" where it stands for certain."""
        return "" if self.state == PlacementState.PLACED else PlacementState(self.state).label


def mentions_of(people, role, member):
    """The passages that a member may read and that name one of these people in this role."""
    links = PassagePerson.objects.filter(person__in=people, role=role)
    return _readable(member).filter(pk__in=links.values("passage"))


def tagged(tag, member):
    """The passages that a member may read and that carry a tag."""
    links = PassageTag.objects.filter(tag=tag)
    return _readable(member).filter(pk__in=links.values("content_object"))


def _readable(member):
    return Passage.objects.present().visible_to(member).filter(article__deleted_at=None)


def read_mentions(passages, cursor):
    """A page of the Mentions of passages, newest first, in a fixed number of queries."""
    tag_links = PassageTag.objects.filter(tag__deleted_at=None).select_related("tag")
    read = (
        passages.select_related("article__source", "created_by")
        .defer("article__text")
        .annotate(opening=Left("article__text", OPENING_LENGTH))
        .prefetch_related(Prefetch("tag_links", tag_links))
    )
    page = pagination.page_beside(read, "pk", cursor)
    places = _places(page.rows)
    rows = [_mention(passage, places.get(passage.pk, [])) for passage in page]
    return pagination.Page(rows, page.older, page.newer)


def _places(passages):
    """The placements of passages in the newest revisions, by passage, in order."""
    newest = F("passage__article__revision_number")
    found = Placement.objects.filter(passage__in=passages, revision__number=newest)
    places = {}
    for placement in found.order_by("passage", "piece"):
        places.setdefault(placement.passage_id, []).append(placement)
    return places


def _mention(passage, pieces):
    if not pieces:
        return Mention(passage, "", "", PlacementState.LOST)
    first, last = pieces[0], pieces[-1]
    return Mention(passage, _ending(first.prefix), _beginning(last.suffix), first.state)


def _ending(prefix):
    """The context before a passage; "…" for the word that it cuts off and all before it."""
    # Shorter context reaches to the edge of the text: nothing is cut off there.
    if len(prefix) < CONTEXT:
        return prefix
    return f"… {prefix.partition(' ')[2] or prefix}"


def _beginning(suffix):
    """The context after a passage; "…" for the word that it cuts off and all after it."""
    if len(suffix) < CONTEXT:
        return suffix
    return f"{suffix.rpartition(' ')[0] or suffix} …"
