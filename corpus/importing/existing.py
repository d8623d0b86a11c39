"""Matches the records of a batch with existing articles, in a few queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from corpus.importing.drafts import Draft
from corpus.index_entry import folded_words
from corpus.minhash import are_unrelated, shared_portion
from corpus.models import Article, Retrieval, Revision, Snapshot
from corpus.models.revision import digest_of
from corpus.models.revision_text import text_of
from corpus.text import is_cleaned_otherwise

# Limits of a comparison: the oldest articles at a record's address, and the newest former texts
# of each. An address shared by more articles identifies none of them.
MAX_COMPARED = 20
# Retrievals of files with the names of some drafts that are looked at, the newest first.
MAX_NAMED = 400


@dataclass
class ExistingArticle:
    """An article that records may match, with the digests of the bytes that it was read from.

    If it is new in the batch, it has a `draft` and no `article` until it is saved. `new_texts` are
    its texts in later records of the batch.
    """

    article: Article | None
    digests: set[str]
    draft: Draft | None = None
    new_texts: list[str] = field(default_factory=list)

    @property
    def text(self):
        return self.article.text if self.article else self.draft.text

    @property
    def key(self):
        return self.article.address_key if self.article else self.draft.key

    def had_text_of(self, draft):
        """Return whether the text of a draft is or was the article's text.

        If the article has the draft's bytes, a text that was only cleaned differently is the same:
        a release may clean texts in another way than the one that imported it.
        """
        if self.article is None or draft.text == self.text:
            return draft.text == self.text
        if self.article.revisions.filter(sha256=digest_of(draft.text)).exists():
            return True
        if draft.digest not in self.digests:
            return False
        texts = self.article.revisions.values_list(text_of(), flat=True).iterator()
        return any(is_cleaned_otherwise(text, draft.text) for text in texts)

    def is_same_article(self, draft):
        """Return whether a draft with the same bytes as the article is the same article.

        The same bytes may hold another text with the same address. The bytes that the article was
        created from always match, even if they are now parsed differently.
        """
        return (
            self.had_text_of(draft)
            or self.nearest_words(draft.words) is not None
            or self.first_digest == draft.digest
        )

    def nearest_words(self, words):
        """Return the words of the first text of the article that resembles some words, or None.

        Former texts are compared too, since the record may hold one of them.
        """
        return next((text for text in self._texts() if not are_unrelated(text, words)), None)

    def _texts(self):
        yield self._current_words
        yield from map(folded_words, reversed(self.new_texts))
        yield from self._former_texts

    @property
    def first_digest(self):
        if self.article is None:
            return self.draft.digest
        first = self.article.retrievals.order_by("pk").values_list("snapshot__sha256", flat=True)
        return first.first()

    @cached_property
    def _current_words(self):
        return folded_words(self.text) if self.article else self.draft.words

    @cached_property
    def _former_texts(self):
        if self.article is None or self.article.revision_number == 1:
            return []
        texts = self.article.revisions.order_by("-number").values_list(text_of(), flat=True)
        return [folded_words(text) for text in texts[1 : 1 + MAX_COMPARED]]


class ExistingArticles:
    """The articles that the drafts of a batch may match, and the stored bytes of the drafts.

    Deleted articles never match: importing such a record again creates a new article. `digests`
    are those of the drafts' bytes already stored; new ones are added as they are saved.
    """

    def __init__(self, drafts):
        self.by_address, self.by_digest = defaultdict(list), defaultdict(list)
        draft_digests = {draft.digest for draft in drafts}
        snapshots = dict(
            Snapshot.objects.filter(sha256__in_array=draft_digests).values_list("pk", "sha256")
        )
        self.digests = set(snapshots.values())
        digests = defaultdict(set)
        if snapshots:
            pairs = Retrieval.objects.filter(snapshot__in=list(snapshots)).order_by("pk")
            for snapshot, pk in pairs.values_list("snapshot", "article"):
                digests[pk].add(snapshots[snapshot])
        article_keys = digests.keys() | _compared_keys(drafts)
        self._by_id = {}
        revised = [draft.record.revises[0] for draft in drafts if draft.record.revises]
        if revised:
            rows = Article.objects.present().filter(public_id__in=revised)
            article_keys |= set(rows.values_list("pk", flat=True))
        if article_keys:
            articles = Article.objects.present().filter(pk__in_array=article_keys)
            for article in articles.order_by("pk"):
                existing = ExistingArticle(article, digests[article.pk])
                self._by_id[article.public_id] = existing
                self._add(existing)

    def _add(self, article):
        if article.key:
            self.by_address[article.key].append(article)
        for digest in article.digests:
            self.by_digest[digest].append(article)

    def add_draft(self, draft):
        """Make a new draft available for matching; return it as an ExistingArticle."""
        existing = ExistingArticle(None, {draft.digest}, draft)
        self._add(existing)
        return existing

    def match(self, draft):
        """Return the ExistingArticle with a draft's bytes, else its address; None if it is new.

        One that an analyst has chosen comes before both. Another text at the same address matches
        only if the two have something in common.
        """
        if draft.record.revises and draft.record.revises[0] in self._by_id:
            return self._by_id[draft.record.revises[0]]
        candidates = self.by_address.get(draft.key, [])
        return (
            _with_bytes(candidates, draft)
            or next((candidate for candidate in candidates if candidate.text == draft.text), None)
            or _nearest(candidates[:MAX_COMPARED], draft)
            or self._with_same_bytes(draft)
        )

    def neighbour(self, draft):
        """Return an ExistingArticle at the address of a draft that does not match it, or None."""
        return next(iter(self.by_address.get(draft.key, [])), None)

    def _with_same_bytes(self, draft):
        """Return the match of bytes that had no address and now do, or vice versa; else None."""
        holders = self.by_digest.get(draft.digest, [])
        candidates = [holder for holder in holders if not (draft.key and holder.key)]
        holder = next((holder for holder in candidates if holder.had_text_of(draft)), None)
        # Two records of the same bytes in one import, as from a broken feed, are two articles.
        return holder or _nearest([holder for holder in candidates if holder.article], draft)


def former_versions(drafts, sources):
    """Return {digest of a draft: the Article of which it is a newer version}.

    The articles have the file name and the source of the draft, and are related to it; `sources`
    are present ones, by the names that drafts have.
    """
    names = {draft.record.place.own_file for draft in drafts} - {None}
    if not names:
        return {}
    retrievals = Retrieval.objects.filter(file__in=names, article__deleted_at=None)
    by_name = defaultdict(dict)
    for retrieval in retrievals.select_related("article").order_by("-pk")[:MAX_NAMED]:
        by_name[retrieval.file][retrieval.article_id] = retrieval.article
    versions = {}
    for draft in drafts:
        source = sources.get(draft.record.source)
        candidates = [
            ExistingArticle(article, set())
            for article in by_name[draft.record.place.own_file].values()
            if article.source_id == (source.pk if source else None)
        ]
        if nearest := _nearest(candidates[:MAX_COMPARED], draft):
            versions[draft.digest] = nearest.article
    return versions


def _with_bytes(candidates, draft):
    """Return the candidate that was read from the bytes of a draft, or None."""
    holders = [candidate for candidate in candidates if draft.digest in candidate.digests]
    if len(holders) > 1:
        holders.sort(key=lambda holder: not holder.had_text_of(draft))
    return next((holder for holder in holders if holder.is_same_article(draft)), None)


def _nearest(candidates, draft):
    """Return the candidate most similar to a draft, None if all are unrelated."""
    if not candidates:
        return None
    words = draft.words
    related = [
        (candidate, nearest_text)
        for candidate in candidates
        if (nearest_text := candidate.nearest_words(words)) is not None
    ]
    if len(related) > 1:
        related.sort(key=lambda pair: -shared_portion(pair[1], words))
    return related[0][0] if related else None


def _compared_keys(drafts):
    """Return the keys of the articles at the drafts' addresses that are compared with them."""
    keys = {draft.key for draft in drafts if draft.key}
    if not keys:
        return set()
    by_address = defaultdict(list)
    articles = Article.objects.present().filter(address_key__in_array=keys).order_by("pk")
    for key, pk in articles.values_list("address_key", "pk"):
        by_address[key].append(pk)
    article_keys = {pk for pks in by_address.values() for pk in pks[:MAX_COMPARED]}
    crowded = sorted(key for key, pks in by_address.items() if len(pks) > MAX_COMPARED)
    if crowded:
        # An article with the same text as a draft matches, however many share the address.
        texts = sorted({digest_of(draft.text) for draft in drafts if draft.key in crowded})
        same_text = Revision.objects.filter(
            article__address_key__in_array=crowded, sha256__in_array=texts
        )
        article_keys |= set(same_text.values_list("article", flat=True))
    return article_keys
