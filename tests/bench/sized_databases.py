"""Databases of generated corpora: SQLite's are kept in var/bench/, PostgreSQL's recreated."""

import os
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

SIZES = (10_000, 100_000)
KEPT = Path("var/bench")
# The files that determine the rows of a corpus.
MADE_BY = (
    "tests/bench/corpora.py",
    "tests/bench/loading.py",
    "corpus/search/tokenizer.py",
    "corpus/search_index/schema.py",
    *map(str, sorted(Path().glob("corpus/migrations/0*.py"))),
)


def sizes():
    """The sizes to measure, with that of the environment's SIZE."""
    asked = int(os.environ.get("SIZE") or 0)
    return sorted({*SIZES, asked} - {0})


def addresses(sizes, postgresql=None):
    """Return sizes and DATABASE_URLs, with new PostgreSQL databases if one is given."""
    found = []
    for size in sizes:
        made = new_database(postgresql, f"corpus_{size}") if postgresql else kept_file(size)
        found += [str(size), made]
    return found


def new_database(address, name):
    """Create a database next to that of an address; return the address of the new one."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return urlsplit(address)._replace(path=f"/{name}").geturl()


def kept_file(size):
    """The address of the SQLite file for a size; a change of the code gives another file."""
    digest = sha256(b"".join(Path(path).read_bytes() for path in MADE_BY)).hexdigest()[:12]
    KEPT.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{KEPT.resolve() / f'{size}-{digest}.sqlite3'}"
