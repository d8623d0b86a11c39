"""Saves the items of readers batch by batch; the caller opens an Action for each.

An import killed at any point has saved complete batches; repeating it is safe.
"""

import json

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import Truncator

from corpus.db.bulk_insert import insert, insert_with_history, moment_value
from corpus.db.locks import wait_for_other_imports
from corpus.importing.counts import ImportCounts
from corpus.importing.drafts import Draft, draft_of
from corpus.importing.existing import ExistingArticles
from corpus.importing.source_matching import existing_sources, sources_of
from corpus.models import Article, Credit, Retrieval, Snapshot
from corpus.models.article_order import DayFull
from corpus.models.bulk_add import add_all
from corpus.models.correction import CorrectionRefused, correct
from corpus.models.credit import CreditKind
from corpus.readers.imported_record import ImportedRecord, Problem
from corpus.records.action import current_action
from corpus.records.edit_conflict import RowGone, StaleVersion
from corpus.search_index.gathered import GatheredIndex

# The maximum length of a title in a message, in code points.
MAX_TITLE_LENGTH = 80
REASON = "as imported"
UPDATE_REASON = "as retrieved again"
# The publisher changed nothing: the bytes are those that the article has.
REREAD_REASON = "the same file, read anew by a newer version of Twosource"
NOT_REREAD = (
    "The file is the same as before and is read otherwise by now. The text was not replaced, "
    "since it was corrected or retrieved again since."
)
STALE = "The article was changed since the preview was shown. Upload the file again to compare."


class Loader:
    """Saves batches of records and problems.

    `source` and `language` are for records that name none. With `update`, articles take the newer
    texts of records; with `is_trial`, everything is rolled back. With `joins_parts`, the caller
    joins the parts of the search index (see `IndexTable.part_apart`). Where `gathers` is set, it
    writes `index` too, in the transaction in which it has saved one or several batches.
    """

    def __init__(self, *, source="", language="", update=False, is_trial=False, joins_parts=False):
        self.source = source
        self.language = language
        self.update = update
        self.is_trial = is_trial
        # A text that is updated must be in the index.
        self.gathers = joins_parts and not (update or is_trial) and connection.vendor == "sqlite"
        self.index = GatheredIndex(is_apart=joins_parts)

    def save(self, items):
        """Save records, or their Drafts, and count Problems; return the ImportCounts.

        `items` is a list of these or a Batch. Call it inside `acting`.
        """
        self.index.announce(getattr(items, "new_words", None))
        counts = ImportCounts()
        drafts = []
        for item in items:
            outcome = draft_of(item) if isinstance(item, ImportedRecord) else item
            if isinstance(outcome, Draft):
                drafts.append(outcome)
                counts.dropped += outcome.dropped
            else:
                counts.report(outcome)
        if drafts:
            wait_for_other_imports()
            self._load(drafts, counts)
            if self.is_trial:
                transaction.set_rollback(True)
        return counts

    def _load(self, drafts, counts):
        existing_articles = ExistingArticles(drafts)
        new, matched, neighbours = [], [], []
        for draft in drafts:
            existing = existing_articles.match(draft)
            if existing is None:
                other = existing_articles.neighbour(draft)
                new.append(existing_articles.add_draft(draft))
                if other:
                    neighbours.append((new[-1], other))
            else:
                matched.append((draft, existing))
                if self.update or draft.record.revises:
                    existing.new_texts.append(draft.text)
        if new:
            self._add(new, existing_articles.digests, counts)
        for added, other in neighbours:
            if added.article and other.article:
                counts.report(_neighbour_problem(added, other))
                counts.neighbours += 1
        for draft, existing in matched:
            if existing.article:
                self._compare(draft, existing, existing_articles.digests, counts)
            else:
                # The matching draft was just refused.
                counts.report(_day_full_problem(draft))

    def _add(self, new, digests, counts):
        """Create the articles of new drafts, unless their days are full."""
        drafts = [each.draft for each in new]
        sources, new_sources = sources_of(drafts, self.source)
        counts.sources += new_sources
        articles = [
            _article_of(draft, source, self.language)
            for draft, source in zip(drafts, sources, strict=True)
        ]
        added, pairs = add_all(
            articles,
            reason=REASON,
            known_entries=[draft.found_by for draft in drafts],
            index=self.index,
        )
        if not self.gathers:
            self.index.keep()
            self.index.write()
        added_keys = {article.pk for article in added}
        similar_keys = {pk for pair in pairs for pk in (pair.first_id, pair.second_id)}
        counts.new += len(added)
        counts.resembling += len(similar_keys & added_keys)
        for each, article in zip(new, articles, strict=True):
            if article.pk is None:
                counts.report(_day_full_problem(each.draft))
            else:
                each.article = article
        saved = [(each.draft, each.article) for each in new if each.article]
        _save_snapshots(saved, digests)
        _credit(saved)
        for draft, article in saved:
            if draft.pages:
                article.revision.keep_pages(draft.pages)

    def _compare(self, draft, existing, digests, counts):
        """Count a draft that matches, and with `update` correct the text of its article."""
        article = existing.article
        is_other = draft.text != article.text
        is_update = self.update or bool(draft.record.revises)
        if draft.digest in existing.digests and not (is_update and is_other):
            is_other = False
        elif is_other and is_update:
            # An editor who corrected the text has already seen this one.
            is_other = draft.digest not in existing.digests or not existing.had_text_of(draft)
        if not is_other:
            counts.same += 1
            _add_pages(draft, article)
            return
        is_reread = is_update and draft.digest == existing.first_digest
        may_replace = draft.record.revises or article.revision.reason in (REASON, REREAD_REASON)
        if is_reread and not may_replace:
            counts.same += 1
            record = draft.record
            counts.report(Problem(record.place, "", NOT_REREAD, record.position, is_left_out=False))
            return
        if draft.digest not in existing.digests:
            _save_snapshots([(draft, article)], digests)
            existing.digests.add(draft.digest)
        if not is_update:
            counts.other += 1
            return
        try:
            version = draft.record.revises and draft.record.revises[1]
            reason = REREAD_REASON if is_reread else UPDATE_REASON
            correct(article, draft.text, reason, version, draft.pages)
        except (CorrectionRefused, RowGone) as refused:
            counts.report(Problem(draft.record.place, "text", str(refused), draft.record.position))
        except StaleVersion:
            counts.report(Problem(draft.record.place, "text", STALE, draft.record.position))
        else:
            counts.updated += 1


