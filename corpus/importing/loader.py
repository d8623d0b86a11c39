"""Saving what readers yield: batch by batch, each in one transaction as one Action.

Killed anywhere, a desk has whole batches, and what is read again is the same and changes nothing.
"""

from contextlib import contextmanager

from django.db import connection, transaction
from django.utils.text import Truncator

from corpus.db.bulk_insert import insert, moment_value
from corpus.db.locks import IMPORT_LOCK
from corpus.importing.counts import ImportCounts
from corpus.importing.drafts import Draft, draft_of
from corpus.importing.existing import KnownArticles
from corpus.importing.source_matching import sources_of
from corpus.models import Article, Retrieval, Snapshot, acting
from corpus.models.article_order import DayFull
from corpus.models.correction import CorrectionRefused
from corpus.readers.imported_record import Problem, Record
from corpus.records.record import RowGone

# What an article of unknown language is taken for, as the models take it.
LANGUAGE = Article._meta.get_field("language").default
# So much of a title is enough to know an article by.
LONGEST_TITLE = 80
REASON = "as imported"
UPDATE_REASON = "as retrieved again"


class Loader:
    """Saves batches of records and problems; `update` lets texts follow the records.

    `source` and `language` are said for records that name none.
    """

    def __init__(self, by, *, source="", language="", update=False, is_trial=False):
        self.by = by
        self.source = source
        self.language = language
        self.update = update
        self.is_trial = is_trial

    def save(self, items):
        """Save Records, or their Drafts, and note Problems; answers the Tally of this batch."""
        tally = ImportCounts()
        drafts = []
        for item in items:
            found = draft_of(item) if isinstance(item, Record) else item
            if isinstance(found, Draft):
                drafts.append(found)
                tally.dropped += found.dropped
            else:
                tally.report(found)
        if drafts:
            with self._transaction():
                self._load(drafts, tally)
        return tally

    @contextmanager
    def _transaction(self):
        with acting("article.import", self.by):
            if connection.vendor == "postgresql":
                # Transactions on SQLite wait for each other by themselves.
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
            yield
            if self.is_trial:
                transaction.set_rollback(True)

    def _load(self, drafts, tally):
        articles = KnownArticles(drafts)
        new, again, beside = [], [], []
        for draft in drafts:
            same = articles.of(draft)
            if same is None:
                other = articles.beside(draft)
                new.append(articles.expect(draft))
                if other:
                    beside.append((new[-1], other))
            else:
                again.append((draft, same))
                if self.update:
                    same.taken.append(draft.text)
        if new:
            self._add(new, articles.digests, tally)
        for apart, other in beside:
            if apart.article and other.article:
                tally.report(_neighbour(apart, other))
                tally.neighbours += 1
        for draft, same in again:
            if same.article:
                self._compare(draft, same, articles.digests, tally)
            else:
                # The one before it was refused just now.
                tally.report(_day_full(draft))

    def _add(self, new, digests, tally):
        """Make articles of the Known that are but drafts, where their days have room."""
        drafts = [each.draft for each in new]
        sources, made = sources_of(drafts, self.source)
        tally.sources += made
        articles = [
            _article_of(draft, source, self.language)
            for draft, source in zip(drafts, sources, strict=True)
        ]
        kept, pairs = Article.objects.add_all(
            articles, by=self.by, reason=REASON, known_entries=[draft.found_by for draft in drafts]
        )
        own = {article.pk for article in kept}
        near = {pk for pair in pairs for pk in (pair.first_id, pair.second_id)}
        tally.new += len(kept)
        tally.resembling += len(near & own)
        for each, article in zip(new, articles, strict=True):
            if article.pk is None:
                tally.report(_day_full(each.draft))
            else:
                each.article = article
        _keep_bytes([(each.draft, each.article) for each in new if each.article], digests)

    def _compare(self, draft, known, digests, tally):
        """A record that is known: the same, or with another text, which may be taken."""
        article = known.article
        is_other = draft.text != article.text
        if draft.digest in known.digests and not (self.update and is_other):
            is_other = False
        elif is_other and self.update:
            # Whoever corrected the text since knew the former one.
            is_other = draft.digest not in known.digests or not known.has_had(draft)
        if not is_other:
            tally.same += 1
            return
        if draft.digest not in known.digests:
            _keep_bytes([(draft, article)], digests)
            known.digests.add(draft.digest)
        if not self.update:
            tally.other += 1
            return
        try:
            article.correct(draft.text, self.by, UPDATE_REASON)
        except (CorrectionRefused, RowGone) as refused:
            tally.report(Problem(draft.record.place, "text", str(refused), draft.record.position))
        else:
            tally.updated += 1


def _article_of(draft, source, language):
    record = draft.record
    published = record.published
    return Article(
        title=record.title,
        byline=record.byline,
        url=record.url,
        language=record.language or language or LANGUAGE,
        published_on=published.first if published else None,
        published_precision=published.precision if published else "",
        text=draft.text,
        source=source,
    )


def _neighbour(apart, other):
    """What is said of a Known whose address is another's."""
    # One of the same batch need not stay: this may be a trial.
    where = "" if other.draft else f" ({other.article.get_absolute_url()})"
    reason = (
        f"{_quoted(apart.article)} has the address of {_quoted(other.article)}{where}, but next to "
        "nothing in common with it: each is kept as an article of its own."
    )
    record = apart.draft.record
    return Problem(record.place, "", reason, record.position, is_left_out=False)


def _quoted(article):
    return f"“{Truncator(article.display_title).chars(LONGEST_TITLE)}”"


def _day_full(draft):
    full = DayFull.of(draft.record.published.first if draft.record.published else None)
    return Problem(draft.record.place, "published", str(full), draft.record.position)


def _keep_bytes(taken, digests):
    """Keep where articles come from, given as (Draft, Article); `digests` grows by new ones."""
    missing = {draft.digest: draft.record for draft, _ in taken if draft.digest not in digests}
    insert(
        Snapshot,
        ["content", "media_type", "sha256", "size"],
        [
            (record.content, record.media_type, digest, len(record.content))
            for digest, record in missing.items()
        ],
    )
    digests |= missing.keys()
    found = Snapshot.objects.filter(sha256__in_array=[draft.digest for draft, _ in taken])
    keys = dict(found.values_list("sha256", "pk"))
    insert(
        Retrieval,
        ["article", "snapshot", "url", "retrieved_at"],
        [
            (
                article.pk,
                keys[draft.digest],
                draft.record.url,
                moment_value(draft.record.retrieved_at),
            )
            for draft, article in taken
        ],
    )
