"""Near-duplicates: pairs of articles whose sketches are similar."""

from collections import Counter, defaultdict
from itertools import chain

from django.db import models
from django.db.models import F, Q

from corpus.db.bulk_insert import insert
from corpus.minhash import MIN_RESEMBLANCE, lookup_hashes, pack, similarity, sketch_of, unpack

# Maximum of articles per hash: boilerplate occurs in thousands, and a text published that often
# has been paired by then.
MAX_ARTICLES_PER_HASH = 20
# Maximum of texts that one is compared with: those with most hashes in common.
MAX_COMPARED = 40
# The fields of an article shown in a link, besides its source.
LINK_FIELDS = ("public_id", "title", "opening", "language", "published_on", "published_precision")


class SketchQuerySet(models.QuerySet):
    def put(self, article, words):
        """Replace the sketch of an article by that of `words`, the folded words of its text."""
        former = self.filter(pk=article.pk).first()
        if former:
            former_hashes = lookup_hashes(bytes(former.hashes))
            SketchHash.objects.filter(article=article.pk, hash__in=former_hashes).delete()
            NearDuplicate.objects.of([article.pk]).delete()
            former.delete()
        if sketch := pack(sketch_of(words)):
            self.put_new({article.pk: sketch})

    def put_new(self, sketches):
        """Add {article key: stored sketch} of articles without one; returns their NearDuplicates.

        Each is compared with the stored sketches and with the preceding ones.
        """
        near_duplicates = self._compared(sketches, self.keep(sketches))
        return NearDuplicate.objects.bulk_create(near_duplicates) if near_duplicates else []

    def keep(self, sketches):
        """Add {article key: stored sketch} of articles without one, and compare nothing.

        Returns {article key: [keys of articles to compare it with]}.
        """
        lookups = {pk: lookup_hashes(sketch) for pk, sketch in sketches.items()}
        articles_of = SketchHash.objects.articles_by_hash(set(chain(*lookups.values())))
        partners, hash_rows = {}, []
        for pk, lookup in lookups.items():
            shared_hashes = Counter(
                other for hash_value in lookup for other in articles_of[hash_value]
            )
            if shared_hashes:
                partners[pk] = [other for other, _ in shared_hashes.most_common(MAX_COMPARED)]
            for hash_value in lookup:
                if len(articles_of[hash_value]) < MAX_ARTICLES_PER_HASH:
                    articles_of[hash_value].append(pk)
                    hash_rows.append((hash_value, pk))
        insert(self.model, ["article", "hashes"], list(sketches.items()))
        insert(SketchHash, ["hash", "article"], sorted(hash_rows))
        return partners

    def _compared(self, sketches, partners):
        """Unsaved NearDuplicates of new sketches with those of their `partners`, lists of keys."""
        missing = {pk for others in partners.values() for pk in others} - sketches.keys()
        all_sketches = dict(sketches)
        if missing:
            rows = self.filter(article__id__in_array=missing).values_list("pk", "hashes")
            all_sketches |= {pk: bytes(hashes) for pk, hashes in rows}
        near_duplicates = []
        for pk, others in partners.items():
            sample = unpack(sketches[pk])
            for other in others:
                if other not in all_sketches:
                    continue
                alike = similarity(unpack(all_sketches[other]), sample)
                if alike.is_near:
                    first, second = sorted((pk, other))
                    near_duplicates.append(
                        NearDuplicate(
                            first_id=first,
                            second_id=second,
                            percent=alike.percent,
                            held_percent=alike.held_percent,
                        )
                    )
        return near_duplicates


class Sketch(models.Model):
    """The sketch of an article's text (see `corpus.minhash`); short texts have none."""

    article = models.OneToOneField("corpus.Article", models.CASCADE, primary_key=True)
    hashes = models.BinaryField()

    objects = SketchQuerySet.as_manager()

    def __str__(self):
        return f"sketch of {self.pk}"


class SketchHashQuerySet(models.QuerySet):
    def articles_by_hash(self, hashes):
        """{hash: [keys of the articles with this hash]}."""
        articles_of = defaultdict(list)
        rows = self.filter(hash__in_array=hashes).order_by("hash", "article_id")
        for hash_value, pk in rows.values_list("hash", "article_id"):
            articles_of[hash_value].append(pk)
        return articles_of


class SketchHash(models.Model):
    """One of the smallest hashes of an article's sketch, by which it is looked up."""

    pk = models.CompositePrimaryKey("hash", "article_id")
    hash = models.BigIntegerField()
    # Looked up by hash only, eight rows per article: no other index or constraint is needed.
    article = models.ForeignKey(
        "corpus.Article",
        models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    objects = SketchHashQuerySet.as_manager()

    def __str__(self):
        return f"{self.hash} in {self.article_id}"


class NearDuplicateQuerySet(models.QuerySet):
    def of(self, articles):
        """Pairs that include any of these articles, given by key."""
        return self.filter(Q(first__in=articles) | Q(second__in=articles))

    def among(self, articles):
        """Pairs of two of these articles, given by key."""
        return self.filter(first__in=articles, second__in=articles)

    def between_present(self):
        return self.filter(first__deleted_at=None, second__deleted_at=None)

    def named(self):
        """Pairs with the fields that a link to either article shows."""
        columns = [
            f"{side}__{name}"
            for side in ("first", "second")
            for name in (*LINK_FIELDS, "source__name", "source__public_id")
        ]
        related = self.select_related("first__source", "second__source")
        return related.only("percent", "held_percent", *columns)


class NearDuplicate(models.Model):
    """Two near-duplicates: almost the same text, or one contains most of the other."""

    first = models.ForeignKey("corpus.Article", models.CASCADE, related_name="duplicates_after")
    second = models.ForeignKey("corpus.Article", models.CASCADE, related_name="duplicates_before")
    percent = models.PositiveSmallIntegerField("hundredths of both texts that are the same")
    held_percent = models.PositiveSmallIntegerField("hundredths of the shorter one")

    objects = NearDuplicateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="near_duplicate_unique"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="near_duplicate_smaller_first"
            ),
        ]

    def __str__(self):
        return f"{self.first_id} and {self.second_id}: {self.percent} %"

    @property
    def words(self):
        """ "94% the same"; where one text contains the other, how much of the shorter one."""
        if self.percent >= MIN_RESEMBLANCE * 100:
            return f"{self.percent}% the same"
        return f"{self.held_percent}% of the shorter text is in the longer one"

    def other(self, article):
        """The other article of the pair."""
        return self.second if self.first_id == article.pk else self.first
