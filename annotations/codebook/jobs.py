"""Taking a codebook in, a batch at a time, by whoever looks at it.

A batch is a transaction of its own, so that colleagues save in between; all of them are one
Action, which is undone as a whole, finished or not.
"""

import time

from django.db import transaction

from annotations.models import CodebookJob, Tag
from corpus.records.action import continuing
from corpus.records.bulk_write import change_rows

# So many tags share a transaction: a tenth of a second of writing, a second on a busy machine.
BATCH = 250
# Seconds after which no further batch is begun by one request.
MOVING = 0.5
# Seconds between two batches: whoever waits for SQLite looks every tenth of a second whether it is
# free, and would find it taken by the next batch again and again.
PAUSE = 0.1


def begin(plan, by, *, only_new=False, without_near=False):
    """Begin to make the changes of a Plan; answers the job, of which nothing is done yet."""
    steps = [_plain(step) for step in plan.wished(only_new=only_new, without_near=without_near)]
    batches = [steps[start : start + BATCH] for start in range(0, len(steps), BATCH)]
    return CodebookJob.objects.begin(batches, by)


def _plain(step):
    """A step as its part keeps it: name, definition, hue, and the tag's key and version or None."""
    tag = step.tag
    return [step.code.name, step.definition, step.hue, tag and tag.pk, tag and tag.version]


def move(job):
    """Take in batches for a moment; answers the job as it stands then."""
    until = time.monotonic() + MOVING
    while job.is_running:
        job = _move_once(job)
        if not job.is_running or time.monotonic() > until:
            break
        time.sleep(PAUSE)
    return job


def _move_once(job):
    """Take in the next batch. Two who move one job at once take turns, each with another batch."""
    with transaction.atomic():
        locked = CodebookJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if not locked.is_running:
            return locked
        part = locked.parts.order_by("number").first()
        if part:
            with continuing(locked.action):
                _take(locked, part.steps)
            locked.done += len(part.steps)
            part.delete()
        if locked.parts.exists():
            locked.save()
        else:
            locked.finish()
    return locked


def _take(job, steps):
    """Make and change the tags of some steps; what a colleague touched meanwhile is left."""
    new = {name: (definition, hue) for name, definition, hue, pk, _ in steps if pk is None}
    _, made = Tag.objects.add_missing(job.by, new)
    changes = {pk: (name, *facts) for name, *facts, pk, version in steps if pk is not None}
    versions = {pk: version for *_, pk, version in steps}
    rows = Tag.objects.standing().select_for_update(of=("self",)).filter(pk__in=changes)
    tags = [tag for tag in rows.order_by("pk") if tag.version == versions[tag.pk]]
    for tag in tags:
        _, tag.definition, tag.hue = changes.pop(tag.pk)
        tag.version += 1
    change_rows(tags, ["definition", "hue", "version"])
    for tag in made:
        del new[tag.name]
    job.made_count += len(made)
    job.changed_count += len(tags)
    job.left += [*new, *(name for name, *_ in changes.values())]
