"""Live updates: what others, or other tabs, did to an article's passages since a page was drawn."""

from dataclasses import dataclass

from django.db.models import Count, Max

from annotations.highlighting.html import Span, draw
from annotations.models import Passage, Placement
from corpus.db.compiled_query import KEY, CompiledQuery

# Rows that a transaction which ended late can have written before the newest row.
LATE_ROWS_LIMIT = 20


@dataclass(frozen=True)
class PassageChanges:
    """Keys of passages that are new, changed or gone, and the token of the last change included."""

    token: str
    new: frozenset[int]
    changed: frozenset[int]
    gone: frozenset[int]

    def __bool__(self):
        return bool(self.new or self.changed or self.gone)


def history_token(article_pk):
    """A token for the state of the history of an article's passages: "<count>-<newest key>".

    Rows are only ever added. The count is part of it because a transaction that ends late can add
    a row before the newest.
    """
    for count, newest in history_sizes(article_pk):
        return f"{count}-{newest}"
    return "0-0"


def _history_size(article_pk):
    rows = Passage.history.filter(article=article_pk).order_by().values("article")
    counted = rows.annotate(count=Count("history_id"), newest=Max("history_id"))
    return counted.values_list("count", "newest")


history_sizes = CompiledQuery(KEY, build=_history_size)


def changes_since(article_pk, token, now, seen=frozenset()):
    """The PassageChanges between the tokens `token` and `now`.

    Those of the Actions with the keys `seen` are left out: the page that asks made them.
    """
    count, newest = map(int, token.split("-"))
    rows = Passage.history.filter(article=article_pk).order_by("-history_id")
    values = rows.values_list("history_id", "id", "history_type", "deleted_at", "action_id")
    # At most this many rows are new; where one came late, a few known ones are loaded too.
    new_rows = list(values[: max(0, int(now.partition("-")[0]) - count)])
    if new_rows and new_rows[-1][0] <= newest:
        new_rows = list(values[: len(new_rows) + LATE_ROWS_LIMIT])
    unseen_rows = [row for row in reversed(new_rows) if row[4] not in seen]
    is_deleted_now = {
        passage: deleted_at is not None for _, passage, _, deleted_at, _ in unseen_rows
    }
    new = {passage for _, passage, kind, *_ in unseen_rows if kind == "+"}
    gone = {passage for passage, is_gone in is_deleted_now.items() if is_gone}
    return PassageChanges(
        token=now,
        new=frozenset(new - gone),
        changed=frozenset(is_deleted_now.keys() - new - gone),
        gone=frozenset(gone - new),
    )


def paragraphs_changed(reading, revision, changes):
    """The paragraphs of a Reading whose HTML differs because of these changes."""
    drawn = Placement.objects.within_text().filter(revision=revision)
    drawn = drawn.filter(passage__in=changes.new | changes.changed | changes.gone)
    ids = set(drawn.values_list("passage__public_id", flat=True))
    unchanged_spans = [span for span in reading.spans if span.passage not in ids]
    gone = drawn.filter(passage__in=changes.gone).values_list(
        "passage__public_id", "start", "until"
    )
    earlier_spans = unchanged_spans + [Span(passage, start, end, 0) for passage, start, end in gone]
    earlier_spans.sort(key=lambda span: (span.start, -span.end, span.passage))
    earlier_html = {
        paragraph.start: paragraph.html for paragraph in draw(revision.text, earlier_spans)
    }
    return [each for each in reading.paragraphs if each.html != earlier_html[each.start]]
