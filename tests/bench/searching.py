"""The measures of one generated corpus: searches relative to handwritten queries."""

from time import perf_counter
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, override_settings

from corpus.models import Article
from corpus.search.parser import parse
from corpus.search.snippets import HitFinder, snippets
from corpus.search_index.index_scan import PRESENT
from corpus.search_index.newest_hits import newest
from tests.bench import corpora
from tests.bench.loading import MEMBER
from tests.conftest import PLAIN_SETTINGS

SHOWN = 20
SEARCHES = {
    "rare": corpora.RARE,
    "half": corpora.HALF,
    "phrase": f'"{corpora.RARE_PHRASE}"',
    "seldom": f'"{corpora.SELDOM_MEETING}"',
    "prefix": f"{corpora.SHORT_PREFIX}*",
}

# The fastest handwritten queries for the same rows.
FTS5 = """
SELECT a.public_id, a.title, a.published_on, s.name, a.text
FROM corpus_article_index hit JOIN corpus_article a ON a.sort_key = hit.rowid
LEFT JOIN corpus_source s ON s.id = a.source_id
WHERE corpus_article_index MATCH %s AND a.deleted_at IS NULL ORDER BY hit.rowid DESC LIMIT 21
"""
# Rare words are looked up and sorted: `+ 0` prevents ordering by index.
GIN = """
SELECT a.public_id, a.title, a.published_on, s.name, a.text FROM (
    SELECT rowid FROM corpus_article_index WHERE {words} ORDER BY rowid {order} DESC LIMIT 21
) hit JOIN corpus_article a ON a.sort_key = hit.rowid
LEFT JOIN corpus_source s ON s.id = a.source_id
WHERE a.deleted_at IS NULL ORDER BY hit.rowid DESC
"""
WORD = "corpus_lexemes(title, text, byline) @@ %s::tsquery"
COMPARED = "strpos(title || text, %s) > 0"
PHRASE = f"{WORD} AND {COMPARED}"
LEXEMES = " & ".join(corpora.RARE_PHRASE.split())
BY_HAND = {
    "sqlite": {
        "rare": (FTS5, [f"{{title text}} : {corpora.RARE}"]),
        "half": (FTS5, [f"{{title text}} : {corpora.HALF}"]),
        "phrase": (FTS5, [f'{{title text}} : "{corpora.RARE_PHRASE}"']),
    },
    "postgresql": {
        "rare": (GIN.format(words=WORD, order="+ 0"), [f"'{corpora.RARE}'"]),
        "half": (GIN.format(words=COMPARED, order=""), [f" {corpora.HALF} "]),
        "phrase": (GIN.format(words=PHRASE, order="+ 0"), [LEXEMES, f" {corpora.RARE_PHRASE} "]),
    },
}


def rows_by_hand(name):
    """The rows of a handwritten query."""
    with connection.cursor() as cursor:
        cursor.execute(*BY_HAND[connection.vendor][name])
        return cursor.fetchall()


class Measures:
    """Each method returns the seconds it took; its results are checked once, at the start."""

    def __init__(self):
        member = get_user_model().objects.get(username=MEMBER)
        # For the lifetime of the process: resetting it each time would be measured too.
        override_settings(**PLAIN_SETTINGS, ROOT_URLCONF="tests.bench.urls").enable()
        self._client = Client(SERVER_NAME="127.0.0.1")
        self._client.force_login(member)
        keys = Article.objects.order_by("-sort_key")
        deep = keys[Article.objects.count() * 9 // 10]
        self._lists = {"first": "/articles/", "deep": f"/articles/?before={deep.public_id}"}
        for name in BY_HAND[connection.vendor]:
            ours, by_hand = self.search(name), rows_by_hand(name)
            if [row.public_id for row in ours] != [row[0] for row in by_hand][:SHOWN]:
                raise RuntimeError(f"{name}: the desk and the yardstick found other articles.")
        self._pages = {name: f"/search/?{urlencode({'q': q})}" for name, q in SEARCHES.items()}
        self._sizes = {name: len(self._get(path)) for name, path in self._pages.items()}

    def take(self, name):
        kind, _, about = name.partition(" ")
        measure = {
            "search": self.search,
            "hand": rows_by_hand,
            "list": self.list_page,
            "page": self.search_page,
            "bare": self.bare_page,
        }[kind]
        started = perf_counter()
        measure(about)
        return perf_counter() - started

    def search(self, name):
        """What a page of hits needs: the newest hits, their rows, and a snippet of each."""
        tree = parse(SEARCHES[name]).tree
        present = Article.objects.present()
        newest_hits = newest(PRESENT, tree, most=SHOWN)
        hits = present.select_related("source").filter(sort_key__in=newest_hits.keys)
        hits = list(hits.order_by("-sort_key"))
        finder = HitFinder(tree)
        for hit in hits:
            snippets(hit.text, finder)
        return hits

    def list_page(self, which):
        self._get(self._lists[which])

    def search_page(self, name):
        self._get(self._pages[name])

    def bare_page(self, name):
        """A page with as many bytes, for the same member."""
        self._get(f"/yardstick/bare/?bytes={self._sizes[name]}")

    def _get(self, path):
        answer = self._client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answers {answer.status_code}.")
        return answer.content
