"""Pure: annotations of a file as passages of the desk can hold them."""

import re
from dataclasses import replace

from annotations.anchoring.spans import CONTEXT_LENGTH
from annotations.formats.json_values import ValueRefused
from annotations.formats.record import (
    Annotation,
    Code,
    Document,
    LinkedClaim,
    LinkedPerson,
    Piece,
)
from corpus.canonical_urls import is_web
from corpus.characters import is_blank, one_line, without_unusable
from corpus.names import name_key
from corpus.readers.limits import MAX_LENGTHS, MAX_TEXT

MAX_TAGS = 100
MAX_PIECES = 1_000
MAX_LINKS = 100
MAX_TAG_LENGTH, MAX_NAME_LENGTH, MAX_KEY_LENGTH = 100, 200, 200
MAX_STATEMENT_LENGTH, MAX_NOTE_LENGTH, MAX_WHY_LENGTH = 500, 10_000, 2_000
MAX_AUTHOR_LENGTH = 150
ROLES = ("speaks", "spoken_of")
STATES = ("placed", "needs_review", "lost")
STANCES = ("reports", "supports", "contradicts")

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def cleaned(annotation: Annotation) -> Annotation:
    """Return the annotation with names, notes and statements as they are stored.

    A comma in the name of a tag becomes a semicolon. Raises ValueRefused for what no passage can
    have, so that nothing is dropped silently.
    """
    if not annotation.pieces:
        raise ValueRefused("It has no piece of a text.")
    if annotation.state not in STATES:
        raise ValueRefused(f"Its state is none of: {', '.join(STATES)}.")
    for values, limit, noun in (
        (annotation.pieces, MAX_PIECES, "pieces"),
        (annotation.tags, MAX_TAGS, "tags"),
        (annotation.people, MAX_LINKS, "people"),
        (annotation.claims, MAX_LINKS, "claims"),
    ):
        if len(values) > limit:
            raise ValueRefused(f"It has {len(values):,} {noun}; the limit is {limit:,}.")
    tags = {name_key(name): name for name in reversed(list(map(tag_name, annotation.tags)))}
    return replace(
        annotation,
        pieces=annotation.pieces if annotation.state == "placed" else _uncertain(annotation.pieces),
        key=without_unusable(annotation.key)[:MAX_KEY_LENGTH],
        tags=tuple(reversed(tags.values())),
        people=tuple(dict.fromkeys(map(_person, annotation.people))),
        claims=tuple(map(_claim, annotation.claims)),
        note=_lines(annotation.note, MAX_NOTE_LENGTH, "The note"),
        author=one_line(without_unusable(annotation.author))[:MAX_AUTHOR_LENGTH],
    )


def _uncertain(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces with words as a passage without a certain position keeps them."""
    if all(is_blank(piece.quote) for piece in pieces):
        raise ValueRefused("It has neither words nor a certain position.")
    return tuple(
        replace(
            piece,
            quote=_lines(piece.quote, MAX_TEXT, "The quote"),
            prefix=without_unusable(piece.prefix)[-CONTEXT_LENGTH:],
            suffix=without_unusable(piece.suffix)[:CONTEXT_LENGTH],
        )
        for piece in pieces
    )


def tag_name(name: str) -> str:
    """Return a name as a tag has it. Raises ValueRefused.

    >>> tag_name("arms, heavy ")
    'arms; heavy'
    """
    return _name(name.replace(",", ";"), MAX_TAG_LENGTH, "a tag")


def cleaned_code(code: Code) -> Code:
    """Return a Code as a tag has it. Raises ValueRefused for its name."""
    definition = without_unusable(code.definition.replace("\r\n", "\n"))[:MAX_NOTE_LENGTH]
    hue = code.hue if code.hue and 1 <= code.hue <= 10 else None
    return replace(code, name=tag_name(code.name), definition=definition, hue=hue)


def cleaned_document(document: Document) -> Document:
    """Return the document with fields that an article can hold; its text and key stay."""
    url = one_line(without_unusable(document.url))
    is_kept = len(url) <= MAX_LENGTHS["url"] and is_web(url)
    return replace(
        document,
        url=url if is_kept else "",
        language=document.language if _LANGUAGE.fullmatch(document.language) else "",
        title=_shortened(document.title, "title"),
        byline=_shortened(document.byline, "byline"),
        source=_shortened(document.source, "source"),
    )


def _shortened(value: str, field: str) -> str:
    return one_line(without_unusable(value))[: MAX_LENGTHS[field]]


def _name(name: str, limit: int, noun: str) -> str:
    line = one_line(without_unusable(name))
    key = name_key(line)
    if not key:
        raise ValueRefused(f"The name of {noun} is empty.")
    if len(line) > limit or len(key) > 2 * limit:
        raise ValueRefused(f"The name of {noun} has more than {limit} characters.")
    return line


def _person(person: LinkedPerson) -> LinkedPerson:
    if person.role not in ROLES:
        raise ValueRefused(f"The role of a person is none of: {', '.join(ROLES)}.")
    return replace(person, name=_name(person.name, MAX_NAME_LENGTH, "a person"))


def _claim(claim: LinkedClaim) -> LinkedClaim:
    if claim.stance not in STANCES:
        raise ValueRefused(f"The stance on a claim is none of: {', '.join(STANCES)}.")
    if claim.speaker and claim.attribution:
        raise ValueRefused("A claim has both a speaker and an attribution.")
    return replace(
        claim,
        statement=_name(claim.statement, MAX_STATEMENT_LENGTH, "a claim"),
        why=_lines(claim.why, MAX_WHY_LENGTH, "The reason of a link to a claim"),
        speaker=_optional_name(claim.speaker, "a speaker"),
        attribution=_optional_name(claim.attribution, "an attribution"),
        origin=_optional_name(claim.origin, "an origin"),
    )


def _optional_name(name: str, noun: str) -> str:
    return _name(name, MAX_NAME_LENGTH, noun) if name else ""


def _lines(text: str, limit: int, noun: str) -> str:
    lines = without_unusable(text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(lines) > limit:
        raise ValueRefused(f"{noun} has {len(lines):,} characters; the limit is {limit:,}.")
    return "" if is_blank(lines) else lines
