"""Finds the articles in JSON that wraps them: {"status": "ok", "articles": [{…}, {…}]}."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NamedTuple

from corpus.readers.lines import CHUNK_BYTES

# Bytes of a file that are looked through.
MAX_WRAPPED = 64 * CHUNK_BYTES
# Bytes from which a string is a text, so that the object that holds it is an article.
TEXT_LENGTH = 500

# Objects around the articles.
MAX_DEPTH = 5

# Source: “Bulk API” of the reference of Elasticsearch.
_BULK_ACTIONS = frozenset(("index", "create"))
_BULK_KEYS = frozenset("_index _id _type routing pipeline version op_type".split())

# The key before an object. No longer one is an address.
_KEY_BEFORE = re.compile(rb'("(?:[^"\\]|\\.)*")\s*:\s*\Z')
_MAX_KEY_BYTES = 4096
# Code points of a key that a remark names.
_MAX_KEY_LENGTH = 80

# A string, which is a key if a colon follows and which the file may cut off, or a bracket.
_TOKEN = re.compile(rb'"((?:[^"\\]++|\\.)*+)(?:"(\s*:)?|\\?\Z)|[{}\[\]]', re.DOTALL)


class Wrapped(NamedTuple):
    """Between the bytes `start` and `stop` of a file are articles, with or without keys."""

    start: int
    stop: int
    have_keys: bool


@dataclass(frozen=True, slots=True)
class Wrapper:
    """Where the articles of a file are, in the order of the file.

    They `have_texts` unless it is merely the longest list. `unread` counts the objects with a text
    under other keys (`unread_key`) that are of another kind, such as comments.
    """

    parts: tuple[Wrapped, ...]
    have_texts: bool
    unread: int = 0
    unread_key: str = ""

    @property
    def remark(self) -> str:
        """A sentence for an editor about what was not read, "" if nothing."""
        if not self.unread:
            return ""
        number = f"{self.unread:,} more texts were" if self.unread > 1 else "1 more text was"
        key = f" under “{self.unread_key[:_MAX_KEY_LENGTH]}”" if self.unread_key else ""
        return f"{number} not read{key}: the keys there are not those of the articles."


@dataclass(slots=True)
class _Container:
    """A list or an object; `start` and `end` are the bytes within its brackets.

    `objects` are the objects directly in it, `articles` those of them that have a text, which have
    `article_keys`. It stands under the key `name`; it `has_resource` if it has a text as JSON:API
    has it, in `attributes`.
    """

    is_list: bool
    start: int
    name: bytes = b""
    end: int = 0
    keys: set[bytes] = field(default_factory=set)
    last_key: bytes = b""
    has_text: bool = False
    objects: int = 0
    articles: int = 0
    article_keys: set[bytes] = field(default_factory=set)
    has_address: bool = False
    has_resource: bool = False

    def add(self, inner: "_Container") -> None:
        """Count an object that is directly in this one."""
        self.objects += 1
        self.has_resource |= inner.name == b"attributes" and inner.has_text
        if inner.has_text or inner.has_resource or b"_source" in inner.keys:
            self.articles += 1
            self.article_keys |= inner.keys
            self.has_address |= self.last_key.startswith((b"http://", b"https://"))

    def is_like(self, other: "_Container") -> bool:
        """Return whether the articles of both have half of their keys in common."""
        common = self.article_keys & other.article_keys
        return 2 * len(common) >= len(self.article_keys | other.article_keys)


def wrapped_articles(file: BinaryIO, start: int, text_keys: Collection[str]) -> Wrapper | None:
    """Return where the objects in a wrapper are articles, None if there is no wrapper.

    The wrapper is the only value of the file from `start` on: an object without a text of its own.
    The articles are in a list, or in an object by their ids or addresses, which may be in further
    objects. Of several lists the one with the most objects with one of `text_keys` is taken, and
    those whose objects have like keys: articles by years, say. If none has such objects, it is the
    longest, if it takes half of the file. Files of more than MAX_WRAPPED bytes have none.
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
    others = [
        each
        for each in containers or ()
        if each.articles and not best.start <= each.start <= best.end
    ]
    parts = sorted([best, *filter(best.is_like, others)], key=lambda each: each.start)
    unread = [each for each in others if not best.is_like(each)]
    return Wrapper(
        tuple(
            Wrapped(start + each.start, start + each.end, not each.is_list)
            # Objects in an object that is read are read with it.
            for each in parts
            if not any(around.start < each.start < around.end for around in parts)
        ),
        bool(best.articles),
        sum(each.articles for each in unread),
        unread[0].name.decode(errors="replace") if unread else "",
    )


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
                    stack[-1].last_key = match[1]
                elif len(match[1]) >= TEXT_LENGTH:
                    stack[-1].has_text = True
        elif sign in b"{[":
            name = stack[-1].last_key if stack else b""
            stack.append(_Container(sign == b"[", match.end(), name))
            lists += sign == b"["
        elif not stack:
            return []
        else:
            container = stack.pop()
            container.end = match.start()
            lists -= container.is_list
            container.has_text |= not text_keys.isdisjoint(container.keys)
            if not container.is_list and stack:
                stack[-1].add(container)
            if container.objects and not lists and len(stack) < MAX_DEPTH:
                candidates.append((container, [*stack]))
            if not stack:
                rest = content[match.end() :].strip()
                return [] if rest else [each for each, around in candidates if _wraps(each, around)]
    return None


def _wraps(container: _Container, around: list[_Container]) -> bool:
    if any(each.has_text for each in (container, *around)):
        return False
    return container.is_list or container.articles > 1 or container.has_address


def address_before(file: BinaryIO, position: int) -> str:
    """Return the web address that is the key of the object at a position of a file, or "".

    Reading goes on where it was.
    """
    where = file.tell()
    start = max(0, position - _MAX_KEY_BYTES)
    file.seek(start)
    key = _KEY_BEFORE.search(file.read(position - start))
    file.seek(where)
    try:
        name = str(json.loads(key[1])) if key else ""
    except ValueError:
        return ""
    return name if name.startswith(("http://", "https://")) else ""


def article_values(parsed: dict[str, Any]) -> dict[str, Any]:
    """Return an object with the keys of the object in it in which a program keeps the article.

    Elasticsearch does so in `_source`, JSON:API in `attributes`.
    """
    source, attributes = (parsed.get(key) for key in ("_source", "attributes"))
    if isinstance(source, dict):
        return {**parsed, **source}
    # An article may have attributes of its own.
    if isinstance(attributes, dict) and "id" in parsed and "type" in parsed:
        return {**attributes, **parsed}
    return parsed


def is_bulk_action(parsed: dict[str, Any]) -> bool:
    """Return whether an object is the line before an article in a bulk file of Elasticsearch."""
    return len(parsed) == 1 and all(
        key in _BULK_ACTIONS and isinstance(value, dict) and value.keys() <= _BULK_KEYS
        for key, value in parsed.items()
    )
