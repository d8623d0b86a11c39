"""`make bench`: times of pages and saves relative to baselines, on both databases.

It gives figures, no verdict, and fails only if it cannot run. Ratios are comparable between
machines, if the machine is otherwise idle. SIZE=1000000 in the environment adds a generated
corpus of this many articles.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.sized_databases import addresses, new_database, sizes
from tests.run import OWN_SETTINGS
from tests.support.chromium import find_chromium
from tests.support.postgresql import PRIVATE, cluster, find_binaries


def bench(label, module, *arguments, **variables):
    print(f"\n{label}", flush=True)
    environment = {name: os.environ[name] for name in os.environ if name not in OWN_SETTINGS}
    with tempfile.TemporaryDirectory(prefix="twosource-") as directory:
        finished = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=environment | {"VAR_DIR": str(Path(directory) / "var")} | variables,
        )
    return finished.returncode


def bench_database(label, address=None, drawn=()):
    """Benchmark one database: SQLite, or the PostgreSQL database at an address."""
    variables = {"DATABASE_URL": address} if address else {}
    failed = bench(label, "tests.bench.on_database", *drawn, **variables)
    failed = bench(f"{label}, for import", "tests.bench.inserting", **variables) or failed
    searched = {"DATABASE_URL": new_database(address, "searched")} if address else {}
    searching = f"{label}, search pages beside plain Django"
    failed = bench(searching, "tests.bench.search_pages", **searched) or failed
    corpora = addresses(sizes(), address)
    return bench(f"{label}, generated corpora", "tests.bench.sizes", *corpora) or failed


def main():
    # Drawing does not depend on the database: once is enough.
    drawn = ["drawn"] if find_chromium() else []
    failed = bench_database("SQLite", drawn=drawn)
    if not drawn:
        print("  not run: lines of Chromium, none is installed")
    if binaries := find_binaries():
        with cluster(binaries) as url:
            failed = bench_database("PostgreSQL", url) or failed
        # Both wait for the disk, as they do for users.
        with cluster(binaries, PRIVATE) as url:
            label = "PostgreSQL beside SQLite"
            failed = bench(label, "tests.bench.both_databases", DATABASE_URL=url) or failed
    else:
        print("\nPostgreSQL\n  not run: none is installed")
    return failed


if __name__ == "__main__":
    sys.exit(main())
