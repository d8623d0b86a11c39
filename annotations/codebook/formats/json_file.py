"""Pure: a codebook as JSON, `{"tags": [{"name", "description", "hue", "key", "original"}]}`.

Also reads tagsets as INCEpTION and WebAnno export them. A slash in a name makes a group only in
files of ours, whose tags have a hue. `original` are the names of a code of another program, with
its groups, if they are not those of the tag.
"""

import json

from annotations.codebook.formats.adapting import adapt
from annotations.codebook.formats.record import (
    MAX_CODES,
    MAX_DIGIT,
    ExchangeError,
    FileCode,
    read_bounded,
)
from annotations.formats.refi.xml import line_feeds
from annotations.highlighting.tag_colors import COLORS

HUE, KEY, ORIGINAL = "hue", "key", "original"


def dumps(codes, file):
    """Write codes to a text file, a tag a line."""
    lines = (json.dumps(_tag(code), ensure_ascii=False) for code in codes)
    file.write('{"tags": [\n' + ",\n".join(lines) + "\n]}\n")


def _tag(code):
    return {
        "name": code.name,
        "description": line_feeds(code.definition),
        HUE: code.hue,
        KEY: code.digit,
        ORIGINAL: list(code.path),
    }


def loads(file):
    """The Codebook in a binary file. Raises ExchangeError with the path of the field."""
    return adapt(_file_codes(file))


def _file_codes(file):
    for number, tag in enumerate(_tags(read_bounded(file)), 1):
        field = f"tags[{number}]"
        if not isinstance(tag, dict):
            raise ExchangeError("this is not a tag.", field=field)
        name, definition = (tag.get(f"tag_{key}", tag.get(key)) for key in ("name", "description"))
        hue, unread_hue = _number(tag, HUE, len(COLORS))
        digit, unread_key = _number(tag, KEY, MAX_DIGIT)
        yield FileCode(
            (_text(field, name),),
            _text(field, definition),
            hue,
            unread_hue and f"hue {unread_hue}",
            path=_original(field, tag),
            where=f"{field}: ",
            is_grouped=HUE in tag,
            digit=digit,
            unread_key=unread_key,
        )


def _text(field, value):
    """A name or a description; a number is one too. Raises ExchangeError."""
    if not isinstance(value, str | int | float | None):
        raise ExchangeError("the name or the description is not text.", field=field)
    return "" if value is None else str(value)


def _number(tag, name, last):
    """(a number from 1 to `last` or None, what stands there instead) of a tag of ours."""
    number = tag.get(name) if HUE in tag else None
    if number is None or (type(number) is int and 1 <= number <= last):
        return number, ""
    return None, json.dumps(number)


def _original(field, tag):
    names = (tag.get(ORIGINAL) or []) if HUE in tag else []
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        return tuple(names)
    raise ExchangeError("this is not a list of names.", field=f"{field}.{ORIGINAL}")


def _tags(content):
    try:
        tagset = json.loads(content)
    except json.JSONDecodeError as error:
        raise ExchangeError(f"this is not JSON ({error.msg}).", error.lineno) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise ExchangeError("this is not JSON in UTF-8.") from error
    tags = tagset.get("tags") if isinstance(tagset, dict) else None
    if not isinstance(tags, list):
        raise ExchangeError("it has no list of tags.", field="tags")
    if len(tags) > MAX_CODES:
        raise ExchangeError(f"more than {MAX_CODES:,} tags.", field="tags")
    return tags
