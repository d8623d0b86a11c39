from collections import defaultdict

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length

from annotations.models.claim import Status
from annotations.models.passage import Passage
from annotations.models.placement import Placement, PlacementState
from annotations.publishing.quote_limits import QuotedAmount, covered_length
from corpus.models import Article
from corpus.models.revision import ImmutableModel


class QuotedSpanQuerySet(models.QuerySet):
    def of_published_claims(self):
        """The spans of the latest publications of published claims."""
        return self.filter(
            publication=F("publication__claim__publication"),
            publication__claim__status=Status.PUBLISHED,
            publication__claim__deleted_at=None,
        )

    def edited_since(self):
        """Spans whose passage was edited since publication; the public still sees the old quote.

        The piece has another position in the quoted revision, or another length in the newest.
        """
        unchanged = Placement.objects.filter(
            passage=OuterRef("passage"),
            revision__number=OuterRef("revision_number"),
            start=OuterRef("start"),
            end=OuterRef("end"),
        )
        resized = Placement.objects.filter(
            ~Q(end=F("start") + OuterRef("end") - OuterRef("start")),
            passage=OuterRef("passage"),
            piece=OuterRef("piece"),
            state=PlacementState.PLACED,
            revision__number=F("passage__article__revision_number"),
        )
        return self.filter(~Exists(unchanged) | Exists(resized))

    def limit_refusals(self, claim, passages):
        """Why publishing a claim with these passages (by key) would quote too much, in sentences.

        Spans are merged within the newest revision in which each passage is certainly placed; the
        lengths in different revisions are added.
        """
        articles = {passage.article_id for passage in passages.values()}
        other_spans = self.of_published_claims().exclude(publication__claim=claim)
        article_by_passage = dict(
            other_spans.filter(passage__article__in=articles).values_list(
                "passage_id", "passage__article_id"
            )
        )
        article_by_passage |= {pk: passage.article_id for pk, passage in passages.items()}
        spans = defaultdict(lambda: defaultdict(list))
        for (passage, _), (revision, start, end) in last_certain_spans(article_by_passage).items():
            spans[article_by_passage[passage]][revision].append((start, end))
        for passage, revision, start, end in (
            other_spans.edited_since()
            .filter(passage__in=article_by_passage)
            .values_list("passage_id", "revision_number", "start", "end")
        ):
            spans[article_by_passage[passage]][revision].append((start, end))
        reasons = []
        for article in _with_lengths(articles):
            covered = sum(covered_length(group) for group in spans[article.pk].values())
            amount = QuotedAmount(article.display_title, article.length, covered)
            if amount.is_too_much:
                reasons.append(str(amount))
        return reasons

    def add_for(self, publication, passages):
        """Store the spans of the passages that a publication quotes."""
        for (passage, piece), (revision, start, end) in last_certain_spans(passages).items():
            self.create(
                publication=publication,
                passage_id=passage,
                piece=piece,
                revision_number=revision,
                start=start,
                end=end,
            )


def last_certain_spans(passages):
    """{(passage, piece): (number of the revision, start, end)} of the last certain placements.

    Every piece has one, at least in the revision in which it was marked. Pieces that the passage
    no longer has are omitted.
    """
    current = Placement.objects.filter(
        passage=OuterRef("passage"),
        piece=OuterRef("piece"),
        revision__number=F("passage__article__revision_number"),
    )
    # A placement beyond the end of its text counts up to that end.
    certain = Placement.objects.within_text().filter(
        Exists(current) | Q(passage__deleted_at__isnull=False),
        passage__in=passages,
        state=PlacementState.PLACED,
    )
    rows = certain.order_by("passage", "piece", "revision__number").values_list(
        "passage_id", "piece", "revision__number", "start", "until"
    )
    return {(passage, piece): place for passage, piece, *place in rows}


def _with_lengths(articles):
    """Articles annotated with the length of their texts, which are not loaded."""
    measured = Article.objects.filter(pk__in=articles).annotate(length=Length("text"))
    return measured.defer("text").order_by("pk")


class QuotedSpan(ImmutableModel):
    """Half-open code points of a revision quoted by a publication, for the quote limit."""

    publication = models.ForeignKey(
        "annotations.Publication", models.PROTECT, related_name="quoted_spans"
    )
    passage = models.ForeignKey(Passage, models.PROTECT, related_name="quoted_spans")
    piece = models.PositiveSmallIntegerField(default=0)
    revision_number = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    objects = QuotedSpanQuerySet.as_manager()

    class Meta:
        ordering = ["publication", "passage", "piece"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "passage", "piece"], name="quoted_span_unique"
            ),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="quoted_span_not_empty"),
        ]

    def __str__(self):
        return f"{self.start}–{self.end}"

    def natural_key(self):
        return (*self.publication.natural_key(), self.passage.public_id, self.piece)
