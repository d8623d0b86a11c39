"""The metadata on the reading page, as plain values: equal ones are drawn once."""

from dataclasses import dataclass
from datetime import datetime

from annotations.corrections.left_out import number_left_out
from annotations.reading.article_link import ArticleLink
from annotations.reading.near_duplicates import NearDuplicates, near_duplicates
from annotations.reading.same_origin import SameOrigin, same_origin
from corpus.dates import ImpreciseDate
from corpus.importing.rights import may_edit_facts
from corpus.models import Source

# The newest revisions that are listed.
MAX_REVISIONS = 5


@dataclass(frozen=True)
class SourceFacts:
    """The source of an article; its link is made when it is drawn."""

    public_id: str
    name: str
    reliability: str
    is_deleted: bool

    @property
    def row(self):
        return Source(public_id=self.public_id, name=self.name, reliability=self.reliability)


@dataclass(frozen=True)
class RevisionFacts:
    """A correction of the text."""

    number: int
    author: str
    created_at: datetime
    reason: str


@dataclass(frozen=True)
class ArticleFacts:
    """`credits` are (kind in words, name); `revisions` the newest corrections.

    `left_out` is for those who may correct: as `number_left_out` counts it, 0 for others.
    `can_edit` is whether the member may edit these facts.
    `correcting` is what the member may do to the text, in words; "" for nothing.
    """

    link: ArticleLink
    source: SourceFacts | None
    published: ImpreciseDate | None
    date_note: str
    place: str
    byline: str
    credits: tuple[tuple[str, str], ...]
    near_duplicates: NearDuplicates | None
    same_origin: tuple[SameOrigin, ...]
    is_retrieved: bool
    original: str
    left_out: int | None
    is_corrected: bool
    revisions: tuple[RevisionFacts, ...]
    correcting: str
    can_edit: bool


def facts_of(article, member):
    """The ArticleFacts of an article from `Article.find_to_read`, for a member."""
    source, can_correct = article.source, member.has_perm("corpus.change_article")
    return ArticleFacts(
        link=ArticleLink.to(article),
        source=source
        and SourceFacts(source.public_id, source.name, source.reliability, source.is_deleted),
        published=article.published,
        date_note=article.date_note,
        place=article.place,
        byline=article.byline,
        credits=tuple((str(each.kind_words), each.name) for each in article.credits_present),
        near_duplicates=near_duplicates(article),
        same_origin=same_origin(article, member),
        is_retrieved=article.is_retrieved,
        original=article.original,
        left_out=number_left_out(article) if can_correct and article.is_retrieved else 0,
        is_corrected=article.revision_number > 1,
        revisions=_corrections(article) if article.revision_number > 1 else (),
        correcting=_correcting(member),
        can_edit=may_edit_facts(member, article),
    )


def _correcting(member):
    if member.has_perm("corpus.change_article"):
        return "Correct the text"
    return "Propose a correction" if member.has_perm("annotations.add_proposedcorrection") else ""


def _corrections(article):
    return tuple(
        RevisionFacts(row.number, row.created_by.get_username(), row.created_at, row.reason)
        for row in article.revisions.described()[:MAX_REVISIONS]
        if row.number > 1
    )
