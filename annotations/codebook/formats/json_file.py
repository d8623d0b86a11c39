"""Pure: a tagset as INCEpTION and WebAnno export it as JSON; read only."""

import json

from annotations.codebook.formats.adapting import adapt
from annotations.codebook.formats.record import MAX_CODES, ExchangeError, FileCode, read_bounded


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
        yield FileCode((name,), definition or "", where=f"{field}: ")


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
