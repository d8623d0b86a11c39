"""What the desk knows of the records of a batch, asked for in a few queries."""

from collections import defaultdict
from dataclasses import dataclass

from corpus.models import Article, Retrieval, Snapshot
from corpus.models.revision import digest_of


@dataclass(slots=True)
class Known:
    """An article that a record is, with the digests of the bytes that it was taken from."""

    article: Article
    digests: set

    def has_had(self, draft):
        """Whether the text of a record was the article's at some time."""
        texts = self.article.revisions.filter(sha256=digest_of(draft.text))
        return texts.exists()


def known_of(drafts):
    """The Known of each identity among these drafts that the desk has, and the digests it has.

    Answers (by identity, digests). Deleted articles are no longer known: whoever
    imports such a record again gets it back as a new article.
    """
    keys = sorted({draft.key for draft in drafts if draft.key})
    digests = sorted({draft.digest for draft in drafts})
    kept = dict(Snapshot.objects.filter(sha256__among=digests).values_list("pk", "sha256"))
    of_bytes = defaultdict(set)
    if kept:
        pairs = Retrieval.objects.filter(snapshot__in=list(kept)).order_by("pk")
        for snapshot, pk in pairs.values_list("snapshot", "article"):
            of_bytes[pk].add(kept[snapshot])
    present = Article.objects.present().order_by("-pk")
    by_key, by_bytes = {}, {}
    if keys:
        for article in present.filter(address_key__among=keys):
            by_key[article.address_key] = Known(article, of_bytes[article.pk])
    for article in present.filter(pk__in=list(of_bytes)) if of_bytes else ():
        for digest in of_bytes[article.pk]:
            by_bytes[digest] = Known(article, of_bytes[article.pk])
    found = {}
    for draft in drafts:
        known = by_key.get(draft.key)
        if known is None and (same := by_bytes.get(draft.digest)):
            # Bytes without an address, read once more with one, or the other way round.
            known = same if not (draft.key and same.article.address_key) else None
        if known:
            found[draft.identity] = known
    return found, set(kept.values())
