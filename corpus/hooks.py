"""Pure: hooks that let another app take part in a write of this one.

Apps add them by name in `AppConfig.ready()`. The writing function runs them inside its
transaction, in the order they were added.
"""

from collections.abc import Callable


class Hooks:
    """The hooks of one kind of write; adding a name again replaces its hook."""

    def __init__(self) -> None:
        self._hooks: dict[str, Callable[..., object]] = {}

    def add(self, name: str, hook: Callable[..., object]) -> None:
        self._hooks[name] = hook

    def run(self, *args: object) -> None:
        for hook in self._hooks.values():
            hook(*args)


# Called with the Revision before a correction and the new one.
AFTER_CORRECTION = Hooks()
