"""What colleagues did to an article's passages since a page of it was made."""

from dataclasses import dataclass

from django.db.models import Count, Max

from annotations.highlighting.html import Span, draw
from annotations.models import Passage, Placement
from corpus.db.compiled_query import KEY, CompiledQuery

# A transaction that ended late wrote at most so many rows before the newest.
LOOK_BACK = 20


@dataclass(frozen=True)
class Changes:
    """What to tell of: passages, by their keys, that are new, changed or gone."""

    token: str
    new: frozenset
    changed: frozenset
    gone: frozenset

    def __bool__(self):
        return bool(self.new or self.changed or self.gone)


def token_of(article_pk):
    """How far the history of an article's passages has got: how many rows, and the newest.

    Rows are only ever added. Their number is told too, because a transaction that ends late can
    bring in a row before the newest.
    """
    for count, newest in _grown(article_pk):
        return f"{count}-{newest}"
    return "0-0"


def _history_of(article_pk):
    rows = Passage.history.filter(article=article_pk).order_by().values("article")
    counted = rows.annotate(count=Count("history_id"), newest=Max("history_id"))
    return counted.values_list("count", "newest")


_grown = CompiledQuery(KEY, build=_history_of)


def changes_since(article_pk, token, now, member):
    """The Changes by colleagues of a member between two tokens."""
    count, newest = map(int, token.split("-"))
    rows = Passage.history.filter(article=article_pk).order_by("-history_id")
    facts = rows.values_list("history_id", "id", "history_type", "deleted_at", "history_user")
    # No more rows than these can be new; where one came late, some that are known come along.
    later = list(facts[: max(0, int(now.partition("-")[0]) - count)])
    if later and later[-1][0] <= newest:
        later = list(facts[: len(later) + LOOK_BACK])
    theirs = [row for row in reversed(later) if row[4] != member.pk]
    last = {passage: deleted_at is not None for _, passage, _, deleted_at, _ in theirs}
    new = {passage for _, passage, kind, *_ in theirs if kind == "+"}
    gone = {passage for passage, is_gone in last.items() if is_gone}
    return Changes(
        token=now,
        new=frozenset(new - gone),
        changed=frozenset(last.keys() - new - gone),
        gone=frozenset(gone - new),
    )


def paragraphs_changed(reading, revision, changes):
    """The paragraphs of a Reading that these changes drew otherwise."""
    drawn = Placement.objects.within_text().filter(revision=revision)
    drawn = drawn.filter(passage__in=changes.new | changes.changed | changes.gone)
    ids = set(drawn.values_list("passage__public_id", flat=True))
    others = [span for span in reading.spans if span.passage not in ids]
    gone = drawn.filter(passage__in=changes.gone).values_list(
        "passage__public_id", "start", "until"
    )
    before = others + [Span(*place, 0) for place in gone]
    before.sort(key=lambda span: (span.start, -span.end, span.passage))
    was = {paragraph.start: paragraph.html for paragraph in draw(revision.text, before)}
    return [each for each in reading.paragraphs if each.html != was[each.start]]
