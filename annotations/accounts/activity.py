"""What a member did, by day and by kind of record."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils.timezone import make_aware

from annotations.history.wording import EXPORT_KINDS

# The newest days that are listed.
MAX_DAYS = 30
# The plurals of kinds that are no tables, and of one that has none. An export is of several
# records, which tells its kind ("passages.export") from that of a change ("passage.create").
PLURALS = {
    **{kind.partition(".")[0]: f"exports of {kind.partition('.')[0]}" for kind in EXPORT_KINDS},
    "evidence": "evidence",
    "search": "searches",
    "suggestion": "suggestions",
    "member": "settings",
    "action": "undone",
    "first_corpus": "first corpus",
}


@dataclass(frozen=True)
class Activity:
    """`kinds` are (kind, its plural); `days` are (date, (kind, number) pairs)."""

    kinds: list[tuple[str, str]]
    days: list[tuple[date, list[tuple[str, int]]]]
    is_all: bool


def activity_of(actions):
    """The Activity of some Actions, the newest day first."""
    counts, days = Counter(), {}
    rows = actions.order_by().annotate(day=TruncDate("at")).values_list("day", "kind")
    for day, kind, number in rows.annotate(Count("pk")):
        noun = kind.partition(".")[0]
        days.setdefault(day, Counter())[noun] += number
        counts[noun] += number
    nouns = [noun for noun, _ in counts.most_common()]
    newest = sorted(days, reverse=True)
    return Activity(
        kinds=[(noun, plural_of(noun)) for noun in nouns],
        days=[(day, [(noun, days[day][noun]) for noun in nouns]) for day in newest[:MAX_DAYS]],
        is_all=len(newest) <= MAX_DAYS,
    )


def kinds_of(actions):
    """(kind, its plural) of the kinds of record that some Actions are about, by their plurals."""
    kinds = actions.order_by().values_list("kind", flat=True).distinct()
    nouns = {kind.partition(".")[0] for kind in kinds}
    return sorted(((noun, plural_of(noun)) for noun in nouns), key=lambda pair: pair[1])


def plural_of(noun):
    """The plural of the noun of a kind, as it stands on pages: "proposed corrections"."""
    plurals = {
        model._meta.model_name: str(model._meta.verbose_name_plural) for model in apps.get_models()
    }
    return (plurals | PLURALS).get(noun, noun.replace("_", " "))


def within(actions, noun="", since=None, until=None):
    """The Actions on records of a kind, and of a period; both dates are inclusive."""
    if noun:
        actions = actions.filter(kind__startswith=f"{noun}.")
    if since:
        actions = actions.filter(at__gte=make_aware(datetime.combine(since, time.min)))
    if until:
        end = make_aware(datetime.combine(until + timedelta(days=1), time.min))
        actions = actions.filter(at__lt=end)
    return actions
