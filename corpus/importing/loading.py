"""Saving what readers yield: batch by batch, each in one transaction as one Action.

Killed anywhere, a desk has whole batches, and what is read again is the same and changes nothing.
"""

from contextlib import contextmanager

from django.db import connection, transaction

from corpus.importing.drafts import Draft, draft_of
from corpus.importing.known import Known, known_of
from corpus.importing.sources import sources_of
from corpus.importing.tally import Tally
from corpus.models import Article, Retrieval, Snapshot, acting
from corpus.models.correction import CorrectionRefused
from corpus.models.inserting import insert, moment_value
from corpus.models.record import RowGone
from corpus.models.sort_key import DayFull
from corpus.readers.record import Problem, Record

# Two imports at once must not both find that a record is new. The number is that of `sort_key`,
# one further.
LOCK = 0x7351
# What an article of unknown language is taken for, as the models take it.
LANGUAGE = Article._meta.get_field("language").default
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
        tally = Tally()
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
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            yield
            if self.is_trial:
                transaction.set_rollback(True)

    def _load(self, drafts, tally):
        known, digests = known_of(drafts)
        new, again = {}, []
        for draft in drafts:
            if draft.identity in known or draft.identity in new:
                again.append(draft)
            else:
                new[draft.identity] = draft
        if new:
            known |= self._add(list(new.values()), digests, tally)
        for draft in again:
            if draft.identity in known:
                self._compare(draft, known[draft.identity], digests, tally)
            else:
                # The one before it was refused just now.
                tally.report(_day_full(draft))

    def _add(self, drafts, digests, tally):
        """Make articles of drafts; answers them as Known."""
        sources, made = sources_of(drafts, self.source)
        tally.sources += made
        articles = [
            _article_of(draft, source, self.language)
            for draft, source in zip(drafts, sources, strict=True)
        ]
        kept, pairs = Article.objects.add_all(
            articles, by=self.by, reason=REASON, found_by=[draft.found_by for draft in drafts]
        )
        own = {article.pk for article in kept}
        near = {pk for pair in pairs for pk in (pair.first_id, pair.second_id)}
        tally.new += len(kept)
        tally.resembling += len(near & own)
        taken = []
        for draft, article in zip(drafts, articles, strict=True):
            if article.pk is None:
                tally.report(_day_full(draft))
            else:
                taken.append((draft, article))
        _keep_bytes(taken, digests)
        return {draft.identity: Known(article, {draft.digest}) for draft, article in taken}

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
    found = Snapshot.objects.filter(sha256__among=[draft.digest for draft, _ in taken])
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
