"""Imports a codebook in batches, driven by the requests of the page that shows its progress.

Each batch is a transaction of its own, so that colleagues can save in between; all are one Action,
which is undone as a whole, finished or not.
"""

import time

from django.db import transaction

from annotations.models import CodebookJob, Tag
from corpus.records.action import continuing
from corpus.records.bulk_write import change_rows

# Tags in one transaction: 0.1 seconds of writing, one second on a busy machine.
BATCH_SIZE = 250
# Seconds after which one request starts no further batch.
MAX_SECONDS_PER_REQUEST = 0.5
# Seconds between two batches: waiting writers poll SQLite every 0.1 seconds, and would find it
# locked by the next batch each time.
PAUSE_SECONDS = 0.1


def begin(plan, *, only_new=False, without_near=False, changes=()):
    """Create the job that imports a Plan; nothing is written to tags yet.

    `changes` are those of the Codebook, to be shown with the job.
    """
    steps = [
        _step_values(step) for step in plan.selected(only_new=only_new, without_near=without_near)
    ]
    batches = [steps[start : start + BATCH_SIZE] for start in range(0, len(steps), BATCH_SIZE)]
    return CodebookJob.objects.begin(batches, changes)


def _step_values(step):
    """A step as JSON.

    Name, definition, hue, the primary key and version of its tag or None, the names in its file,
    and the digit that adds it.
    """
    tag, code = step.tag, step.code
    return [
        code.name,
        step.definition,
        step.hue,
        tag and tag.pk,
        tag and tag.version,
        list(code.path),
        step.digit,
    ]


def move(job):
    """Import batches for MAX_SECONDS_PER_REQUEST; returns the job with its new state."""
    deadline = time.monotonic() + MAX_SECONDS_PER_REQUEST
    while job.is_running:
        job = _import_batch(job)
        if not job.is_running or time.monotonic() > deadline:
            break
        time.sleep(PAUSE_SECONDS)
    return job


def _import_batch(job):
    """Import the next batch. Concurrent requests for one job take turns, a batch each."""
    with transaction.atomic():
        locked = CodebookJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if not locked.is_running:
            return locked
        part = locked.parts.order_by("number").first()
        if part:
            with continuing(locked.action):
                _save_steps(locked, part.steps)
            locked.done += len(part.steps)
            part.delete()
        if locked.parts.exists():
            locked.save()
        else:
            locked.finish()
    return locked


def _save_steps(job, steps):
    """Create and change the tags of some steps; tags that others have changed are skipped."""
    # Steps that older releases stored end with the version or with the path.
    steps = [[*step, *([], None)[len(step) - 5 :]] for step in steps]
    new = {
        name: (definition, hue, path, digit)
        for name, definition, hue, pk, _, path, digit in steps
        if pk is None
    }
    _, added_tags = Tag.objects.add_missing(new)
    changes = {
        pk: (name, definition, hue, digit)
        for name, definition, hue, pk, *_, digit in steps
        if pk is not None
    }
    versions = {pk: version for *_, pk, version, _, _ in steps}
    rows = Tag.objects.standing().select_for_update(of=("self",)).filter(pk__in=changes)
    tags = [tag for tag in rows.order_by("pk") if tag.version == versions[tag.pk]]
    for tag in tags:
        _, tag.definition, tag.hue, tag.digit = changes.pop(tag.pk)
        tag.give_way()
        tag.version += 1
    change_rows(tags, ["definition", "hue", "digit", "version"])
    for tag in added_tags:
        del new[tag.name]
    job.made_count += len(added_tags)
    job.changed_count += len(tags)
    job.left += [*new, *(name for name, *_ in changes.values())]
