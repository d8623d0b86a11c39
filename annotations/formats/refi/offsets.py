"""Pure: by which rule a program counted the positions of a REFI-QDA project.

The standard counts code points. NVivo counts UTF-16 and each line end as two characters, and others
may count so too: the words that selections would have tell.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from annotations.formats.offsets import Span, convert
from annotations.formats.record import OURS, OffsetRule, Unit
from annotations.formats.refi.values import shortened
from annotations.formats.refi.xml import ORIGIN, Element
from corpus.text import normalise

# Selections of a text that are looked at.
_MAX_LOOKED_AT = 500
_NVIVO = OffsetRule(Unit.UTF16, counts_crlf=True)
_RULES = [
    OffsetRule(unit, counts_crlf, counts_bom)
    for counts_bom, counts_crlf, unit in product(
        (False, True), (False, True), (Unit.CODE_POINTS, Unit.UTF16)
    )
]


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection of a source, with its position as the file has it."""

    span: Span
    element: Element

    @property
    def guid(self) -> str:
        return self.element.get("guid")

    @property
    def name(self) -> str:
        return self.element.get("name")


def counted(
    origin: str, text: str, selections: list[Selection]
) -> tuple[OffsetRule, list[Span | None]]:
    """The rule of a project by the program `origin`, and the selections by it in the cleaned text.

    It is the program's rule, unless by another one more selections begin and end at words or
    equal their names. Raises TextRefused.
    """
    first = _NVIVO if origin.startswith("NVivo") else OURS
    rules = [first] if origin == ORIGIN else [first, *(rule for rule in _RULES if rule != first)]
    cleaned = normalise(text).text
    looked_at = selections[:_MAX_LOOKED_AT]
    spans = [each.span for each in looked_at]
    marks = {rule: sum(_marks(cleaned, convert(text, rule, spans), looked_at)) for rule in rules}
    best = max(rules, key=lambda rule: marks[rule])
    # One word more may be chance.
    rule = best if marks[best] - marks[first] >= max(1, len(looked_at) / 5) else first
    return rule, convert(text, rule, (each.span for each in selections))


def _marks(
    cleaned: str, spans: Iterable[Span | None], selections: Iterable[Selection]
) -> Iterator[int]:
    for span, selection in zip(spans, selections, strict=True):
        if span is None:
            continue
        start, end = span
        is_named = bool(selection.name) and _are_words(selection.name, cleaned[start:end])
        yield 2 * is_named + (_is_boundary(cleaned, start) and _is_boundary(cleaned, end))


def _are_words(name: str, quote: str) -> bool:
    """Whether the name that a program gave a selection is its words, or their beginning."""
    words, named = " ".join(quote.split()), " ".join(name.split())
    return (
        named == words
        or named == shortened(quote)
        or (named.endswith("…") and words.startswith(named[:-1]))
    )


def _is_boundary(text: str, position: int) -> bool:
    """Whether no word goes on at this position."""
    around = text[max(0, position - 1) : position + 1]
    return len(around) < 2 or not around.isalnum()