def _article_of(draft, source, language):
    record = draft.record
    published = record.published
    return Article(
        title=record.title,
        byline=record.byline,
        url=record.url,
        address_key=draft.key,
        language=record.language or ("" if record.is_checked else language),
        published_on=published.first if published else None,
        published_precision=published.precision if published else "",
        date_note="" if published else record.date_note,
        text=draft.text,
        source=source,
    )


def _add_pages(draft, article):
    """Store the pages of an article that was imported before they were kept."""
    if draft.pages and draft.text == article.text and not article.revision.pages:
        article.revision.keep_pages(draft.pages)


def _credit(saved):
    """Credit the publishers whose texts the articles of (Draft, Article) pairs carry."""
    pairs = [(draft.record.via, article) for draft, article in saved if draft.record.via]
    sources = existing_sources({via for via, _ in pairs})
    credits = [
        Credit(
            article=article,
            kind=CreditKind.VIA,
            source=sources.get(via),
            words="" if via in sources else via,
        )
        for via, article in pairs
    ]
    if credits:
        insert_with_history(credits, current_action(), timezone.now())


def _neighbour_problem(added, other):
    """Return the Problem of an added article at the address of another."""
    # An article of the same batch has no permanent address: this may be a trial.
    where = "" if other.draft else f" ({other.article.get_absolute_url()})"
    reason = (
        f"{_quoted(added.article)} has the same address as {_quoted(other.article)}{where}, but "
        "almost none of the same text. Both are kept as separate articles."
    )
    record = added.draft.record
    return Problem(record.place, "", reason, record.position, is_left_out=False)


def _quoted(article):
    return f"“{Truncator(article.display_title).chars(MAX_TITLE_LENGTH)}”"


def _day_full_problem(draft):
    refusal = DayFull.of(draft.record.published.first if draft.record.published else None)
    return Problem(draft.record.place, "published", str(refusal), draft.record.position)


def _save_snapshots(retrievals, digests):
    """Save the bytes and retrievals of (Draft, Article) pairs; add new digests to `digests`."""
    missing = {draft.digest: draft for draft, _ in retrievals if draft.digest not in digests}
    insert(
        Snapshot,
        ["content", "media_type", "sha256", "size"],
        [
            (draft.compressed, draft.record.media_type, digest, draft.size)
            for digest, draft in missing.items()
        ],
    )
    digests |= missing.keys()
    snapshots = Snapshot.objects.filter(sha256__in_array={draft.digest for draft, _ in retrievals})
    keys = dict(snapshots.values_list("sha256", "pk"))
    insert(
        Retrieval,
        ["article", "snapshot", "url", "retrieved_at", "left_out", "file"],
        [
            (
                article.pk,
                keys[draft.digest],
                draft.record.url,
                moment_value(draft.record.retrieved_at),
                json.dumps([each.stored for each in draft.record.left_out], ensure_ascii=False),
                draft.record.place.own_file,
            )
            for draft, article in retrievals
        ],
    )
