"""What undoing has to know about some kinds of actions; apps fill it in `AppConfig.ready()`."""

from dataclasses import dataclass, field

CORRECTION = (
    "A correction cannot be undone: what was marked since counts on the new text. "
    "Correct the text again; the former one is kept."
)

IMPORT = (
    "An import cannot be undone as one: others may have begun to read it. Delete its articles one "
    "by one."
)


class UndoRefused(ValueError):
    """This cannot be undone; the text says why, and what can be done instead."""


@dataclass
class UndoRules:
    """Steps that undoing takes; each gets the RowChanges that are taken back.

    `refusals` say by kind why it cannot be undone. `checks` answer whether a user may undo
    (root action, its changes, user). `halts` get the root action before its changes are read, and
    end what is still under way of it. `locks` lock in good order what else the undo depends on;
    `lock_order` are the models whose rows are locked first. `guards` raise UndoRefused before
    anything is written, `mends` write what follows from it.
    """

    refusals: dict = field(default_factory=dict)
    checks: list = field(default_factory=list)
    halts: list = field(default_factory=list)
    locks: list = field(default_factory=list)
    lock_order: list = field(default_factory=list)
    guards: list = field(default_factory=list)
    mends: list = field(default_factory=list)


undo_rules = UndoRules()
