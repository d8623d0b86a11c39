"""JSON of an archive, which says each thing once."""

import json


def parse_json(content):
    """The value of JSON text. Raises ValueError, also for a key that stands twice in an object.

    >>> parse_json('{"id": 1, "id": 2}')
    Traceback (most recent call last):
    ValueError: the key 'id' stands twice
    """
    return json.loads(content, object_pairs_hook=_unique, parse_constant=_refuse_constant)


def _unique(pairs):
    values = dict(pairs)
    if len(values) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(
            f"the key {next(key for key in keys if keys.count(key) > 1)!r} stands twice"
        )
    return values


def _refuse_constant(name):
    raise ValueError(f"{name} is no number")
