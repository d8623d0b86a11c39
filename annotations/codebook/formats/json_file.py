"""Pure: a tagset as INCEpTION and WebAnno export it as JSON; read only."""

import json

from annotations.codebook.formats.record import MOST_CODES, ExchangeError, code_at, read_bounded


def loads(file):
    """Codes from a binary file, one by one. Raises ExchangeError; a field is named by its place."""
    for number, tag in enumerate(_tags(read_bounded(file)), 1):
        field = f"tags[{number}]"
        if not isinstance(tag, dict):
            raise ExchangeError("this is no tag.", field=field)
        name, about = (tag.get(f"tag_{key}", tag.get(key)) for key in ("name", "description"))
        if not isinstance(name, str) or not isinstance(about or "", str):
            raise ExchangeError("the name or the description is no text.", field=field)
        yield code_at(None, name, about or "", called=f"{field}.tag_name")


def _tags(content):
    try:
        tagset = json.loads(content)
    except json.JSONDecodeError as error:
        raise ExchangeError(f"this is no JSON ({error.msg}).", error.lineno) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise ExchangeError("this is no JSON in UTF-8.") from error
    tags = tagset.get("tags") if isinstance(tagset, dict) else None
    if not isinstance(tags, list):
        raise ExchangeError("there is no list of tags in it.", field="tags")
    if len(tags) > MOST_CODES:
        raise ExchangeError(f"more than {MOST_CODES:,} tags.", field="tags")
    return tags
