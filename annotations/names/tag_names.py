"""Pure: parses typed tag names. A comma separates tags, a space never does."""

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


def group_of(name: str) -> str:
    """The group in a tag's name, "" for none.

    >>> group_of("actor/state")
    'actor'
    """
    before, slash, after = name.partition("/")
    return before.strip() if slash and after.strip() else ""
