"""Pure: parses typed tag names. A comma separates tags, a space never does."""

import re
from collections.abc import Iterable

from corpus.characters import one_line


def split_names(typed: str) -> list[str]:
    """The names in a comma-separated line, as `one_line` gives each, without duplicates, in order.

    >>> split_names("air strike,  actor / state,")
    ['air strike', 'actor / state']
    """
    names = map(one_line, typed.split(","))
    return list(dict.fromkeys(name for name in names if name))


def join_names(tags: Iterable[object]) -> str:
    """The comma-separated line of these tags, the inverse of `split_names`."""
    return ", ".join(str(tag) for tag in tags)


def join_path(names: Iterable[str]) -> str:
    """The names of a code and of its groups in one line.

    >>> join_path(["Tone", "Humor / Amusement"])
    'Tone/Humor \\\\/ Amusement'
    """
    return "/".join(name.replace("\\", "\\\\").replace("/", "\\/") for name in names)


def split_path(line: str) -> tuple[str, ...]:
    """The names in a line of `join_path`, () for an empty one.

    >>> split_path('Tone/Humor \\\\/ Amusement')
    ('Tone', 'Humor / Amusement')
    """
    names = re.findall(r"(?:[^\\/]|\\.)+", line, re.DOTALL)
    return tuple(re.sub(r"\\(.)", r"\1", name, flags=re.DOTALL) for name in names)


def group_of(name: str) -> str:
    """The group in a tag's name, "" for none.

    >>> group_of("actor/state")
    'actor'
    """
    before, slash, after = name.partition("/")
    return before.strip() if slash and after.strip() else ""
