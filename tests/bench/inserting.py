"""Importing articles, relative to bare inserts of the same rows, including the search index.

Each round uses two empty databases, so that other load affects both equally.
`python -m tests.bench.inserting raw|import` uses the one in DATABASE_URL, once.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import django
from django.core.management import call_command

from corpus.importing.batches import BATCH_SIZE
from tests.bench.sized_databases import new_database

ARTICLES, ROUNDS = 10_000, 3
# The bars: multiples of a raw insert, and articles per second on SQLite.
SHARE, RATE = 0.35, 1200


def raw_seconds(directory):
    """Insert the rows of articles, including index rows, in batches."""
    from tests.bench.corpora import corpus
    from tests.bench.loading import add_sources, insert, make_member, rows

    made = list(rows(corpus(ARTICLES), add_sources(), make_member()))
    started = perf_counter()
    for at in range(0, ARTICLES, BATCH_SIZE):
        insert(made[at : at + BATCH_SIZE], is_copied=False)
    return perf_counter() - started


def import_seconds(directory):
    """Import a file of the same articles with the command."""
    from corpus.models import Article
    from tests.bench.corpora import corpus
    from tests.bench.loading import MEMBER, make_member

    make_member()
    path = Path(directory) / "news.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number, made in enumerate(corpus(ARTICLES)):
            site = f"gazette{made.source}.example"
            record = {"url": f"https://{site}/{number}", "source": site, "title": made.title}
            record |= {"published": made.published_on.isoformat(), "text": made.text}
            file.write(json.dumps(record) + "\n")
    started = perf_counter()
    call_command("import_articles", str(path), by=MEMBER, stdout=io.StringIO())
    taken = perf_counter() - started
    if Article.objects.count() != ARTICLES:
        raise RuntimeError("Not every article came in.")
    return taken


KINDS = {"raw": raw_seconds, "import": import_seconds}


def once(kind):
    """Print the seconds that one kind takes in the database in DATABASE_URL."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory(prefix="twosource-") as directory:
        print(KINDS[kind](directory))


def seconds_of(kind, directory, address):
    environment = os.environ | {"VAR_DIR": directory}
    if address:
        environment["DATABASE_URL"] = address
    arguments = [sys.executable, "-m", "tests.bench.inserting", kind]
    finished = subprocess.run(arguments, env=environment, stdout=subprocess.PIPE, check=True)
    return float(finished.stdout)


def import_lines():
    """Yield the lines for imports; on PostgreSQL in databases next to the one in DATABASE_URL."""
    from tests.bench.measuring import Line

    beside = os.environ.get("DATABASE_URL")
    taken = {kind: [] for kind in KINDS}
    for round_ in range(ROUNDS):
        for kind, seconds in taken.items():
            address = new_database(beside, f"{kind}_{round_}") if beside else None
            with tempfile.TemporaryDirectory(prefix="twosource-") as directory:
                seconds.append(seconds_of(kind, directory, address))
    raw, ours = (ARTICLES / median(taken[kind]) for kind in KINDS)
    yield Line(f"import of {ARTICLES:,} articles", ours, "/s", None if beside else RATE, True)
    aside = f"{raw:,.0f} /s inserted bare"
    yield Line("  beside the same rows inserted bare", ours / raw, "x", SHARE, True, aside=aside)


def main():
    if sys.argv[1:]:
        once(sys.argv[1])
        return
    for line in import_lines():
        print(line, flush=True)


if __name__ == "__main__":
    main()
