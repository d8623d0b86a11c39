"""What the desk knows of the records of a batch, asked for in a few queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from corpus.importing.drafts import Draft
from corpus.index_entry import words_of
from corpus.minhash import are_apart, in_common
from corpus.models import Article, Retrieval, Revision, Snapshot
from corpus.models.revision import digest_of

# So many articles at one address, the oldest, and so many former texts of each, the newest, are
# compared with a record; an address that ever more share is no article's, and compares no more.
MAX_COMPARED = 20


@dataclass
class ExistingArticle:
    """An article that records may be, with the digests of the bytes that it was taken from.

    One that the batch itself brings is known by its Draft until it is added. `taken` are texts
    that records of the batch bring for it.
    """

    article: Article | None
    digests: set
    draft: Draft | None = None
    new_texts: list[str] = field(default_factory=list)

    @property
    def text(self):
        return self.article.text if self.article else self.draft.text

    @property
    def key(self):
        return self.article.address_key if self.article else self.draft.key

    def had_text_of(self, draft):
        """Whether the text of a record was the article's at some time."""
        if self.article is None or draft.text == self.text:
            return draft.text == self.text
        return self.article.revisions.filter(sha256=digest_of(draft.text)).exists()

    def is_same_article(self, draft):
        """Whether a record whose bytes are the article's is the article.

        They may be those of another text that came with its address; but what an article was made
        from is the article, even where it is read quite otherwise now.
        """
        return (
            self.had_text_of(draft)
            or self.nearest_words(draft.words) is not None
            or self._first_digest == draft.digest
        )

    def nearest_words(self, words):
        """The words of that text of the article which is not apart from some words, or None.

        Where the text was replaced since, one of the former texts may be meant.
        """
        return next((text for text in self._texts() if not are_apart(text, words)), None)

    def _texts(self):
        yield self._current_words
        yield from map(words_of, reversed(self.new_texts))
        yield from self._former_texts

    @property
    def _first_digest(self):
        if self.article is None:
            return self.draft.digest
        first = self.article.retrievals.order_by("pk").values_list("snapshot__sha256", flat=True)
        return first.first()

    @cached_property
    def _current_words(self):
        return words_of(self.text) if self.article else self.draft.words

    @cached_property
    def _former_texts(self):
        if self.article is None or self.article.revision_number == 1:
            return []
        texts = self.article.revisions.order_by("-number").values_list("text", flat=True)
        return [words_of(text) for text in texts[1 : 1 + MAX_COMPARED]]


class ExistingArticles:
    """The present articles that the drafts of a batch may be, and the bytes that are kept.

    Deleted articles are no longer known: whoever imports such a record again gets it back as a
    new article. `digests` are those of the drafts' bytes that are kept; it grows with them.
    """

    def __init__(self, drafts):
        self.by_address, self.by_digest = defaultdict(list), defaultdict(list)
        draft_digests = {draft.digest for draft in drafts}
        snapshots = dict(
            Snapshot.objects.filter(sha256__in_array=sorted(draft_digests)).values_list(
                "pk", "sha256"
            )
        )
        self.digests = set(snapshots.values())
        digests = defaultdict(set)
        if snapshots:
            pairs = Retrieval.objects.filter(snapshot__in=list(snapshots)).order_by("pk")
            for snapshot, pk in pairs.values_list("snapshot", "article"):
                digests[pk].add(snapshots[snapshot])
        article_keys = digests.keys() | _compared_keys(drafts)
        if article_keys:
            articles = Article.objects.present().filter(pk__in_array=sorted(article_keys))
            for article in articles.order_by("pk"):
                self._add(ExistingArticle(article, digests[article.pk]))

    def _add(self, article):
        if article.key:
            self.by_address[article.key].append(article)
        for digest in article.digests:
            self.by_digest[digest].append(article)

    def add_draft(self, draft):
        """Know a draft that is to be added; answers it as Known."""
        existing = ExistingArticle(None, {draft.digest}, draft)
        self._add(existing)
        return existing

    def match(self, draft):
        """The Known that a draft is: by its bytes, or else by its address; None where it is new.

        Another text with the same address is that of the same article only where the two have
        something in common.
        """
        candidates = self.by_address.get(draft.key, [])
        return (
            _with_bytes(candidates, draft)
            or next((candidate for candidate in candidates if candidate.text == draft.text), None)
            or _nearest(candidates[:MAX_COMPARED], draft)
            or self._with_same_bytes(draft)
        )

    def neighbour(self, draft):
        """The Known that has the address of a draft, which is another's; None where none has."""
        return next(iter(self.by_address.get(draft.key, [])), None)

    def _with_same_bytes(self, draft):
        """Bytes without an address, read once more with one, or the other way round."""
        holders = self.by_digest.get(draft.digest, [])
        candidates = [holder for holder in holders if not (draft.key and holder.key)]
        holder = next((holder for holder in candidates if holder.had_text_of(draft)), None)
        # What one reading finds twice in the same bytes, such as in a broken feed, is two.
        return holder or _nearest([holder for holder in candidates if holder.article], draft)


def _with_bytes(candidates, draft):
    """Of articles at one address the one that was taken from the bytes of a draft."""
    holders = [candidate for candidate in candidates if draft.digest in candidate.digests]
    if len(holders) > 1:
        holders.sort(key=lambda holder: not holder.had_text_of(draft))
    return next((holder for holder in holders if holder.is_same_article(draft)), None)


def _nearest(candidates, draft):
    """The one that has most in common with a draft; None where all have next to nothing."""
    if not candidates:
        return None
    words = draft.words
    related = [
        (candidate, nearest_text)
        for candidate in candidates
        if (nearest_text := candidate.nearest_words(words)) is not None
    ]
    if len(related) > 1:
        related.sort(key=lambda pair: -in_common(pair[1], words))
    return related[0][0] if related else None


def _compared_keys(drafts):
    """The keys of the articles at the drafts' addresses that are compared with them."""
    keys = sorted({draft.key for draft in drafts if draft.key})
    if not keys:
        return set()
    by_address = defaultdict(list)
    articles = Article.objects.present().filter(address_key__in_array=keys).order_by("pk")
    for key, pk in articles.values_list("address_key", "pk"):
        by_address[key].append(pk)
    article_keys = {pk for pks in by_address.values() for pk in pks[:MAX_COMPARED]}
    crowded = sorted(key for key, pks in by_address.items() if len(pks) > MAX_COMPARED)
    if crowded:
        # Those with the very text of a draft are it wherever they stand among the others.
        texts = sorted({digest_of(draft.text) for draft in drafts if draft.key in crowded})
        same_text = Revision.objects.filter(
            article__address_key__in_array=crowded, sha256__in_array=texts
        )
        article_keys |= set(same_text.values_list("article", flat=True))
    return article_keys
