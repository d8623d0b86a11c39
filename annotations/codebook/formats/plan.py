"""What a codebook from a file would change in ours, and the change itself."""

from dataclasses import dataclass
from hashlib import sha256

from annotations.codebook.formats.record import Code, ExchangeError, line_feeds
from annotations.models import Tag
from annotations.models.tag import MAX_COMPARED
from annotations.names.similar_names import similar_in_order
from corpus.names import name_key

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True)
class Step:
    """What becomes of one code: a new tag, a change of `tag`, or nothing.

    `definition` and `hue` are what the tag will have; `near` are names that a new one is nearly
    one of, in the codebook or above in the file.
    """

    code: Code
    kind: str
    tag: Tag | None = None
    definition: str = ""
    hue: int | None = None
    near: tuple = ()

    @property
    def is_new(self):
        return self.kind == NEW

    @property
    def is_same(self):
        return self.kind == SAME

    def said(self):
        tag = self.tag
        return (self.code.name, self.kind, self.definition, self.hue, tag and tag.version)


@dataclass(frozen=True)
class Plan:
    steps: list

    @property
    def digest(self):
        """Another one where anything that was shown has changed."""
        return sha256(repr([step.said() for step in self.steps]).encode()).hexdigest()

    def of_kind(self, kind):
        return [step for step in self.steps if step.kind == kind]

    @property
    def new(self):
        return self.of_kind(NEW)

    @property
    def changed(self):
        return self.of_kind(CHANGED)

    @property
    def same(self):
        return self.of_kind(SAME)

    @property
    def near(self):
        return [step for step in self.steps if step.near]

    def wished(self, *, only_new=False, without_near=False):
        """The steps that change something, in their order, without those that are not wanted."""
        return [
            step
            for step in self.steps
            if (step.is_new and not (without_near and step.near))
            or (step.kind == CHANGED and not only_new)
        ]


def plan(codes):
    """The Plan of a file's codes, in its order. Raises ExchangeError where two have one name."""
    codes = {name_key(code.name): code for code in _each_once(codes)}
    known = {
        tag.name_key: tag for tag in Tag.objects.standing().filter(name_key__in_array=list(codes))
    }
    once = Tag.objects.by_former_names([key for key in codes if key not in known])
    ours = Tag.objects.standing().in_name_order().values_list("name", flat=True)[:MAX_COMPARED]
    new = [code.name for key, code in codes.items() if key not in known and key not in once]
    near = similar_in_order(ours, new)
    return Plan([_step(code, known.get(key) or once.get(key), near) for key, code in codes.items()])


def _each_once(codes):
    """Codes without those that say again what stands above them."""
    above = {}
    for code in codes:
        first = above.setdefault(name_key(code.name), code)
        if first is code:
            yield code
        elif (first.definition, first.hue) != (code.definition, code.hue):
            where = f" (line {first.line})" if first.line else ""
            raise ExchangeError(
                f"“{code.name}” stands above already{where}, with another meaning or colour.",
                code.line,
                "tag",
            )


def _step(code, tag, near):
    if tag is None:
        return Step(code, NEW, None, code.definition, code.hue, tuple(near.get(code.name, ())))
    ours = line_feeds(tag.definition).strip()
    # What a file leaves empty it says nothing about.
    definition = code.definition or ours
    hue = code.hue or tag.hue
    kind = SAME if (definition, hue) == (ours, tag.hue) else CHANGED
    return Step(code, kind, tag, definition, hue)


def codes_of_ours():
    """The codebook as Codes, in the order of its words."""
    rows = Tag.objects.standing().in_name_order()
    for name, definition, hue, public_id in rows.values_list(
        "name", "definition", "hue", "public_id"
    ).iterator():
        yield Code(name, line_feeds(definition), hue, public_id)
