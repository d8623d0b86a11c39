"""Pure: an annotation of the W3C as values; see `web_annotation`."""

from dataclasses import replace
from typing import Any

from annotations.formats.json_values import ValueRefused, as_extra, as_moment
from annotations.formats.record import (
    Annotation,
    Code,
    Document,
    LinkedClaim,
    LinkedPerson,
    Piece,
)
from annotations.formats.web_annotation_checks import (
    CONTEXTS,
    check,
    is_uri,
    only_value,
    several,
)
from corpus.dates import ImpreciseDate, parse

_STATES = ("placed", "needs_review", "lost")
# Fields of an annotation that are read; all others are kept.
_READ = frozenset(
    "@context id type created modified creator body target "
    "ts:key ts:url ts:state ts:revision ts:page".split()
)
_TAG = frozenset(["type", "purpose", "value", "ts:definition", "ts:hue", "ts:key"])
_NOTE = frozenset(["type", "purpose", "value", "format"])
_PERSON = frozenset(["type", "purpose", "value", "ts:role", "ts:key"])
CLAIM_TEXTS = ("key", "speaker", "attribution", "origin", "why")
_CLAIM = frozenset(
    ["type", "purpose", "value", "ts:stance", "ts:said"] + [f"ts:{name}" for name in CLAIM_TEXTS]
)
DOCUMENT_TEXTS = ("title", "source", "grade", "byline", "sha256")
_QUOTE = frozenset(["type", "exact", "prefix", "suffix"])
_POSITION = frozenset(["type", "start", "end"])
# What addresses of pages begin with.
WEB = ("http://", "https://")

# Between the notes of several bodies, which are one note of a passage.
NOTE_SEPARATOR = "\n\n"


def read(values: dict[str, Any]) -> tuple[Document, Annotation, tuple[Code, ...]]:
    check(values)
    extra = {name: value for name, value in values.items() if name not in _READ}
    contexts = [each for each in several(values["@context"]) if each not in CONTEXTS]
    if contexts:
        extra["@context"] = [CONTEXTS[0], *contexts]
    targets = several(values["target"])
    sources = (_source_in(each) for each in targets + _items_of(targets))
    source = next((each for each in sources if is_uri(_uri_of(each))), None)
    if source is None:
        raise ValueRefused("target: no part of it has a URI.")
    pieces, kept_targets = [], []
    for target in targets:
        piece, kept = _piece(target, source)
        pieces += [piece] if piece else []
        kept_targets.append(kept)
    if any(kept_targets) or not pieces:
        extra["target"] = kept_targets
    uri = str(only_value(values["id"]))
    url = uri if uri.startswith(WEB) else ""
    creator = only_value(values.get("creator"))
    if creator and (not isinstance(creator, dict) or creator.keys() - {"type", "nickname"}):
        extra["creator"] = creator
    state, revision = values.get("ts:state", "placed"), values.get("ts:revision")
    annotation = Annotation(
        pieces=tuple(pieces),
        key=_text(values, "key", uri),
        url=_text(values, "url", url),
        revision=revision if type(revision) is int else None,
        state=state if state in _STATES else "placed",
        page=_text(values, "page"),
        author=author_of(creator),
        created_at=as_moment(only_value(values["created"])) if "created" in values else None,
        edited_at=as_moment(only_value(values["modified"])) if "modified" in values else None,
    )
    annotation, codes = _with_bodies(annotation, values, extra)
    return _titled(_document(source), targets), annotation, codes


def _titled(document: Document, targets: list[Any]) -> Document:
    """The document, with the label of a target as its title if it has none."""
    labels = (each.get("label") for each in targets if isinstance(each, dict))
    label = next((label for label in labels if isinstance(label, str)), "")
    return document if document.title else replace(document, title=label)


def _text(values: dict[str, Any], name: str, default: str = "") -> str:
    value = values.get(f"ts:{name}", default)
    return value if isinstance(value, str) else default


def author_of(creator: Any) -> str:
    """The name of an agent, "" if it has none; the first of several has it."""
    agent = creator[0] if isinstance(creator, list) and creator else creator
    fields = agent if isinstance(agent, dict) else {"id": agent}
    names = (only_value(fields.get(name)) for name in ("nickname", "name", "email", "id"))
    return next((name for name in names if isinstance(name, str) and name), "")


def _source_in(target: Any) -> Any:
    return target.get("source", target) if isinstance(target, dict) else target


def _items_of(targets: list[Any]) -> list[Any]:
    """What targets consist of: the pages of a Composite, of which the first is the article."""
    return [
        item for each in targets if isinstance(each, dict) for item in several(each.get("items"))
    ]


def _uri_of(source: Any) -> str:
    uri = only_value(source.get("id")) if isinstance(source, dict) else source
    return uri if isinstance(uri, str) else ""


def _document(source: Any) -> Document:
    uri = _uri_of(source)
    values = source if isinstance(source, dict) else {}
    names = {"id", "type", "language", "ts:key", "ts:url", "ts:published"}
    names |= {f"ts:{name}" for name in DOCUMENT_TEXTS}
    language = only_value(values.get("language"))
    return Document(
        key=_text(values, "key", uri),
        url=_text(values, "url", uri if uri.startswith(WEB) else ""),
        language=language if isinstance(language, str) else "",
        published=_date(values.get("ts:published")),
        extra=as_extra({name: value for name, value in values.items() if name not in names}),
        **{name: _text(values, name) for name in DOCUMENT_TEXTS},
    )


