"""Names that end in a number, in singular and plural: F-16 and F-16s, T72 and T72s."""

import re

_NUMBERED = re.compile("([a-z]+[0-9]+)(s?)")


def other_number(word: str) -> list[str]:
    """Return the plural of a folded name with a number, or its singular; [] for other words.

    Years have none: who asks for 1990 is not shown the 1990s.

    >>> other_number("f16"), other_number("f16s"), other_number("1990s")
    (['f16s'], ['f16'], [])
    """
    match = _NUMBERED.fullmatch(word)
    return [match[1] if match[2] else f"{word}s"] if match else []
