"""Pure: what a function answered before, kept while there is room for it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class SizedCache(Generic[Answer]):
    """A pure function that answers at once what it was asked before.

    Its arguments are the whole key, so no answer ever grows old: other content is another key.
    The answers used last are kept, as many as weigh `room` together. Many threads may ask.
    """

    def __init__(
        self, function: Callable[..., Answer], weigh: Callable[[Answer], int], room: int
    ) -> None:
        self._function = function
        self._weigh = weigh
        self._room = room
        self._weight = 0
        self._kept: OrderedDict[Hashable, tuple[Answer, int]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, *key: Hashable) -> Answer:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found[0]
        answer = self._function(*key)
        self._keep(key, answer, self._weigh(answer))
        return answer

    def _keep(self, key: Hashable, answer: Answer, weight: int) -> None:
        with self._lock:
            # Another thread may have answered the same meanwhile.
            _, replaced = self._kept.pop(key, (None, 0))
            self._kept[key] = answer, weight
            self._weight += weight - replaced
            while self._weight > self._room:
                _, (_, dropped) = self._kept.popitem(last=False)
                self._weight -= dropped
