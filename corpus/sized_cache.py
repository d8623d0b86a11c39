"""Pure: caches bounded by the size of what they keep."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class SizedStore(Generic[Value]):
    """A thread-safe LRU store bounded by the size of its values.

    `size_of` gives the size of a value, in any unit; all values together have at most `max_size`.
    A key must say everything that its value was made of, so that no value becomes stale.

    >>> store = SizedStore(len, max_size=1_000)
    >>> store.keep("kabul", "KABUL")
    >>> store.find("kabul"), store.find("herat")
    ('KABUL', None)
    """

    def __init__(self, size_of: Callable[[Value], int], max_size: int) -> None:
        self._size_of = size_of
        self._max_size = max_size
        self._total_size = 0
        self._entries: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable) -> Value | None:
        """Return the value of a key, None if it is not kept."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def keep(self, key: Hashable, value: Value) -> None:
        """Keep a value as the most recently used."""
        size = self._size_of(value)
        with self._lock:
            # Another thread may have stored the same key.
            _, replaced_size = self._entries.pop(key, (None, 0))
            self._entries[key] = value, size
            self._total_size += size - replaced_size
            while self._total_size > self._max_size:
                _, (_, dropped_size) = self._entries.popitem(last=False)
                self._total_size -= dropped_size


class SizedCache(SizedStore[Value]):
    """The results of a function, kept in a SizedStore by all its arguments.

    The function is pure, and its results are not None.

    >>> upper = SizedCache(str.upper, len, max_size=1_000)
    >>> upper("kabul")
    'KABUL'
    """

    def __init__(
        self, function: Callable[..., Value], size_of: Callable[[Value], int], max_size: int
    ) -> None:
        super().__init__(size_of, max_size)
        self._function = function

    def __call__(self, *key: Hashable) -> Value:
        value = self.find(key)
        if value is None:
            value = self._function(*key)
            self.keep(key, value)
        return value
