"""What an import of annotations would bring or has brought, for its page and its command."""

from annotations.formats.placing import BY_QUOTE, EXACT, UNCERTAIN
from annotations.formats.registry import FORMATS

# In the order of the page: kinds of counts, with words for one and for several.
PLANNED = (
    ("exact", "Passages in articles of the desk, at their positions"),
    ("quote", "Passages in articles of the desk, found by their words"),
    ("needs_review", "Passages in articles of the desk, to be reviewed"),
    ("lost", "Passages in articles of the desk, lost in their texts"),
    ("new_exact", "Passages in new articles, at their positions"),
    ("new_quote", "Passages in new articles, found by their words"),
    ("new_needs_review", "Passages in new articles, to be reviewed"),
    ("new_lost", "Passages in new articles, lost in their texts"),
    ("known", "Passages imported before"),
    ("not_placed", "Annotations without a place in the text"),
    ("without_article", "Annotations without an article"),
    ("refused", "Annotations refused"),
    ("documents", "Articles refused"),
    ("articles", "Articles of the desk"),
    ("new_articles", "New articles, if taken in"),
)
WRITTEN = (
    ("passages", "Passages imported"),
    ("exact", "At their positions"),
    ("quote", "Found by their words"),
    ("needs_review", "To be reviewed"),
    ("lost", "Lost in their texts"),
    ("known", "Imported before"),
    ("not_placed", "Without a place in the text"),
    ("without_article", "Without an article"),
    ("refused", "Refused"),
    ("new_articles", "New articles"),
    ("documents", "Articles refused"),
)
NAME_LABELS = {"tags": "Tags", "people": "People", "claims": "Claims", "authors": "Authors"}
# Names and problems on a page; all are counted.
MAX_NAMES_SHOWN, MAX_PROBLEMS_SHOWN = 20, 100


def lines_of(job):
    """(label, number) of the counts of a job: of the plan, or of what was written so far."""
    is_plan = job.is_planning or job.is_ready or (job.action_id is None and not job.written)
    labels, counts = (PLANNED, job.planned) if is_plan else (WRITTEN, job.written)
    if not is_plan:
        # What could not be read was counted when the file was.
        read = {name: job.planned.get(name, 0) for name in ("refused", "documents")}
        counts = {**counts, **{name: number for name, number in read.items() if number}}
        counts["not_placed"] = max(counts.get("not_placed", 0), job.planned.get("not_placed", 0))
    return [(label, counts[name]) for name, label in labels if counts.get(name)]


def names_of(job):
    """(label, number of new ones, the first of them, number of known ones) of each kind."""
    rows = []
    for kind, label in NAME_LABELS.items():
        states = job.names.get(kind, {"new": [], "known": []})
        if states["new"] or states["known"]:
            # Of claims only digests are kept.
            first = states["new"][:MAX_NAMES_SHOWN] if kind != "claims" else []
            rows.append((label, len(states["new"]), first, len(states["known"])))
    return rows


def brings_something(job):
    """Whether a planned import would write anything."""
    ways = (EXACT, BY_QUOTE, *UNCERTAIN)
    kinds = (*ways, *(f"new_{way}" for way in ways), "new_articles")
    return any(job.planned.get(kind) for kind in kinds)


def context_of(job, may_take_in):
    """The context of an import's page, for a member who `may_take_in` articles or not."""
    problems = list(job.problems.all()[: MAX_PROBLEMS_SHOWN + 1])
    return {
        "job": job,
        "format": FORMATS[job.format].label if job.format in FORMATS else job.format,
        "lines": lines_of(job),
        "names": names_of(job),
        "may_take_in": may_take_in and job.planned.get("new_articles"),
        "brings_something": brings_something(job),
        "problems": problems[:MAX_PROBLEMS_SHOWN],
        "has_more_problems": len(problems) > MAX_PROBLEMS_SHOWN,
    }
