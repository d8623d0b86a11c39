"""Near-duplicates: pairs of articles whose sketches are similar."""

from collections import Counter, defaultdict

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left

from corpus.db.bulk_insert import insert
from corpus.minhash import LOOKUP_LENGTH, pack, similarity, sketch_of, unpack

# Articles kept for one hash: boilerplate occurs in thousands, and a text published that often has
# been paired by then.
MAX_HOLDERS = 20
# Texts that one is compared with: those that share most of its hashes.
MAX_COMPARED = 40
# Code points of a text in which its first sentence is looked for.
OPENING_LENGTH = 400
# The fields of an article that a link to it shows, beside its source.
LINK_FIELDS = ("public_id", "title", "language", "published_on", "published_precision")


class SketchQuerySet(models.QuerySet):
    def put(self, article, words):
        """Replace the sketch of an article by that of `words`, its text's folded words."""
        former = self.filter(pk=article.pk).first()
        if former:
            Holder.objects.filter(
                article=article.pk, hash__in=former.sample[:LOOKUP_LENGTH]
            ).delete()
            Resemblance.objects.of([article.pk]).delete()
            former.delete()
        if sketch := sketch_of(words):
            self.put_new({article.pk: sketch})

    def put_new(self, sketches):
        """Add sketches, {article key: sketch}, of articles without one; returns their Resemblances.

        Each is compared with the stored ones and with those before it.
        """
        holders = Holder.objects.holders_of(
            {hash_value for sketch in sketches.values() for hash_value in sketch[:LOOKUP_LENGTH]}
        )
        partners, holder_rows = {}, []
        for pk, sketch in sketches.items():
            lookup = sketch[:LOOKUP_LENGTH]
            shared_hashes = Counter(other for hash_value in lookup for other in holders[hash_value])
            if shared_hashes:
                partners[pk] = [other for other, _ in shared_hashes.most_common(MAX_COMPARED)]
            for hash_value in lookup:
                if len(holders[hash_value]) < MAX_HOLDERS:
                    holders[hash_value].append(pk)
                    holder_rows.append((hash_value, pk))
        sketch_rows = [(pk, pack(sketch)) for pk, sketch in sketches.items()]
        insert(self.model, ["article", "hashes"], sketch_rows)
        insert(Holder, ["hash", "article"], sorted(holder_rows))
        resemblances = self._compared(sketches, partners)
        return Resemblance.objects.bulk_create(resemblances) if resemblances else []

    def _compared(self, sketches, partners):
        """Unsaved Resemblances of new sketches with those of their `partners`, lists of keys."""
        missing = {pk for others in partners.values() for pk in others} - sketches.keys()
        all_sketches = dict(sketches)
        if missing:
            rows = self.filter(article__id__in_array=sorted(missing)).values_list("pk", "hashes")
            all_sketches |= {pk: unpack(bytes(hashes)) for pk, hashes in rows}
        resemblances = []
        for pk, others in partners.items():
            for other in others:
                if other not in all_sketches:
                    continue
                alike = similarity(all_sketches[other], all_sketches[pk])
                if alike.is_near:
                    first, second = sorted((pk, other))
                    resemblances.append(
                        Resemblance(
                            first_id=first,
                            second_id=second,
                            percent=alike.percent,
                            held_percent=alike.held_percent,
                        )
                    )
        return resemblances


class Sketch(models.Model):
    """The sketch of an article's text (see `corpus.minhash`); none where a text is too short."""

    article = models.OneToOneField("corpus.Article", models.CASCADE, primary_key=True)
    hashes = models.BinaryField()

    objects = SketchQuerySet.as_manager()

    def __str__(self):
        return f"sketch of {self.pk}"

    @property
    def sample(self):
        return unpack(bytes(self.hashes))


class HolderQuerySet(models.QuerySet):
    def holders_of(self, hashes):
        """{hash: [article keys]} of the articles that hold each hash."""
        holders = defaultdict(list)
        rows = self.filter(hash__in_array=sorted(hashes)).order_by("hash", "article_id")
        for hash_value, pk in rows.values_list("hash", "article_id"):
            holders[hash_value].append(pk)
        return holders


class Holder(models.Model):
    """One of the smallest hashes of an article's sketch, by which it is looked up."""

    pk = models.CompositePrimaryKey("hash", "article_id")
    hash = models.BigIntegerField()
    # Looked up by the hash alone, eight rows an article: no index and no constraint of its own.
    article = models.ForeignKey(
        "corpus.Article",
        models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    objects = HolderQuerySet.as_manager()

    class Meta:
        db_table = "corpus_sketch_holder"

    def __str__(self):
        return f"{self.hash} in {self.article_id}"


class ResemblanceQuerySet(models.QuerySet):
    def of(self, articles):
        """Pairs with any of these articles, given by key."""
        return self.filter(Q(first__in=articles) | Q(second__in=articles))

    def between_present(self):
        return self.filter(first__deleted_at=None, second__deleted_at=None)

    def named(self):
        """Pairs with the fields that a link to either article shows."""
        columns = [
            f"{side}__{name}"
            for side in ("first", "second")
            for name in (*LINK_FIELDS, "source__name", "source__public_id")
        ]
        return (
            self.select_related("first__source", "second__source")
            .only("percent", "held_percent", *columns)
            .annotate(
                first_opening=Left("first__text", OPENING_LENGTH),
                second_opening=Left("second__text", OPENING_LENGTH),
            )
        )


class Resemblance(models.Model):
    """Two near-duplicates: almost the same text, or one contains most of the other."""

    first = models.ForeignKey("corpus.Article", models.CASCADE, related_name="resembled_after")
    second = models.ForeignKey("corpus.Article", models.CASCADE, related_name="resembled_before")
    percent = models.PositiveSmallIntegerField("hundredths of both texts that are the same")
    held_percent = models.PositiveSmallIntegerField("hundredths of the shorter one")

    objects = ResemblanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="resemblance_unique"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="resemblance_smaller_first"
            ),
        ]

    def __str__(self):
        return f"{self.first_id} and {self.second_id}: {self.percent} %"

    def beside(self, article):
        """The other article of the pair, with its `opening`."""
        side = "second" if self.first_id == article.pk else "first"
        other = getattr(self, side)
        other.opening = getattr(self, f"{side}_opening")
        return other
