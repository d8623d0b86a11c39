"""Pure: large patterns, compiled when they are first used.

A class of all combining marks takes a millisecond or more. Together the largest patterns took a
fortieth of the time to the first response and of each command, and few need them all.
"""

import re
from typing import Any, cast


class _LatePattern:
    def __init__(self, pattern: str):
        self._pattern = pattern

    def __getattr__(self, name: str) -> Any:
        """Return an attribute of the compiled pattern, and keep it for the next time."""
        attribute = getattr(re.compile(self._pattern), name)
        setattr(self, name, attribute)
        return attribute


def late_pattern(pattern: str) -> re.Pattern[str]:
    """Return what `re.compile` would, compiled at the first use; no error in it shows before.

    >>> late_pattern("[0-9]+").findall("7 of 12")
    ['7', '12']
    """
    return cast(re.Pattern[str], _LatePattern(pattern))
