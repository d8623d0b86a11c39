"""Which articles are nearly the same: found by sketches of their texts, kept as pairs."""

from collections import Counter, defaultdict

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left

from corpus.db.bulk_insert import insert
from corpus.minhash import LOOKED_UP, likeness, packed, sketch_of, unpacked

# Of texts that share a hash this many are remembered: boilerplate stands in thousands, and a
# text that is carried so often has been found to be by then.
MOST_HOLDERS = 20
# With so many texts at most, those that share most hashes, one is compared.
MOST_COMPARED = 40
# As much of a text as its first sentence may take.
OPENING = 400
# What a link to an article shows, beside its source.
SHOWN = ("public_id", "title", "language", "published_on", "published_precision")


class SketchQuerySet(models.QuerySet):
    def put(self, article, words):
        """Keep the sketch of an article's text, given as words, instead of what is kept of it."""
        former = self.filter(pk=article.pk).first()
        if former:
            Holder.objects.filter(article=article.pk, hash__in=former.sample[:LOOKED_UP]).delete()
            Resemblance.objects.of([article.pk]).delete()
            former.delete()
        if sketch := sketch_of(words):
            self.put_new({article.pk: sketch})

    def put_new(self, sketches):
        """Keep sketches, by the keys of their articles, that have none; answers their Resemblances.

        Each is compared with those that are there and with those before it.
        """
        holders = Holder.objects.holders_of(
            {each for sketch in sketches.values() for each in sketch[:LOOKED_UP]}
        )
        partners, rows = {}, []
        for pk, sketch in sketches.items():
            lookup = sketch[:LOOKED_UP]
            shared = Counter(other for each in lookup for other in holders[each])
            if shared:
                partners[pk] = [other for other, _ in shared.most_common(MOST_COMPARED)]
            for each in lookup:
                if len(holders[each]) < MOST_HOLDERS:
                    holders[each].append(pk)
                    rows.append((each, pk))
        sketched = [(pk, packed(sketch)) for pk, sketch in sketches.items()]
        insert(self.model, ["article", "hashes"], sketched)
        insert(Holder, ["hash", "article"], sorted(rows))
        found = self._compared(sketches, partners)
        return Resemblance.objects.bulk_create(found) if found else []

    def _compared(self, sketches, partners):
        missing = {pk for found in partners.values() for pk in found} - sketches.keys()
        known = dict(sketches)
        if missing:
            rows = self.filter(article__id__in_array=sorted(missing)).values_list("pk", "hashes")
            known |= {pk: unpacked(bytes(hashes)) for pk, hashes in rows}
        found = []
        for pk, others in partners.items():
            for other in others:
                if other in known and (near := likeness(known[other], known[pk])).is_near:
                    first, second = sorted((pk, other))
                    found.append(
                        Resemblance(
                            first_id=first,
                            second_id=second,
                            percent=near.percent,
                            held_percent=near.held_percent,
                        )
                    )
        return found


class Sketch(models.Model):
    """The sketch of an article's text (see `corpus.minhash`); none where a text is too short."""

    article = models.OneToOneField("corpus.Article", models.CASCADE, primary_key=True)
    hashes = models.BinaryField()

    objects = SketchQuerySet.as_manager()

    def __str__(self):
        return f"sketch of {self.pk}"

    @property
    def sample(self):
        return unpacked(bytes(self.hashes))


class HolderQuerySet(models.QuerySet):
    def holders_of(self, hashes):
        """The keys of the articles that hold each hash, as a dict of lists."""
        found = defaultdict(list)
        rows = self.filter(hash__in_array=sorted(hashes)).order_by("hash", "article_id")
        for each, pk in rows.values_list("hash", "article_id"):
            found[each].append(pk)
        return found


class Holder(models.Model):
    """An article whose text holds a hash, among the smallest of its sketch."""

    pk = models.CompositePrimaryKey("hash", "article_id")
    hash = models.BigIntegerField()
    # Found by the hash alone, and there are eight of an article: no index and no check of its own.
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
        """Those of any of these articles, by their keys."""
        return self.filter(Q(first__in=articles) | Q(second__in=articles))

    def between_present(self):
        return self.filter(first__deleted_at=None, second__deleted_at=None)

    def named(self):
        """With what a link to either article shows."""
        shown = [
            f"{side}__{name}"
            for side in ("first", "second")
            for name in (*SHOWN, "source__name", "source__public_id")
        ]
        return (
            self.select_related("first__source", "second__source")
            .only("percent", "held_percent", *shown)
            .annotate(
                first_opening=Left("first__text", OPENING),
                second_opening=Left("second__text", OPENING),
            )
        )


class Resemblance(models.Model):
    """Two articles whose texts are nearly the same, or of which one holds most of the other."""

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
        """The other of the two articles, with its opening."""
        side = "second" if self.first_id == article.pk else "first"
        other = getattr(self, side)
        other.opening = getattr(self, f"{side}_opening")
        return other
