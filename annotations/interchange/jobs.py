"""Imports annotations in batches, driven by the requests of the page that shows its progress.

First all parts are planned, then, once a member has started it, written. Each batch is a
transaction of its own, so that colleagues can save in between; all are one Action, whose rows are
hidden until the last step. A job killed at any point goes on at the part where it was.
"""

import time
from collections import Counter

from django.db import transaction

from annotations.interchange import plan as planning
from annotations.interchange.names import MAX_NEW_NAMES
from annotations.interchange.reveal import reveal_step
from annotations.interchange.staging import MAX_PROBLEMS, problem_fields
from annotations.interchange.writing import prepare_articles, write_part
from annotations.models import AnnotationJob, AnnotationJobState, AnnotationProblem
from corpus.records.action import continuing, current_action_id

# Seconds after which one request starts no further batch.
MAX_SECONDS_PER_REQUEST = 0.5
# Seconds before the batches of a request: waiting writers poll SQLite every 0.1 seconds, and would
# find it locked by the next batch each time.
PAUSE_SECONDS = 0.1


def start(job, *, takes_in):
    """Start to write a planned job, inside `acting`; the Action becomes that of the job."""
    return job.start(current_action_id(), takes_in=takes_in)


def move(job):
    """Plan or write for MAX_SECONDS_PER_REQUEST; returns the job with its new state."""
    if job.is_running:
        time.sleep(PAUSE_SECONDS)
    deadline = time.monotonic() + MAX_SECONDS_PER_REQUEST
    while job.is_moving:
        job = _plan_next(job) if job.is_planning else _write_next(job)
        if time.monotonic() > deadline:
            break
    return job


def _part(job):
    return job.parts.filter(number=job.position).first()


def _plan_next(job):
    """Plan the next part, and count what would become of it."""
    part = _part(job)
    plan, names = None, {}
    if part:
        plan = planning.plan_part(job, part)
        names = planning.count(job, plan)
    with transaction.atomic():
        locked = _locked(job)
        if not locked.is_planning or locked.position != job.position:
            return locked
        if part is None:
            locked.state = AnnotationJobState.READY
        else:
            locked.planned = dict(Counter(locked.planned) + plan.counts)
            _keep_problems(locked, plan.problems)
            locked.names = _joined(locked.names, names)
            locked.position += 1
            locked.done += part.total
            if _has_too_many_names(locked.names):
                _refuse_whole(locked)
        locked.save()
    return locked


def _write_next(job):
    """Write the next part; after the last, show what was written."""
    part = _part(job)
    # Texts are read and searched before anything is locked.
    plan = planning.plan_part(job, part) if part else None
    if plan:
        prepare_articles(job, plan)
    with transaction.atomic():
        locked = _locked(job)
        if not locked.is_running or locked.position != job.position:
            return locked
        with continuing(locked.action):
            if part is None:
                if not reveal_step(locked):
                    locked.finish()
                return locked
            counts, problems = write_part(locked, part, plan)
        locked.written = dict(Counter(locked.written) + counts)
        _keep_problems(locked, problems, is_late=True)
        locked.position += 1
        locked.done += part.total
        locked.save()
    return locked


def _locked(job):
    rows = AnnotationJob.objects.select_for_update(of=("self",)).select_related("by", "action")
    return rows.get(pk=job.pk)


def _keep_problems(job, problems, *, is_late=False):
    """Keep problems, of those found in writing only what the plan did not say."""
    room = MAX_PROBLEMS - job.problems.count()
    rows = [problem_fields(where, why) for where, why in problems[: max(0, room)]]
    if is_late:
        planned = set(job.problems.values_list("where", "why"))
        rows = [row for row in rows if (row["where"], row["why"]) not in planned]
    AnnotationProblem.objects.bulk_create(
        [AnnotationProblem(job=job, is_late=is_late, **row) for row in rows]
    )


def _joined(names, more):
    """The names of a job, with those of a further part that it does not have yet."""
    return {
        kind: {
            state: list(dict.fromkeys([*names.get(kind, {}).get(state, ()), *more[kind][state]]))
            for state in ("new", "known")
        }
        for kind in more
    }


def _has_too_many_names(names):
    return any(len(each["new"]) > MAX_NEW_NAMES for each in names.values())


def _refuse_whole(job):
    """Give up a file that would flood the desk."""
    kind = next(kind for kind, each in job.names.items() if len(each["new"]) > MAX_NEW_NAMES)
    why = f"The file has more than {MAX_NEW_NAMES:,} new {kind}. Nothing was imported."
    AnnotationProblem.objects.create(job=job, where=job.name, why=why)
    job.state = AnnotationJobState.GIVEN_UP
    job.parts.all().delete()
