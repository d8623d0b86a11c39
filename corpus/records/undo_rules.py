"""Rules for undoing some kinds of Actions; apps add theirs in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass, field

IMPORT = (
    "An import cannot be undone in one step: others may be reading its articles. Delete them one "
    "by one."
)


class UndoRefused(ValueError):
    """An Action cannot be undone; the message says why, and what to do instead."""


@dataclass
class UndoRules:
    """Functions and tables that `corpus.undo.undo.undo` uses.

    - `refusals`: {kind of Action: why it cannot be undone}
    - `reversals`: {kind of Action: function of the changes to undo}, which does it in place of
      putting rows back, and may raise UndoRefused
    - `checks(root action, its changes, user)`: whether the user may undo it
    - `halts(root action)`: called before its changes are read; stops work still in progress
    - `locks(changes)`: lock other rows that the undo depends on, in a fixed order
    - `lock_order`: models whose rows are locked first
    - `guards(changes)`: raise UndoRefused before anything is written
    - `repairs(changes)`: repair what depends on the restored rows
    - `whole_rows`: {kind of a large Action: models}; only rows of these are undone, so that links
      stay with the rows that go, and who may undo it is not asked of each row
    """

    refusals: dict[str, str] = field(default_factory=dict)
    reversals: dict[str, Callable[..., None]] = field(default_factory=dict)
    checks: list[Callable[..., bool]] = field(default_factory=list)
    halts: list[Callable[..., None]] = field(default_factory=list)
    locks: list[Callable[..., None]] = field(default_factory=list)
    lock_order: list[type] = field(default_factory=list)
    guards: list[Callable[..., None]] = field(default_factory=list)
    repairs: list[Callable[..., None]] = field(default_factory=list)
    whole_rows: dict[str, tuple[type, ...]] = field(default_factory=dict)


undo_rules = UndoRules()
