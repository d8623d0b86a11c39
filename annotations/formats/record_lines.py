"""Pure: an article or a passage as one line of `json_lines` within a file of another format.

What a format has no place for is kept there in a note of our own.
"""

import json
from dataclasses import replace
from io import BytesIO

from annotations.formats import json_lines
from annotations.formats.json_values import MAX_VALUES, ValueRefused
from annotations.formats.record import Annotation, Code, Document, Entry, Refusal

_HEADER = json.dumps(json_lines.HEADER).encode() + b"\n"
_ARTICLE = '{"article": '
_NO_ARTICLE = _ARTICLE.encode() + b'{"key": ""}}\n'


def article_line(document: Document, codes: tuple[Code, ...]) -> str:
    """An article without its text, and its codes."""
    return _last_line(Entry(replace(document, text=None), codes=codes))


def passage_line(annotation: Annotation) -> str:
    return _last_line(Entry(Document(""), (annotation,)))


def _last_line(entry: Entry) -> str:
    """The last line of an Entry, in ASCII: other programs end lines at further characters."""
    *_, line = json_lines.dumps([entry])
    return json.dumps(json.loads(line))


def read_line(line: str) -> Entry | Annotation:
    """What such a line holds. Raises ValueRefused."""
    is_article = line.startswith(_ARTICLE)
    content = line.encode("utf-8", "surrogatepass")
    source = BytesIO(_HEADER + (b"" if is_article else _NO_ARTICLE) + content)
    for read in json_lines.loads(source):
        if isinstance(read, Refusal):
            raise ValueRefused(read.why)
        if is_article:
            return read
        if len(read.annotations) == 1:
            [annotation] = read.annotations
            for values in (
                annotation.tags,
                annotation.people,
                annotation.claims,
                annotation.pieces,
            ):
                if len(values) > MAX_VALUES:
                    raise ValueRefused(f"It has more than {MAX_VALUES:,} values.")
            return annotation
    raise ValueRefused("It is not one passage.")
