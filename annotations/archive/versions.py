"""The version of the format, and how archives of former versions are read.

The version grows when a table or column is renamed or taken away, or when values mean something
else. A table or a column with a default that is new needs no new version: it is empty, or has its
default, when an older archive is read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

FORMAT = "twosource-archive"
VERSION = 1

Row = dict[str, Any]


@dataclass(frozen=True)
class Upgrade:
    """From one version to the next.

    `tables` maps the names of tables that were renamed; None stands for one that was dropped.
    `change_row` takes the new name of a table and a row of it, and returns the row as the next
    version has it. Values are as they stand in the archive.
    """

    tables: Mapping[str, str | None] = field(default_factory=dict)
    change_row: Callable[[str, Row], Row] = lambda table, row: row


# {version: what makes it the next one}
UPGRADES: dict[int, Upgrade] = {}


def table_today(version: int, name: str) -> str | None:
    """What a table of a version is called today; None if there is none any more."""
    for step in range(version, VERSION):
        upgraded = UPGRADES[step].tables.get(name, name)
        if upgraded is None:
            return None
        name = upgraded
    return name


def row_today(version: int, name: str, row: Row) -> Row:
    """A row of a version as it stands in an archive of today; `name` is the table's name then."""
    for step in range(version, VERSION):
        name = UPGRADES[step].tables.get(name, name) or name
        row = UPGRADES[step].change_row(name, row)
    return row
