"""What rows of an archive say of each other, beyond their keys; no database is asked.

Texts are not kept: of each row only a few numbers are, in arrays.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from hashlib import sha256

from annotations.archive.refusal import ArchiveRefused
from corpus.models.revision import digest_of
from corpus.models.revision_text import CURRENT_TEXT

DIGEST_SIZE = sha256().digest_size


class Consistency:
    """Takes the rows of a Package in their order; every method raises ArchiveRefused."""

    def __init__(self):
        self._rows = defaultdict(_KeptRows)
        # The digests of the texts of articles, one after the other.
        self._digests = bytearray()
        self._checks = {
            "corpus_article": self._article,
            "corpus_revision": self._revision,
            "annotations_passage": self._passage,
            "annotations_placement": self._placement,
            "annotations_claim": self._claim,
            "annotations_publication": self._publication,
        }

    def take(self, table, row, place):
        """Check a row of the table of this name, which stands at a place of the archive."""
        if check := self._checks.get(table):
            check(row, place)

    def end(self):
        """Check what could not be checked before all rows were there."""
        articles, publications = self._rows["article"], self._rows["publication"]
        for number, (count, texts) in enumerate(articles.columns("revision_number", "texts"), 1):
            if count != texts:
                raise ArchiveRefused(
                    f"tables/corpus_article.jsonl, line {number}: revision_number is {count}, and "
                    f"the archive has {texts} of its texts."
                )
        claims = self._rows["claim"]
        for number, (key, publication) in enumerate(claims.columns("id", "publication_id"), 1):
            claim = publications.value(publication, "claim_id") if publication else None
            if claim not in (None, key):
                raise ArchiveRefused(
                    f"tables/annotations_claim.jsonl, line {number}: publication_id names a "
                    f"publication of claim {claim}."
                )

    def _article(self, row, place):
        self._digests += bytes.fromhex(digest_of(row["text"]))
        self._rows["article"].keep(
            id=row["id"], revision_number=row["revision_number"], length=len(row["text"]), texts=0
        )

    def _revision(self, row, place):
        articles, article = self._rows["article"], row["article_id"]
        newest, number = articles.value(article, "revision_number"), row["number"]
        if newest is None:
            # That the article is missing is said where references are checked.
            return
        if number > newest:
            raise ArchiveRefused(
                f"{place}: number is {number}; the newest text of article {article} is {newest}."
            )
        text, length = row["text"], len(row["text"])
        if text == CURRENT_TEXT and number == newest:
            length = articles.value(article, "length")
        elif digest_of(text) != row["sha256"]:
            raise ArchiveRefused(f"{place}: sha256 is not that of its text.")
        if number == newest and self._digest_of_article(article) != row["sha256"]:
            raise ArchiveRefused(
                f"{place}: this is the newest text of article {article}, which has another one."
            )
        articles.count(article, "texts")
        self._rows["revision"].keep(id=row["id"], article_id=article, length=length)

    def _digest_of_article(self, key):
        start = self._rows["article"].position(key) * DIGEST_SIZE
        return self._digests[start : start + DIGEST_SIZE].hex()

    def _passage(self, row, place):
        self._rows["passage"].keep(id=row["id"], article_id=row["article_id"])

    def _placement(self, row, place):
        revisions, revision = self._rows["revision"], row["revision_id"]
        length, article = (revisions.value(revision, name) for name in ("length", "article_id"))
        if length is None:
            return
        if self._rows["passage"].value(row["passage_id"], "article_id") not in (None, article):
            raise ArchiveRefused(
                f"{place}: passage {row['passage_id']} is not of the article of "
                f"revision {revision}."
            )
        # A row that was inserted by hand has no length, and is reviewed.
        if row["text_length"] not in (0, length):
            raise ArchiveRefused(
                f"{place}: text_length is {row['text_length']}, and the text of "
                f"revision {revision} has {length} characters."
            )

    def _claim(self, row, place):
        self._rows["claim"].keep(id=row["id"], publication_id=row["publication_id"] or 0)

    def _publication(self, row, place):
        if sha256(row["record"].encode()).hexdigest() != row["sha256"]:
            raise ArchiveRefused(f"{place}: sha256 is not that of its record.")
        self._rows["publication"].keep(id=row["id"], claim_id=row["claim_id"])


class _KeptRows:
    """Numbers of rows by ascending `id`."""

    def __init__(self):
        self._columns = defaultdict(lambda: array("q"))

    def keep(self, **numbers):
        for name, number in numbers.items():
            self._columns[name].append(number)

    def value(self, key, name):
        """A number of the row with this key; None without the row."""
        position = self.position(key)
        return None if position is None else self._columns[name][position]

    def count(self, key, name):
        self._columns[name][self.position(key)] += 1

    def columns(self, *names):
        return zip(*(self._columns[name] for name in names), strict=True)

    def position(self, key):
        keys = self._columns["id"]
        position = bisect_left(keys, key)
        return position if position < len(keys) and keys[position] == key else None
