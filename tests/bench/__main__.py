"""`make bench`: what pages and saves take beside bare yardsticks, on both databases.

Figures, no verdict: it fails only where it cannot run. Ratios hold on any machine; look at them
when the machine does nothing else. SIZE=1000000 in the environment adds a generated corpus of
so many articles.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.sized_databases import addresses, sizes
from tests.run import OWN_SETTINGS
from tests.support.chromium import find_chromium
from tests.support.postgresql import cluster, find_binaries


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
    """Bench one database: SQLite, or that of PostgreSQL at an address."""
    variables = {"DATABASE_URL": address} if address else {}
    failed = bench(label, "tests.bench.on_database", *drawn, **variables)
    failed = bench(f"{label}, for import", "tests.bench.inserting", **variables) or failed
    corpora = addresses(sizes(), address)
    return bench(f"{label}, generated corpora", "tests.bench.sizes", *corpora) or failed


def main():
    # A browser does not care which database is behind the page: once is enough.
    drawn = ["drawn"] if find_chromium() else []
    failed = bench_database("SQLite", drawn=drawn)
    if not drawn:
        print("  not run: lines of Chromium, none is installed")
    if binaries := find_binaries():
        with cluster(binaries) as url:
            failed = bench_database("PostgreSQL", url) or failed
    else:
        print("\nPostgreSQL\n  not run: none is installed")
    return failed


if __name__ == "__main__":
    sys.exit(main())
