from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from annotations.models.claim import Claim
from annotations.models.origin import Origin
from annotations.models.passage import Passage
from annotations.models.placement import Placement, PlacementState
from annotations.publishing.counting import EvidenceSource
from annotations.publishing.text_fragments import GAP, directives_of
from corpus.models import Article, Reliability
from corpus.page_numbers import page_at
from corpus.records.action import History
from corpus.records.constraints import one_of, unique_while_present
from corpus.records.record import Record, RecordQuerySet


class Stance(models.TextChoices):
    REPORTS = "reports", "reports"
    SUPPORTS = "supports", "supports"
    CONTRADICTS = "contradicts", "contradicts"


class EvidenceQuerySet(RecordQuerySet):
    def standing(self):
        """Present evidence of present claims, including that of deleted passages."""
        return self.present().filter(claim__deleted_at=None)

    def with_details(self):
        """Present evidence of present claims, with all that claim pages show."""
        return self.standing().with_passages().with_pages()

    def with_pages(self):
        """With what `page` needs: where the passages begin and end in the newest texts."""
        pieces = Placement.objects.filter(
            passage=OuterRef("passage"),
            revision__number=OuterRef("passage__article__revision_number"),
        )
        first, last = (pieces.order_by(order)[:1] for order in ("piece", "-piece"))
        return self.annotate(
            pages_of_text=Subquery(first.values("revision__pages")),
            first_start=Subquery(first.values("start")),
            last_end=Subquery(last.values("end")),
        )

    def with_passages(self):
        """With passages, articles, sources and origins, but without the texts of articles."""
        related = self.select_related("passage__article__source", "origin", "created_by")
        return related.defer("passage__article__text")


class Evidence(Record):
    """Links a passage to a claim that it reports, supports or contradicts."""

    passage = models.ForeignKey(Passage, models.PROTECT, related_name="evidence")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="evidence")
    stance = models.CharField(max_length=11, choices=Stance)
    origin = models.ForeignKey(
        Origin, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    why = models.TextField(blank=True, max_length=2000)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # Set by `with_pages`.
    pages_of_text = first_start = last_end = None
    # The columns that `assign` sets.
    EDITED_COLUMNS = ("stance", "origin", "why")

    objects = EvidenceQuerySet.as_manager()
    history = History()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "evidence"
        constraints = [
            one_of("stance", Stance, "evidence_stance_known"),
            unique_while_present("passage", "claim", name="evidence_unique"),
        ]

    def __str__(self):
        return f"{self.passage} {self.stance} {self.claim}"

    @property
    def stance_words(self):
        return Stance(self.stance).label

    @property
    def article(self):
        """The article of the passage; its text need not be loaded."""
        return self.passage.article

    @property
    def page(self):
        """The printed page of the passage, "" where none is known."""
        if self.first_start is None or self.last_end is None:
            return ""
        return page_at(self.pages_of_text, self.first_start, self.last_end)

    @property
    def reliability(self):
        """The letter of the article's source; F if the publisher is unknown."""
        source = self.passage.article.source
        return source.reliability if source else Reliability.F.value

    @property
    def reliability_words(self):
        return Reliability(self.reliability).label

    @property
    def counted_source(self):
        """The EvidenceSource by which it is counted."""
        article, source, origin = self.article, self.article.source, self.origin
        return EvidenceSource(
            stance=self.stance,
            article=article.public_id,
            title=article.display_title,
            source=source.public_id if source else "",
            source_name=source.name if source else "",
            origin=origin.public_id if origin else "",
            origin_name=str(origin) if origin else "",
            origin_kind=origin.kind_words if origin else "",
        )

    def edit(self, version, *, stance, origin=None, new_origin="", why=""):
        """Change stance, origin and reason; `new_origin` is a name.

        Raises StaleVersion, RowGone.
        """
        # Lock the claim first, as for every change of its evidence, to avoid deadlocks.
        claim = Claim.lock(self.claim_id)
        Evidence.lock(self.pk, version)
        self.refresh_from_db()
        if new_origin:
            origin = Origin.objects.obtain(new_origin)
        if self.assign(stance, origin, why):
            self.save_act(*self.EDITED_COLUMNS)
            claim.note_edit()

    def assign(self, stance, origin, why):
        """Set stance, origin and reason without saving; return whether any changed."""
        before = self.stance, self.origin, self.why
        self.stance, self.origin, self.why = stance, origin, why
        return before != (stance, origin, why)

    def remove(self):
        """Remove the link between passage and claim."""
        claim = Claim.lock(self.claim_id, even_deleted=True)
        super().remove()
        claim.note_edit()


def directives_in_texts(evidence):
    """{public id: text directives} of the quotes of evidence that recur in their articles.

    Of those that are in the newest texts as they were marked, in two queries.
    """
    quoted = {row.passage_id: row.passage for row in evidence if row.article.url}
    if not quoted:
        return {}
    spans = {}
    pieces = Placement.objects.filter(
        passage__id__in_array=list(quoted),
        is_set_aside=False,
        revision__number=models.F("passage__article__revision_number"),
    )
    for pk, state, *span in pieces.values_list("passage", "state", "start", "end"):
        spans.setdefault(pk, []).append(tuple(span) if state == PlacementState.PLACED else (0, 0))
    articles = {passage.article_id for passage in quoted.values()}
    rows = Article.objects.filter(id__in_array=list(articles))
    texts = dict(rows.values_list("pk", "text"))
    directives = {}
    for row in evidence:
        quote, text = row.passage.quote, texts.get(row.passage.article_id, "")
        places = sorted(spans.get(row.passage_id, ()))
        if quote and GAP.join(text[start:end] for start, end in places) == quote:
            in_text = directives_of(quote, text, places)
            if in_text != directives_of(quote):
                directives[row.public_id] = in_text
    return directives
