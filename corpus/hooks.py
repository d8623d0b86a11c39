"""What another app does in a write of this one: named steps, filled in `AppConfig.ready()`.

The method that writes runs them inside its transaction, in the order in which they were added.
"""

from collections.abc import Callable


class Hooks:
    """The steps of one kind of write; a name added again takes the place of the former."""

    def __init__(self) -> None:
        self._steps: dict[str, Callable[..., object]] = {}

    def add(self, name: str, step: Callable[..., object]) -> None:
        self._steps[name] = step

    def run(self, *args: object) -> None:
        for step in self._steps.values():
            step(*args)


# Run with the Revision before a correction and the one that it made.
AFTER_CORRECTION = Hooks()
