"""Finds the articles of the desk that the documents of a file are."""

from collections import defaultdict

from django.db.models import F, Q

from corpus.canonical_urls import address_key, domain_of
from corpus.ids import is_id
from corpus.models import Article, Revision
from corpus.names import name_key


def matching_articles(documents, hidden_at):
    """{number of a document in the list: its Article}, with source, for those that are here.

    By our id, then its address, then the very text, now or before a correction, then by title,
    source and date; by any but the id only where one article alone fits. A document of which the
    file has no more than a name is the article with that title, with or without an ending such as
    ".txt". Articles that the import marked as deleted at `hidden_at` are here too.
    """
    present = Article.objects.filter(Q(deleted_at=None) | Q(deleted_at=hidden_at))
    matcher = _Matcher(documents, present.select_related("source"))
    matcher.match(lambda each: each.key if is_id(each.key) else "", _by_id)
    matcher.match(lambda each: address_key(each.url), _by_address)
    matcher.match(lambda each: each.sha256.lower(), _by_text)
    matcher.match(_title_and_date, _by_title)
    matcher.match(_only_name, _by_name)
    return matcher.articles


class _Matcher:
    def __init__(self, documents, present):
        self._documents, self._present = documents, present
        self.articles = {}

    def match(self, key_of, rows_by_key):
        """Match documents that have no article yet by a key, "" where they have none."""
        keys = {
            number: key
            for number, document in enumerate(self._documents)
            if number not in self.articles and (key := key_of(document))
        }
        if not keys:
            return
        articles = rows_by_key(self._present, sorted(set(keys.values())))
        for number, key in keys.items():
            candidates = [
                article
                for article in articles.get(key, {}).values()
                if rows_by_key is not _by_title or _is_from(article, self._documents[number])
            ]
            if len(candidates) == 1:
                self.articles[number] = candidates[0]


def _by_id(present, keys):
    return _grouped((row.public_id, row) for row in present.filter(public_id__in_array=keys))


def _by_address(present, keys):
    return _grouped((row.address_key, row) for row in present.filter(address_key__in_array=keys))


def _by_text(present, keys):
    revisions = Revision.objects.filter(sha256__in_array=keys).order_by("pk")
    pairs = list(
        revisions.values_list("sha256", "article", F("article__revision_number"), "number")
    )
    articles = present.in_bulk({pk for _, pk, *_ in pairs})
    # An article that has the text now comes before those that had it.
    has_now = {(digest, pk) for digest, pk, newest, number in pairs if newest == number}
    digests_now = {digest for digest, pk in has_now if pk in articles}
    return _grouped(
        (digest, articles[pk])
        for digest, pk, *_ in pairs
        if pk in articles and (digest not in digests_now or (digest, pk) in has_now)
    )


def _by_title(present, keys):
    rows = present.filter(title__in_array=sorted({title for title, *_ in keys}))
    return _grouped(((row.title, row.published_on, row.published_precision), row) for row in rows)


def _title_and_date(document):
    date = document.published
    return (document.title, date.first, date.precision) if document.title and date else ""


def _only_name(document):
    """The name of a document of which the file says nothing else; the text decides the places."""
    is_known = document.text is not None or document.sha256 or document.source or document.published
    return "" if is_known else document.title or document.key


def _by_name(present, names):
    stems = {name: name.rpartition(".")[0] or name for name in names}
    titles = sorted({*stems, *stems.values()})
    rows = _grouped((row.title, row) for row in present.filter(title__in_array=titles))
    return {name: rows.get(name) or rows.get(stem, {}) for name, stem in stems.items()}


def _is_from(article, document):
    """Whether an article is from the source that a document names, if it names one."""
    if not document.source or article.source is None:
        return not document.source and article.source is None
    names = {article.source.name_key, article.source.domain} - {""}
    return bool({name_key(document.source), domain_of(document.source)} & names)


def _grouped(pairs):
    articles = defaultdict(dict)
    for key, article in pairs:
        articles[key][article.pk] = article
    return articles
