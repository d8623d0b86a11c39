"""Pure: a cache of a function's results, bounded by their size."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class SizedCache(Generic[Value]):
    """A thread-safe LRU cache bounded by the size of its values.

    It caches a pure function by all its arguments, so no value becomes stale. `size_of` gives the
    size of a value, in any unit; all values together have at most `max_size`.

    >>> upper = SizedCache(str.upper, len, max_size=1_000)
    >>> upper("kabul")
    'KABUL'
    """

    def __init__(
        self, function: Callable[..., Value], size_of: Callable[[Value], int], max_size: int
    ) -> None:
        self._function = function
        self._size_of = size_of
        self._max_size = max_size
        self._total_size = 0
        self._entries: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, *key: Hashable) -> Value:
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
                return entry[0]
        value = self._function(*key)
        self._store(key, value, self._size_of(value))
        return value

    def _store(self, key: Hashable, value: Value, size: int) -> None:
        with self._lock:
            # Another thread may have stored the same key.
            _, replaced_size = self._entries.pop(key, (None, 0))
            self._entries[key] = value, size
            self._total_size += size - replaced_size
            while self._total_size > self._max_size:
                _, (_, dropped_size) = self._entries.popitem(last=False)
                self._total_size -= dropped_size
