"""The plan of a codebook import: what becomes of each code of a file."""

from dataclasses import dataclass
from hashlib import sha256

from annotations.codebook.formats.record import Code
from annotations.formats.refi.xml import line_feeds
from annotations.models import Tag
from annotations.models.tag import MAX_COMPARED
from annotations.names.similar_names import similar_in_order
from annotations.names.tag_names import split_path
from corpus.names import name_key

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True)
class Step:
    """What becomes of one code: a new tag, a change of `tag`, or nothing.

    `definition`, `hue` and `digit` are those that the tag will have; `near` are similar names of a
    new tag, in the codebook or above it in the file.
    """

    code: Code
    kind: str
    tag: Tag | None = None
    definition: str = ""
    hue: int | None = None
    near: tuple[str, ...] = ()
    digit: int | None = None

    @property
    def is_new(self):
        return self.kind == NEW

    @property
    def is_same(self):
        return self.kind == SAME

    def as_tuple(self):
        tag = self.tag
        return (
            self.code.name,
            self.kind,
            self.definition,
            self.hue,
            self.digit,
            tag and tag.version,
        )


@dataclass(frozen=True)
class Plan:
    """What an import does, step by step; `tags_by_digit` are the names of tags with keys."""

    steps: list[Step]
    tags_by_digit: dict[int, str]

    @property
    def digest(self):
        """A hash of all steps, to notice changes since they were shown."""
        return sha256(repr([step.as_tuple() for step in self.steps]).encode()).hexdigest()

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
    def refused_keys(self):
        """Sentences about the keys of the file that other tags have."""
        return [
            f"“{step.code.name}” does not get the key {step.code.digit}: "
            f"“{self.tags_by_digit[step.code.digit]}” has it."
            for step in self.steps
            if step.code.digit not in (None, step.digit)
        ]

    @property
    def near(self):
        return [step for step in self.steps if step.near]

    def selected(self, *, only_new=False, without_near=False):
        """The steps that change something, in order, without those that the options exclude."""
        return [
            step
            for step in self.steps
            if (step.is_new and not (without_near and step.near))
            or (step.kind == CHANGED and not only_new)
        ]


def plan(codes):
    """The Plan of a file's codes, in their order; no two have one name."""
    codes = {name_key(code.name): code for code in codes}
    tags_by_key = {
        tag.name_key: tag for tag in Tag.objects.standing().filter(name_key__in_array=list(codes))
    }
    tags_by_former_key = Tag.objects.by_former_names(
        [key for key in codes if key not in tags_by_key]
    )
    our_names = Tag.objects.standing().in_name_order().values_list("name", flat=True)[:MAX_COMPARED]
    new_names = [
        code.name
        for key, code in codes.items()
        if key not in tags_by_key and key not in tags_by_former_key
    ]
    near_names = similar_in_order(our_names, new_names)
    taken = dict(Tag.objects.with_keys().values_list("digit", "name"))
    steps = [
        _step(code, tags_by_key.get(key) or tags_by_former_key.get(key), near_names, taken)
        for key, code in codes.items()
    ]
    return Plan(steps, taken)


def _step(code, tag, near, taken):
    """The Step of a code; a key that a tag has already, of the `taken` ones, stays with it."""
    digit = None if code.digit in taken else code.digit
    if tag is None:
        near_names = tuple(near.get(code.name, ()))
        return Step(code, NEW, None, code.definition, code.hue, near_names, digit)
    our_definition = line_feeds(tag.definition).strip()
    # An empty field of the file changes nothing.
    definition = code.definition or our_definition
    hue = code.hue or tag.hue
    digit = digit or tag.digit
    is_same = (definition, hue, digit) == (our_definition, tag.hue, tag.digit)
    return Step(code, SAME if is_same else CHANGED, tag, definition, hue, digit=digit)


def codes_of_ours():
    """The codebook as Codes, in the order of their names."""
    rows = Tag.objects.standing().in_name_order()
    for name, definition, hue, public_id, path, digit in rows.values_list(
        "name", "definition", "hue", "public_id", "original_path", "digit"
    ).iterator():
        path = split_path(path)
        yield Code(name, line_feeds(definition), hue, public_id, path=path, digit=digit)
