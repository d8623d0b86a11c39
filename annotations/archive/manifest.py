"""`manifest.json`: what an archive holds, with the size and the digest of each table."""

import json
from dataclasses import asdict, dataclass

from annotations.archive.json_text import parse_json
from annotations.archive.refusal import ArchiveRefused
from annotations.archive.versions import FORMAT, VERSION

NAME = "manifest.json"
# One of fifty tables takes 20 kB.
MAX_BYTES = 4_000_000


@dataclass(frozen=True)
class TableEntry:
    """A table in the manifest: its file, what it holds, and the last key the database gave."""

    name: str
    rows: int
    bytes: int
    sha256: str
    last_key: int
    columns: tuple[str, ...]

    @property
    def file(self):
        return f"tables/{self.name}.jsonl"


@dataclass(frozen=True)
class Manifest:
    """`migrations` names the last one of each app of the desk that wrote the archive."""

    version: int
    migrations: dict[str, str]
    tables: tuple[TableEntry, ...]
    originals: int
    original_bytes: int

    def to_bytes(self):
        return json.dumps(
            {
                "format": FORMAT,
                "version": self.version,
                "migrations": self.migrations,
                "tables": [asdict(table) for table in self.tables],
                "originals": {"number": self.originals, "bytes": self.original_bytes},
            },
            indent=1,
            ensure_ascii=False,
        ).encode()

    @classmethod
    def from_bytes(cls, content):
        """Raises ArchiveRefused."""
        try:
            values = parse_json(content)
        except (ValueError, RecursionError) as error:
            raise ArchiveRefused(f"{NAME} is not JSON: {error}") from None
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise ArchiveRefused(f"{NAME} does not say that this is an archive of Twosource.")
        version = values.get("version")
        if type(version) is not int or version < 1:
            raise ArchiveRefused(f"{NAME} names no version of the format.")
        if version > VERSION:
            raise ArchiveRefused(
                f"The archive has version {version} of the format; this desk reads up to "
                f"{VERSION}. Read it with the version of Twosource that wrote it, or a newer one."
            )
        try:
            originals = values["originals"]
            return cls(
                version,
                {str(app): str(name) for app, name in values["migrations"].items()},
                tuple(_table_entry(table) for table in values["tables"]),
                _number(originals["number"]),
                _number(originals["bytes"]),
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ArchiveRefused(f"{NAME} is incomplete: {error!r}") from None


def _table_entry(values):
    name, columns, digest = values["name"], values["columns"], values["sha256"]
    if not (isinstance(name, str) and name.isidentifier() and name.isascii()):
        raise ValueError(f"{name!r} is no name of a table")
    if not (isinstance(digest, str) and columns and all(isinstance(each, str) for each in columns)):
        raise ValueError(f"no columns or no digest of {name}")
    rows, size, last_key = (_number(values[each]) for each in ("rows", "bytes", "last_key"))
    return TableEntry(name, rows, size, digest, last_key, tuple(columns))


def _number(value):
    if type(value) is not int or value < 0:
        raise ValueError(f"{value!r} is no number of things")
    return value
