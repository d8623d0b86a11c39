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
        if not isinstance(name, str) or not isinstance(definition or "", str):
            raise ExchangeError("the name or the description is not text.", field=field)
        yield FileCode(
            (name,),
            definition or "",
            _number(field, tag, HUE, len(COLORS)),
            path=_original(field, tag),
            where=f"{field}: ",
            is_grouped=HUE in tag,
            digit=_number(field, tag, KEY, MAX_DIGIT),
        )


def _number(field, tag, name, last):
    """A number from 1 to `last`, or None where a tag of ours has none. Raises ExchangeError."""
    number = tag.get(name) if HUE in tag else None
    if number is None or (type(number) is int and 1 <= number <= last):
        return number
    raise ExchangeError(f"this is not a {name} from 1 to {last}.", field=f"{field}.{name}")


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
