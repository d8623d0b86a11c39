"""Reads what stands above the text of a Markdown file: front matter in YAML or TOML.

Of YAML the part is read that programs write there: keys with a line of text, in quotation marks or
not; lists; texts over several lines; of objects their name. The rest is named, not guessed.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from corpus.readers.json_names import stated_name

_YAML = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"([^\W\d][\w.-]*(?: [\w.-]+)*)[ \t]*:(?:[ \t]+(.*)|[ \t]*)")
_COMMENT = re.compile(r"(?:\A|[ \t])#.*")
_BLOCK_TEXT = re.compile(r"([|>])[+-]?")
_ITEM = re.compile(r"[ \t]*-(?:[ \t]+(.*)|[ \t]*)")
# An item of a list in brackets, and what ends it.
_FLOW_ITEM = re.compile(r"""\s*("(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+'|[^,"'][^,]*+|)\s*(?:,|\Z)""")
_ESCAPE = re.compile(r'\\(["\\/nt])')
_ESCAPED = {"n": "\n", "t": "\t"}


class _NotRead(ValueError):
    """A value is of a kind that is not read."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Values by their keys in small letters, the text below, and the keys that were not read.

    `fault` is a sentence for an editor if nothing of it could be read.
    """

    values: Mapping[str, list[str]]
    body: str
    unread: list[str] = field(default_factory=list)
    fault: str = ""


def split_front_matter(text: str) -> FrontMatter | None:
    """Return the front matter at the beginning of a text with LF as line ends, None without one.

    >>> split_front_matter("---\\ntitle: A\\n---\\nText.").values
    {'title': ['A']}
    """
    if match := _TOML.match(text):
        body = text[match.end() :]
        try:
            table = tomllib.loads(match[1])
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            return FrontMatter({}, body, fault=f"The front matter is no TOML: {error}.")
        values, unread = _by_key(table)
        return FrontMatter(values, body, unread)
    match = _YAML.match(text)
    groups = _groups(match[1]) if match else None
    if match is None or groups is None:
        # A rule above the first paragraph.
        return None
    values, unread = {}, []
    for key, value, lines in groups:
        try:
            values[key.lower()] = _value(value, lines)
        except _NotRead:
            unread.append(key)
    return FrontMatter(values, text[match.end() :], unread)


def _by_key(table: Mapping[str, Any]) -> tuple[dict[str, list[str]], list[str]]:
    """Return (the values of a table of TOML as texts, its keys that have none)."""
    values: dict[str, list[str]] = {}
    unread: list[str] = []
    # Hugo keeps the fields of a site's own in `params`.
    params = table.get("params")
    for key, value in {**(params if isinstance(params, dict) else {}), **table}.items():
        items = value if isinstance(value, list) else [value]
        texts = [_toml_text(each) for each in items]
        if all(texts) or value == "":
            values[key.lower()] = texts
        else:
            unread.append(key)
    return values, unread


def _toml_text(value: Any) -> str:
    if isinstance(value, dict):
        return stated_name(value)
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)


def _groups(matter: str) -> list[tuple[str, str, list[str]]] | None:
    """Return (key, what stands behind it, the lines below) of each outermost key.

    None for what is no list of keys.
    """
    groups: list[tuple[str, str, list[str]]] = []
    for line in matter.split("\n"):
        is_inner = line[:1] in (" ", "\t", "-") or not line.strip()
        match = None if is_inner else _KEY.fullmatch(line)
        if match:
            groups.append((match[1], (match[2] or "").strip(), []))
        elif is_inner and groups:
            groups[-1][2].append(line)
        elif line.strip() and not line.startswith("#"):
            return None
    return groups or None


def _value(value: str, lines: list[str]) -> list[str]:
    """Return the texts of a value, of which a list has several. Raises _NotRead."""
    block = _BLOCK_TEXT.fullmatch(_COMMENT.sub("", value).rstrip())
    if block:
        rows = [line.strip() for line in lines]
        return ["\n".join(rows).strip() if block[1] == "|" else " ".join(filter(None, rows))]
    below = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    value = value if value[:1] in ("'", '"') else _COMMENT.sub("", value).rstrip()
    if value or not below or not (_ITEM.fullmatch(below[0]) or _KEY.fullmatch(below[0].strip())):
        return _inline(" ".join([value, *(line.strip() for line in below)]).strip())
    if _ITEM.fullmatch(below[0]):
        return [_item(rows) for rows in _items(below)]
    return [_name(below)]


def _items(lines: list[str]) -> Iterator[list[str]]:
    """Yield the lines of each item of a list, without its dash."""
    rows: list[str] = []
    for line in lines:
        if match := _ITEM.fullmatch(line):
            if rows:
                yield rows
            rows = [match[1] or ""]
        else:
            rows.append(line)
    yield rows


def _item(rows: list[str]) -> str:
    if rows[0][:1] not in ("'", '"', "[") and _KEY.fullmatch(rows[0]):
        return _name(rows)
    texts = _inline(" ".join(row.strip() for row in rows))
    return ", ".join(texts)


def _name(rows: list[str]) -> str:
    """Return the name that the lines of an object state. Raises _NotRead."""
    pairs = [_KEY.fullmatch(row.strip()) for row in rows]
    values = {pair[1]: "".join(_inline((pair[2] or "").strip())) for pair in pairs if pair}
    name = stated_name(values)
    if not name:
        raise _NotRead
    return name


def _inline(value: str) -> list[str]:
    """Return the texts of a value on one line. Raises _NotRead."""
    if value in ("", "~", "null"):
        return [""]
    if value[0] == "[" and value[-1] == "]":
        inner = value[1:-1]
        # [[A name]] is a link in Obsidian; in YAML it would be a list in a list.
        while inner[:1] == "[" and inner[-1:] == "]" and inner.count("[") == 1:
            inner = inner[1:-1]
        return [text for text in map(_scalar, _flow_items(inner)) if text]
    return [_scalar(value)]


def _flow_items(inner: str) -> Iterator[str]:
    position = 0
    while position < len(inner):
        match = _FLOW_ITEM.match(inner, position)
        if match is None or match.end() == position:
            raise _NotRead
        yield match[1].strip()
        position = match.end()


def _scalar(value: str) -> str:
    """Return a text in quotation marks or without. Raises _NotRead."""
    mark = value[:1]
    if mark in ("'", '"'):
        value = _COMMENT.sub("", value).rstrip() if value[-1] != mark else value
        if len(value) < 2 or value[-1] != mark:
            raise _NotRead
        inner = value[1:-1]
        if mark == "'":
            return inner.replace("''", "'")
        return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), inner)
    if mark in tuple("{[&*!|>%@`"):
        raise _NotRead
    return value
