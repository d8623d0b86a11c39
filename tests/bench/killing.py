"""`python -m tests.bench.killing`: kills an import of 10,000 records at ten random points.

Uses the database in DATABASE_URL, which should be a separate, empty one. After each kill, and
after a final complete run, every article must have all its related rows exactly once.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RECORDS, KILLS = 10_000, 10
WORDS = 120


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    from corpus.models import Article

    call_command("migrate", verbosity=0)
    get_user_model().objects.get_or_create(username="killed")
    lots = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "news.jsonl"
        write(path, lots)
        for _ in range(KILLS):
            before = Article.objects.count()
            process = importing(path)
            until = lots.randrange(before + 1, before + RECORDS // KILLS)
            while process.poll() is None and Article.objects.count() < until:
                time.sleep(0.01)
            time.sleep(lots.random())
            process.send_signal(signal.SIGKILL)
            process.wait()
            wait_for_database()
            print(f"killed at {Article.objects.count():,}; {faults() or 'whole'}", flush=True)
        status = importing(path).wait()
    found = Article.objects.count()
    print(f"run to its end (status {status}): {found:,} articles; {faults() or 'whole'}")
    return status or found != RECORDS or bool(faults())


def importing(path):
    arguments = [sys.executable, "manage.py", "import_articles", str(path), "--by", "killed"]
    return subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def write(path, lots):
    """Write records with realistic word frequencies, some with an address, some without."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(RECORDS):
            words = (f"w{int(lots.paretovariate(0.7))}" for _ in range(WORDS))
            row = {"text": f"Number {number}. {' '.join(words)}", "source": f"s{number % 40}.org"}
            if number % 2:
                row["url"] = f"https://s{number % 40}.org/{number}"
            file.write(json.dumps(row) + "\n")


def wait_for_database():
    """Wait until PostgreSQL has noticed that its client died and carried out pending commits."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    others += " AND backend_type = 'client backend'"
    with connection.cursor() as cursor:
        while True:
            cursor.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {others}")
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.05)


def faults():
    """The tables that do not have exactly one row for each article."""
    from corpus.models import Article, Retrieval, Revision, Snapshot

    expected = Article.objects.count()
    counts = {
        "texts": Article.objects.values("text").distinct().count(),
        "revisions": Revision.objects.filter(number=1).count(),
        "retrievals": Retrieval.objects.values("article").distinct().count(),
        "snapshots": Snapshot.objects.count(),
        "histories": Article.history.count(),
        "indexed": Article.objects.exclude(index=None).count(),
        "sketches": Article.objects.exclude(sketch=None).count(),
    }
    return {name: number for name, number in counts.items() if number != expected}


if __name__ == "__main__":
    sys.exit(main())
