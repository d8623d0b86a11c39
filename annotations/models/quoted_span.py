from collections import defaultdict

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Left, Length

from annotations.models.claim import Status
from annotations.models.passage import Passage
from annotations.models.placement import Placement, PlacementState
from annotations.publishing.quote_limits import QuotedAmount, covered_length
from corpus.models import Article
from corpus.models.article import OPENING
from corpus.models.revision import ImmutableModel


class QuotedSpanQuerySet(models.QuerySet):
    def in_force(self):
        """What the latest publications of claims that stand published quote."""
        return self.filter(
            publication=F("publication__claim__publication"),
            publication__claim__status=Status.PUBLISHED,
            publication__claim__deleted_at=None,
        )

    def edited_since(self):
        """Spans whose passage was mended since: strangers still read these words.

        Its piece does not stand there any more in the revision quoted, or has another length in
        the newest one.
        """
        still = Placement.objects.filter(
            passage=OuterRef("passage"),
            revision__number=OuterRef("revision_number"),
            start=OuterRef("start"),
            end=OuterRef("end"),
        )
        longer_or_shorter = Placement.objects.filter(
            ~Q(end=F("start") + OuterRef("end") - OuterRef("start")),
            passage=OuterRef("passage"),
            piece=OuterRef("piece"),
            state=PlacementState.PLACED,
            revision__number=F("passage__article__revision_number"),
        )
        return self.filter(~Exists(still) | Exists(longer_or_shorter))

    def limit_refusals(self, claim, passages):
        """Why publishing a claim with these passages (by key) would quote too much, in sentences.

        Spans are united in the newest revision in which each passage stands for certain; what
        stands for certain only in older revisions is united there, and the revisions are added.
        """
        articles = {passage.article_id for passage in passages.values()}
        others = self.in_force().exclude(publication__claim=claim)
        quoted = dict(
            others.filter(passage__article__in=articles).values_list(
                "passage_id", "passage__article_id"
            )
        )
        quoted |= {pk: passage.article_id for pk, passage in passages.items()}
        spans = defaultdict(lambda: defaultdict(list))
        for (passage, _), (revision, start, end) in places(quoted).items():
            spans[quoted[passage]][revision].append((start, end))
        for passage, revision, start, end in (
            others.edited_since()
            .filter(passage__in=quoted)
            .values_list("passage_id", "revision_number", "start", "end")
        ):
            spans[quoted[passage]][revision].append((start, end))
        reasons = []
        for article in _measured(articles):
            together = sum(covered_length(group) for group in spans[article.pk].values())
            quoting = QuotedAmount(article.display_title, article.length, together)
            if quoting.is_too_much:
                reasons.append(str(quoting))
        return reasons

    def note(self, publication, passages):
        """Note where the passages that a publication quotes stand."""
        for (passage, piece), (revision, start, end) in places(passages).items():
            self.create(
                publication=publication,
                passage_id=passage,
                piece=piece,
                revision_number=revision,
                start=start,
                end=end,
            )


def places(passages):
    """Where each piece of these passages last stood for certain.

    Maps (passage, piece) to (number of the revision, start, end); every piece stands for
    certain at least in the revision in which it was marked. Only pieces count that the passage
    still has.
    """
    newest = Placement.objects.filter(
        passage=OuterRef("passage"),
        piece=OuterRef("piece"),
        revision__number=F("passage__article__revision_number"),
    )
    # What was stored behind the end of its text is counted as far as there is text.
    certain = Placement.objects.within_text().filter(
        Exists(newest) | Q(passage__deleted_at__isnull=False),
        passage__in=passages,
        state=PlacementState.PLACED,
    )
    found = certain.order_by("passage", "piece", "revision__number").values_list(
        "passage_id", "piece", "revision__number", "start", "until"
    )
    return {(passage, piece): place for passage, piece, *place in found}


def _measured(articles):
    """The articles with their length and opening, but without their text."""
    opening = Left("text", OPENING)
    measured = Article.objects.filter(pk__in=articles).annotate(
        length=Length("text"), opening=opening
    )
    return measured.defer("text").order_by("pk")


class QuotedSpan(ImmutableModel):
    """Which code points of a revision a publication quotes; what is quoted is rationed."""

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