def _date(value: Any) -> ImpreciseDate | None:
    try:
        return parse(value) if isinstance(value, str) else None
    except ValueError as error:
        raise ValueRefused(f"date: {error}") from None


def _piece(target: Any, source: Any) -> tuple[Piece | None, Any]:
    """The piece of a target, and what of the target is kept: all of it, in a list, without one."""
    own_source = _source_in(target)
    if own_source is target or _uri_of(own_source) != _uri_of(source):
        return None, [target]
    kept = {name: value for name, value in target.items() if name not in ("source", "selector")}
    if kept.get("type", "SpecificResource") == "SpecificResource":
        kept.pop("type", None)
    quote_selector, position, others = None, None, []
    for selector in several(target.get("selector")):
        fields = selector.keys() if isinstance(selector, dict) else frozenset()
        kind = selector.get("type") if isinstance(selector, dict) else ""
        if kind == "TextQuoteSelector" and fields <= _QUOTE and quote_selector is None:
            quote_selector = selector
        elif kind == "TextPositionSelector" and fields <= _POSITION and position is None:
            position = selector
        else:
            others.append(selector)
    if others:
        kept["selector"] = others
    if quote_selector is None:
        quote_selector = next(filter(None, map(_refined_quote, others)), None)
    if quote_selector is None and position is None:
        return None, [target]
    span = (position["start"], position["end"]) if position else (None, None)
    words = quote_selector or {}
    texts = [words.get(name, "") for name in ("exact", "prefix", "suffix")]
    return Piece(span[0], span[1], *texts), kept


def _refined_quote(selector: Any) -> dict[str, Any] | None:
    """The innermost quote of a selector that others refine."""
    words = None
    while isinstance(selector, dict):
        words = selector if selector.get("type") == "TextQuoteSelector" else words
        selector = only_value(selector.get("refinedBy"))
    return words


def _with_bodies(
    annotation: Annotation, values: dict[str, Any], extra: dict[str, Any]
) -> tuple[Annotation, tuple[Code, ...]]:
    """The annotation with tags, people, claims, note and `extra`; and what is said of its tags."""
    motivation = only_value(values.get("motivation"))
    tags: dict[str, None] = {}
    people: list[LinkedPerson] = []
    claims: list[LinkedClaim] = []
    notes: dict[str, None] = {}
    kept, codes = [], []
    bodies = several(values.get("body"))
    if "bodyValue" in values:
        bodies = [{"type": "TextualBody", "value": extra.pop("bodyValue")}]
    for body in bodies:
        kind, value = meaning_of(body, motivation) or ("", "")
        fields = frozenset(body) if isinstance(body, dict) else frozenset()
        is_ours = body.get("purpose", "") != "" if isinstance(body, dict) else False
        if kind == "tag":
            tags[value] = None
            if "ts:definition" in fields:
                hue = body.get("ts:hue")
                hue = hue if type(hue) is int else None
                codes.append(Code(value, _text(body, "definition"), hue, _text(body, "key")))
            is_ours = is_ours and fields <= _TAG
        elif kind == "person":
            role = "speaks" if body.get("ts:role") == "speaks" else "spoken_of"
            people.append(LinkedPerson(value, role, _text(body, "key")))
            is_ours = fields <= _PERSON
        elif kind == "claim":
            texts = {name: _text(body, name) for name in CLAIM_TEXTS}
            said = _date(body.get("ts:said"))
            claims.append(LinkedClaim(value, _text(body, "stance"), said=said, **texts))
            is_ours = fields <= _CLAIM
        elif kind == "note":
            notes[value] = None
            is_ours = is_ours and fields <= _NOTE
        else:
            is_ours = False
        if not is_ours:
            kept.append(body)
    if len(notes) > 1:
        # Their own bodies say where one ends and the next begins.
        kept = [body for body in bodies if body in kept or _is_note(body, motivation)]
    if kept:
        extra["body"] = kept
    annotation = replace(
        annotation,
        tags=tuple(tags),
        people=tuple(people),
        claims=tuple(claims),
        note=NOTE_SEPARATOR.join(notes),
        extra=as_extra(extra),
    )
    return annotation, tuple(codes)


def _is_note(body: Any, motivation: Any) -> bool:
    meaning = meaning_of(body, motivation)
    return meaning is not None and meaning[0] == "note"


def meaning_of(body: Any, motivation: Any) -> tuple[str, str] | None:
    """What a body is to us: "tag", "person", "claim" or "note", and its words."""
    value = body.get("value") if isinstance(body, dict) else None
    if not isinstance(value, str) or not value:
        return None
    purpose = only_value(body.get("purpose", motivation))
    if purpose == "tagging":
        return "tag", value
    # A resource of another type is no name: Recogito's has the address of a place, or "PERSON".
    if purpose == "identifying":
        is_name = "TextualBody" in several(body.get("type", "TextualBody"))
        return ("person", value) if is_name and not value.startswith(WEB) else None
    if purpose == "linking" and "ts:stance" in body:
        return "claim", value
    is_plain = only_value(body.get("format")) in (None, "text/plain", "text/markdown")
    return ("note", value) if is_plain and purpose in (None, "", "commenting") else None
