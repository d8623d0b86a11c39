"""Finds the articles in JSON that wraps them: {"status": "ok", "articles": [{…}, {…}]}."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from corpus.readers.lines import CHUNK_BYTES

# Bytes of a file that are looked through.
MAX_WRAPPED = 64 * CHUNK_BYTES
# Bytes from which a string is a text, so that the object that holds it is an article.
TEXT_LENGTH = 500

# Objects around the articles.
MAX_DEPTH = 5

# A string, which is a key if a colon follows and which the file may cut off, or a bracket.
_TOKEN = re.compile(rb'"((?:[^"\\]++|\\.)*+)(?:"(\s*:)?|\\?\Z)|[{}\[\]]', re.DOTALL)


class Wrapped(NamedTuple):
    """Between the bytes `start` and `stop` of a file are its articles, with or without keys."""

    start: int
    stop: int
    have_keys: bool


@dataclass(slots=True)
class _Container:
    """A list or an object; `start` and `end` are the bytes within its brackets.

    `objects` are the objects directly in it, `articles` those of them that have a text.
    """

    is_list: bool
    start: int
    end: int = 0
    keys: set[bytes] = field(default_factory=set)
    has_text: bool = False
    objects: int = 0
    articles: int = 0


def wrapped_articles(file: BinaryIO, start: int, text_keys: Collection[str]) -> Wrapped | None:
    """Return where the objects in a wrapper are articles, None if there is no wrapper.

    The wrapper is the only value of the file from `start` on: an object without a text of its own.
    The articles are in a list, or in an object by their ids, which may be in further objects. Of
    several lists the one with the most objects with one of `text_keys` is taken. If none has them,
    it is the longest, if it takes half of the file. Files of more than MAX_WRAPPED bytes have none.
    """
    file.seek(start)
    content, size = b"", CHUNK_BYTES
    containers: list[_Container] | None = None
    while len(content) < size <= MAX_WRAPPED:
        content += file.read(size - len(content))
        if not content.lstrip().startswith(b"{"):
            return None
        containers = _containers(content, {key.encode() for key in text_keys})
        if containers == [] or len(content) < size:
            break
        size, containers = 4 * size, None
    best = max(containers or (), key=_rank, default=None)
    if best is None or not (best.articles or 2 * (best.end - best.start) > len(content)):
        return None
    return Wrapped(start + best.start, start + best.end, not best.is_list)


def _rank(container: _Container) -> tuple[int, int]:
    return container.articles, container.end - container.start


def _containers(content: bytes, text_keys: set[bytes]) -> list[_Container] | None:
    """Return what may hold the articles of a wrapper; None if the wrapper does not end.

    The list is empty for what is no wrapper: it has a text, or there is more behind it.
    """
    stack: list[_Container] = []
    candidates: list[tuple[_Container, list[_Container]]] = []
    lists = 0
    for match in _TOKEN.finditer(content):
        sign = match[0]
        if sign[:1] == b'"':
            if stack and not stack[-1].is_list:
                if match[2]:
                    stack[-1].keys.add(match[1])
                elif len(match[1]) >= TEXT_LENGTH:
                    stack[-1].has_text = True
        elif sign in b"{[":
            stack.append(_Container(sign == b"[", match.end()))
            lists += sign == b"["
        elif not stack:
            return []
        else:
            container = stack.pop()
            container.end = match.start()
            lists -= container.is_list
            container.has_text |= not text_keys.isdisjoint(container.keys)
            if not container.is_list and stack:
                stack[-1].objects += 1
                stack[-1].articles += container.has_text or b"_source" in container.keys
            if container.objects and not lists and len(stack) < MAX_DEPTH:
                candidates.append((container, [*stack]))
            if not stack:
                rest = content[match.end() :].strip()
                return [] if rest else [each for each, around in candidates if _wraps(each, around)]
    return None


def _wraps(container: _Container, around: list[_Container]) -> bool:
    if any(each.has_text for each in (container, *around)):
        return False
    return container.is_list or container.articles > 1
