"""Databases of generated corpora: SQLite's kept under var/bench/, PostgreSQL's made anew."""

import os
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

SIZES = (10_000, 100_000)
KEPT = Path("var/bench")
# What the rows of a corpus depend on.
MADE_BY = (
    "tests/bench/corpora.py",
    "tests/bench/loading.py",
    "corpus/search/words.py",
    "corpus/models/search_tables.py",
    *map(str, sorted(Path().glob("corpus/migrations/0*.py"))),
)


def sizes():
    """The sizes to measure, with that of the environment's SIZE."""
    asked = int(os.environ.get("SIZE") or 0)
    return sorted({*SIZES, asked} - {0})


def addresses(sizes, postgresql=None):
    """Return sizes and DATABASE_URLs in turn, new databases of PostgreSQL where one is named."""
    found = []
    for size in sizes:
        made = new_database(postgresql, f"corpus_{size}") if postgresql else kept_file(size)
        found += [str(size), made]
    return found


def new_database(address, name):
    """Create a database beside that of an address; answers the address of the new one."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return urlsplit(address)._replace(path=f"/{name}").geturl()


def kept_file(size):
    """The address of SQLite's file for a size; what makes it otherwise makes another file."""
    digest = sha256(b"".join(Path(path).read_bytes() for path in MADE_BY)).hexdigest()[:12]
    KEPT.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{KEPT.resolve() / f'{size}-{digest}.sqlite3'}"
