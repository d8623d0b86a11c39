"""What the desk knows of the records of a batch, asked for in a few queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from corpus.importing.drafts import Draft
from corpus.index_entry import folded_words
from corpus.minhash import are_unrelated, shared_portion
from corpus.models import Article, Retrieval, Revision, Snapshot
from corpus.models.revision import digest_of

# So many articles at one address, the oldest, and so many former texts of each, the newest, are
# compared with a record; an address that ever more share is no article's, and compares no more.
MOST_COMPARED = 20


@dataclass
class Known:
    """An article that records may be, with the digests of the bytes that it was taken from.

    One that the batch itself brings is known by its Draft until it is added. `taken` are texts
    that records of the batch bring for it.
    """

    article: Article | None
    digests: set
    draft: Draft | None = None
    taken: list[str] = field(default_factory=list)

    @property
    def text(self):
        return self.article.text if self.article else self.draft.text

    @property
    def key(self):
        return self.article.address_key if self.article else self.draft.key

    def has_had(self, draft):
        """Whether the text of a record was the article's at some time."""
        if self.article is None or draft.text == self.text:
            return draft.text == self.text
        return self.article.revisions.filter(sha256=digest_of(draft.text)).exists()

    def is_of_bytes(self, draft):
        """Whether a record whose bytes are the article's is the article.

        They may be those of another text that came with its address; but what an article was made
        from is the article, even where it is read quite otherwise now.
        """
        return (
            self.has_had(draft)
            or self.nearest_words(draft.words) is not None
            or self._first_digest == draft.digest
        )

    def nearest_words(self, words):
        """The words of that text of the article which is not apart from some words, or None.

        Where the text was replaced since, one of the former texts may be meant.
        """
        return next((text for text in self._texts() if not are_unrelated(text, words)), None)

    def _texts(self):
        yield self._words
        yield from map(folded_words, reversed(self.taken))
        yield from self._former

    @property
    def _first_digest(self):
        if self.article is None:
            return self.draft.digest
        first = self.article.retrievals.order_by("pk").values_list("snapshot__sha256", flat=True)
        return first.first()

    @cached_property
    def _words(self):
        return folded_words(self.text) if self.article else self.draft.words

    @cached_property
    def _former(self):
        if self.article is None or self.article.revision_number == 1:
            return []
        texts = self.article.revisions.order_by("-number").values_list("text", flat=True)
        return [folded_words(text) for text in texts[1 : 1 + MOST_COMPARED]]


class KnownArticles:
    """The present articles that the drafts of a batch may be, and the bytes that are kept.

    Deleted articles are no longer known: whoever imports such a record again gets it back as a
    new article. `digests` are those of the drafts' bytes that are kept; it grows with them.
    """

    def __init__(self, drafts):
        self.at_key, self.of_bytes = defaultdict(list), defaultdict(list)
        sought = {draft.digest for draft in drafts}
        kept = dict(
            Snapshot.objects.filter(sha256__in_array=sorted(sought)).values_list("pk", "sha256")
        )
        self.digests = set(kept.values())
        digests = defaultdict(set)
        if kept:
            pairs = Retrieval.objects.filter(snapshot__in=list(kept)).order_by("pk")
            for snapshot, pk in pairs.values_list("snapshot", "article"):
                digests[pk].add(kept[snapshot])
        chosen = digests.keys() | _compared(drafts)
        if chosen:
            present = Article.objects.present().filter(pk__in_array=sorted(chosen))
            for article in present.order_by("pk"):
                self._put(Known(article, digests[article.pk]))

    def _put(self, article):
        if article.key:
            self.at_key[article.key].append(article)
        for digest in article.digests:
            self.of_bytes[digest].append(article)

    def expect(self, draft):
        """Know a draft that is to be added; answers it as Known."""
        expected = Known(None, {draft.digest}, draft)
        self._put(expected)
        return expected

    def of(self, draft):
        """The Known that a draft is: by its bytes, or else by its address; None where it is new.

        Another text with the same address is that of the same article only where the two have
        something in common.
        """
        near = self.at_key.get(draft.key, [])
        return (
            _with_bytes(near, draft)
            or next((candidate for candidate in near if candidate.text == draft.text), None)
            or _nearest(near[:MOST_COMPARED], draft)
            or self._with_same_bytes(draft)
        )

    def beside(self, draft):
        """The Known that has the address of a draft, which is another's; None where none has."""
        return next(iter(self.at_key.get(draft.key, [])), None)

    def _with_same_bytes(self, draft):
        """Bytes without an address, read once more with one, or the other way round."""
        holders = self.of_bytes.get(draft.digest, [])
        same = [holder for holder in holders if not (draft.key and holder.key)]
        holder = next((holder for holder in same if holder.has_had(draft)), None)
        # What one reading finds twice in the same bytes, such as in a broken feed, is two.
        return holder or _nearest([holder for holder in same if holder.article], draft)


def _with_bytes(near, draft):
    """Of articles at one address the one that was taken from the bytes of a draft."""
    holders = [candidate for candidate in near if draft.digest in candidate.digests]
    if len(holders) > 1:
        holders.sort(key=lambda holder: not holder.has_had(draft))
    return next((holder for holder in holders if holder.is_of_bytes(draft)), None)


def _nearest(candidates, draft):
    """The one that has most in common with a draft; None where all have next to nothing."""
    if not candidates:
        return None
    words = draft.words
    near = [
        (candidate, nearest)
        for candidate in candidates
        if (nearest := candidate.nearest_words(words)) is not None
    ]
    if len(near) > 1:
        near.sort(key=lambda pair: -shared_portion(pair[1], words))
    return near[0][0] if near else None


def _compared(drafts):
    """The keys of the articles at the drafts' addresses that are compared with them."""
    keys = sorted({draft.key for draft in drafts if draft.key})
    if not keys:
        return set()
    at_key = defaultdict(list)
    present = Article.objects.present().filter(address_key__in_array=keys).order_by("pk")
    for key, pk in present.values_list("address_key", "pk"):
        at_key[key].append(pk)
    chosen = {pk for pks in at_key.values() for pk in pks[:MOST_COMPARED]}
    crowded = sorted(key for key, pks in at_key.items() if len(pks) > MOST_COMPARED)
    if crowded:
        # Those with the very text of a draft are it wherever they stand among the others.
        texts = sorted({digest_of(draft.text) for draft in drafts if draft.key in crowded})
        same = Revision.objects.filter(
            article__address_key__in_array=crowded, sha256__in_array=texts
        )
        chosen |= set(same.values_list("article", flat=True))
    return chosen
