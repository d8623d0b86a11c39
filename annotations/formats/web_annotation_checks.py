"""Pure: what the model of the W3C demands of an annotation, and the annotations in a document.

Source: the MUST clauses of https://www.w3.org/TR/annotation-model/.
"""

import re
from collections.abc import Iterator
from typing import Any

from annotations.formats.json_values import ValueRefused, as_list, as_moment, as_span, as_text
from annotations.formats.record import Refusal

# What our own terms and ids begin with.
URN = "urn:x-twosource:"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
CONTEXTS = (CONTEXT, {"ts": URN})

# Also relative, as programs name their own annotations: "#a1".
_URI = re.compile(r"[^\s<>\"{}|\\^`\x00-\x1f]+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_COMPOSITES = frozenset(["Choice", "List", "Composite", "Independents", "Set"])
# Of other types, such as the Feature of GeoJSON, a body may say all there is without a URI.
_OWN_KINDS = _COMPOSITES | {"TextualBody", "SpecificResource", "Text", "Image", "Video", "Audio"}
_DIRECTIONS = frozenset(["ltr", "rtl", "auto"])
# Selectors with one text, by their type.
_TEXT_SELECTORS = {
    "FragmentSelector": "value",
    "CssSelector": "value",
    "XPathSelector": "value",
    "TextQuoteSelector": "exact",
}
# Fields with the page that comes next.
NEXT_PAGES = ("next", "first")
# Annotations in each other: a Page in a Collection, and the next page in a page.
_MAX_NESTED = 100


def several(value: Any) -> list[Any]:
    """The values of a field that may have one, several or none."""
    return as_list(value, "value")


def only_value(value: Any) -> Any:
    """A value, or that of a list of one."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def is_uri(value: Any) -> bool:
    return isinstance(value, str) and bool(_URI.fullmatch(value))


def annotations_in(
    where: str, values: dict[str, Any], context: Any
) -> Iterator[tuple[str, dict[str, Any]] | Refusal]:
    """(place, annotation) of each in an object: itself, or those of a Page or Collection.

    Without a context of its own each has that of what it is in. A page of which only the address
    is in the file is a Refusal.
    """
    pages: list[tuple[dict[str, Any], Any]] = [(values, context)]
    for _ in range(_MAX_NESTED):
        if not pages:
            return
        page, context = pages.pop()
        context = page.get("@context", context)
        kinds = several(page.get("type"))
        if "AnnotationCollection" not in kinds and "AnnotationPage" not in kinds:
            yield where, {"@context": context, **page}
            continue
        for item in several(page.get("items")):
            own = item if isinstance(item, dict) else {"id": item, "type": "Annotation"}
            yield where, {"@context": context, **own}
        yield from missing_pages(where, page)
        following = [page[name] for name in NEXT_PAGES if isinstance(page.get(name), dict)]
        pages += [(each, context) for each in following]


def missing_pages(where: str, values: dict[str, Any]) -> Iterator[Refusal]:
    """Pages that follow a Page or Collection and of which it has only the address."""
    for name in NEXT_PAGES:
        if isinstance(values.get(name), str):
            yield Refusal(where, f"The page {values[name]} is not in this file.")


def check(values: dict[str, Any]) -> None:
    """Raise ValueRefused for an annotation that breaks a rule of the model."""
    if CONTEXT not in several(values.get("@context")):
        raise ValueRefused(f"@context: {CONTEXT} is not in it.")
    if not is_uri(only_value(values.get("id"))):
        raise ValueRefused("id: this is not one URI.")
    if "Annotation" not in several(values.get("type")):
        raise ValueRefused("type: this is not “Annotation”.")
    if not several(values.get("target")):
        raise ValueRefused("target: there is none.")
    if "body" in values and "bodyValue" in values:
        raise ValueRefused("bodyValue: there is a body as well.")
    if "bodyValue" in values and not isinstance(values["bodyValue"], str):
        raise ValueRefused("bodyValue: this is not one text.")
    _check_common(values, "")
    for body in several(values.get("body")):
        _check_resource(body, "body")
    for target in several(values["target"]):
        _check_resource(target, "target")
        if isinstance(target, dict):
            _check_target(target)


def _check_common(values: dict[str, Any], name: str) -> None:
    """Rules for annotations, bodies and targets alike."""
    for field in ("creator", "generator"):
        for agent in several(values.get(field)):
            if not isinstance(agent, str | dict):
                raise ValueRefused(f"{name}{field}: this is neither a URI nor an object.")
    for field in ("created", "modified", "generated"):
        if field in values:
            moment = only_value(values[field])
            if not isinstance(moment, str) or not _TIME.match(moment):
                raise ValueRefused(f"{name}{field}: this is not one time.")
            as_moment(moment)
    for field in ("rights", "canonical", "via"):
        for uri in several(values.get(field)):
            if not is_uri(uri):
                raise ValueRefused(f"{name}{field}: this is not a URI.")
    if isinstance(values.get("canonical"), list):
        raise ValueRefused(f"{name}canonical: this is not one URI.")


def _check_resource(value: Any, name: str) -> None:
    if isinstance(value, str):
        if not is_uri(value):
            raise ValueRefused(f"{name}: this is not a URI.")
        return
    if not isinstance(value, dict):
        raise ValueRefused(f"{name}: this is neither a URI nor an object.")
    kinds = several(value.get("type"))
    if "id" in value and not is_uri(only_value(value["id"])):
        raise ValueRefused(f"{name}, id: this is not one URI.")
    if "items" in value and len(_COMPOSITES.intersection(map(str, kinds))) != 1:
        raise ValueRefused(f"{name}, type: items need one of {', '.join(sorted(_COMPOSITES))}.")
    if "value" in value or "TextualBody" in kinds:
        if not isinstance(value.get("value"), str):
            raise ValueRefused(f"{name}, value: this is not one text.")
        as_text(value["value"], f"{name}, value")
    elif (
        name == "body"
        and not {"id", "source", "items"}.intersection(value)
        and _OWN_KINDS.intersection(map(str, kinds or ["SpecificResource"]))
    ):
        raise ValueRefused("body: it has neither a URI nor a value.")
    for field in ("format", "language"):
        if not all(isinstance(each, str) for each in several(value.get(field))):
            raise ValueRefused(f"{name}, {field}: this is not text.")
    if not isinstance(value.get("processingLanguage", ""), str):
        raise ValueRefused(f"{name}, processingLanguage: this is not one text.")
    if "textDirection" in value and value["textDirection"] not in (*_DIRECTIONS,):
        raise ValueRefused(f"{name}, textDirection: this is none of ltr, rtl, auto.")
    _check_common(value, f"{name}, ")


def _check_target(target: dict[str, Any]) -> None:
    source = only_value(target.get("source"))
    if source is None:
        if "id" not in target and "items" not in target:
            raise ValueRefused("target: it has no source.")
    elif not is_uri(only_value(source.get("id")) if isinstance(source, dict) else source):
        raise ValueRefused("target, source: this is not one URI.")
    for selector in several(target.get("selector")):
        if isinstance(selector, dict):
            _check_selector(selector)
        elif not is_uri(selector):
            raise ValueRefused("selector: this is neither a URI nor an object.")


def _check_selector(selector: dict[str, Any]) -> None:
    kind = only_value(selector.get("type"))
    if not isinstance(kind, str):
        if not is_uri(selector.get("id")):
            raise ValueRefused("selector, type: this is not one text.")
        return
    field = _TEXT_SELECTORS.get(kind)
    if field and not isinstance(selector.get(field), str):
        raise ValueRefused(f"{kind}, {field}: this is not one text.")
    if kind == "TextQuoteSelector":
        for each in ("exact", "prefix", "suffix"):
            as_text(selector.get(each), f"{kind}, {each}")
    if kind == "TextPositionSelector":
        as_span(selector.get("start"), selector.get("end"), kind)
