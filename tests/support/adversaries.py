"""Corrections that invite a mistake, as Cases of `edits`: alike text inside longer prose.

Prose makes nearly every word of a text telling; what is alike stands among it. Each family takes a
random.Random and returns a Case whose truth is known code point by code point.
"""

import re
from random import Random

from tests.support.edits import (
    Case,
    Editor,
    Text,
    like_sentence,
    prose,
    prose_sentence,
    spans_in,
)

PROVINCES = "Balkh Faryab Ghazni Herat Kabul Kunduz Logar Takhar Wardak Zabul".split()
REFRAIN = "The ministry of defence in Kabul did not answer questions. "
FOOTER = "Reporting by {name}; Editing by {other}\n\nOur standards: the principles of trust.\n\n"


class PartEditor(Editor):
    """An Editor that changes only what stood between two positions at first."""

    def __init__(self, random, text, make, part):
        self.part = part
        super().__init__(random, text, make)

    def edges(self, pattern):
        inside = [at for at, origin in enumerate(self.text.origins) if origin in self.part]
        if not inside:
            return []
        first, last = inside[0], inside[-1] + 1
        return [
            match.span()
            for match in re.finditer(pattern, str(self.text))
            if first <= match.start() and match.end() <= last
        ]

    def border(self, pieces):
        return self.random.choice([end for _, end in pieces] or [0])


def case_near(random, old, text, part, around=40):
    """The Case, with spans in and near the part that changed."""
    low, high = max(0, part.start - around), min(len(old), part.stop + around)
    near = [(start + low, end + low) for start, end in spans_in(random, old[low:high], 16)]
    return Case(old, str(text), text, sorted({*near, *spans_in(random, old, 4)}))


def _edited(random, before, middle, after, make):
    old = before + middle + after
    text, part = Text.of(old), range(len(before), len(before) + len(middle))
    editor = PartEditor(random, text, make, part)
    for _ in range(random.randint(1, 3)):
        random.choice(editor.edits)()
    return case_near(random, old, text, part)


def prose_part(random):
    return prose(random, random.choice([1500, 4000, 8000])).rstrip() + "\n\n"


def like_in_prose(random):
    middle = "".join(like_sentence(random) for _ in range(random.randint(2, 8)))
    return _edited(random, prose_part(random), middle, prose_part(random), like_sentence)


def like_scattered(random):
    """Like sentences with sentences of prose between them."""
    middle = "".join(
        random.choice([like_sentence, prose_sentence])(random) for _ in range(random.randint(4, 14))
    )
    return _edited(random, prose_part(random), middle, prose_part(random), like_sentence)


def prose_rewritten(random):
    """Prose in which sentences are replaced by others that share only common words."""
    middle = "".join(prose_sentence(random) for _ in range(random.randint(3, 12)))
    return _edited(random, prose_part(random), middle, prose_part(random), prose_sentence)


ROWS = ["{n}. {p} fell\n", "{p}\t{n} districts\t{m} dead\n", "{p}: {n} of {m}\n"]


def table(random):
    """A table of like rows: some cut, added, swapped, their figures changed."""
    shape = random.choice(ROWS)

    def row(_=None):
        return shape.format(
            n=random.randint(1, 40), m=random.randint(1, 9), p=random.choice(PROVINCES)
        )

    rows = "".join(row() for _ in range(random.randint(3, 25)))
    before, after = prose_part(random), "\n" + prose_part(random)
    old = before + rows + after
    text, part = Text.of(old), range(len(before), len(before) + len(rows))
    editor = PartEditor(random, text, row, part)
    for _ in range(random.randint(1, 4)):
        lines = editor.edges(r"[^\n]+\n")
        if not lines:
            break
        act = random.choice("cut add swap figure replace".split())
        start, end = random.choice(lines)
        if act == "cut":
            text.cut(start, end)
        elif act == "add":
            fresh = row()
            if fresh not in str(text) and fresh not in old:
                text.put(start, fresh)
        elif act == "swap":
            taken = text.cut(start, end)
            _put_line(random, editor, text, taken, start)
        elif act == "replace":
            fresh = row()
            if fresh not in str(text) and fresh not in old:
                text.cut(start, end)
                text.put(start, fresh)
        elif figures := [m.span() for m in re.finditer(r"\d+", str(text)[start:end])]:
            first, last = random.choice(figures)
            text.cut(start + first, start + last)
            text.put(start + first, str(random.randint(41, 99)))
    return case_near(random, old, text, part)


def _put_line(random, editor, text, taken, start):
    lines = [edge for edge in editor.edges(r"[^\n]+\n") if str(text)[slice(*edge)] != str(taken)]
    ambiguous = str(taken) in str(text)
    text.put(start if ambiguous or not lines else random.choice(lines)[1], taken)


def numbered_list(random):
    """A list whose numbers are typed anew after an item was cut or added."""
    items = [
        f"{random.choice(PROVINCES)} {random.choice(['fell', 'held', 'was lost'])}"
        for _ in range(random.randint(3, 15))
    ]
    before, after = prose_part(random), "\n" + prose_part(random)
    rows = "".join(f"{n}. {item}\n" for n, item in enumerate(items, 1))
    old = before + rows + after
    text = Text.of(old)
    lines = [
        (match.start() + len(before), match.end() + len(before))
        for match in re.finditer(r"[^\n]+\n", rows)
    ]
    index = random.randrange(len(lines))
    shift = random.choice([-1, 1])
    for number in range(len(lines), index + 1, -1):
        start = lines[number - 1][0]
        text.cut(start, start + len(str(number)))
        text.put(start, str(number + shift))
    if shift < 0:
        text.cut(*lines[index])
    else:
        text.put(lines[index][1], f"{index + 2}. {random.choice(PROVINCES)} was retaken\n")
    return case_near(random, old, text, range(len(before), len(before) + len(rows)))


def refrains(random):
    """Paragraphs that each end with the same sentence; some are cut or swapped."""
    count = random.randint(3, 8)
    paragraphs = [prose(random, 300).strip() + " " + REFRAIN.strip() + "\n\n" for _ in range(count)]
    return _paragraphs_changed(random, paragraphs, cuts_refrains=True)


def boilerplate(random):
    """Sections that each end with nearly the same lines."""
    names = ["Olga", "Sayed", "Maria"]
    sections = [
        prose(random, random.choice([200, 600])).strip()
        + "\n\n"
        + FOOTER.format(name=random.choice(names), other=random.choice(names))
        for _ in range(random.randint(2, 6))
    ]
    return _paragraphs_changed(random, sections)


def paragraphs_swapped(random):
    sections = []
    for _ in range(random.randint(3, 12)):
        like = "".join(like_sentence(random) for _ in range(random.randint(1, 4)))
        sections.append(random.choice([like, prose(random, 300)]).strip() + "\n\n")
    return _paragraphs_changed(random, [*sections, prose_part(random)])


def _paragraphs_changed(random, paragraphs, cuts_refrains=False):
    old = "".join(paragraphs)
    text = Text.of(old)
    for _ in range(random.randint(1, 3)):
        edges = [match.span() for match in re.finditer(r"(?s).+?\n\n", str(text))]
        if len(edges) < 2:
            break
        start, end = random.choice(edges)
        act = random.choice(["cut", "move", "double", "refrain", "words"])
        if act == "refrain" and cuts_refrains:
            refrains = [m.span() for m in re.finditer(re.escape(REFRAIN.strip()), str(text))]
            if refrains:
                text.cut(*random.choice(refrains))
        elif act == "cut":
            text.cut(start, end)
        elif act == "move" and str(text).count(str(text)[start:end]) == 1:
            taken = text.cut(start, end)
            edges = [match.span() for match in re.finditer(r"(?s).+?\n\n", str(text))]
            text.put(random.choice(edges)[1], taken)
        elif act == "double":
            text.put(end, text.copy(start, end))
        else:
            editor = Editor(random, text, like_sentence)
            random.choice([editor.replace_words, editor.cut_words, editor.insert_words])()
    return Case(old, str(text), text, spans_in(random, old, 20))


def twins(random):
    """Two sentences that are equal or nearly so, far apart; one of them is cut or replaced."""
    make = random.choice([like_sentence, prose_sentence])
    twin = make(random).strip() + " "
    words = twin.split(" ")
    if random.random() < 0.7:
        words[random.randrange(len(words) - 1)] = random.choice(PROVINCES)
    parts = [prose_part(random), twin, prose_part(random), " ".join(words), prose_part(random)]
    old = "".join(parts)
    text = Text.of(old)
    starts = [len(parts[0]), len("".join(parts[:3]))]
    chosen = random.choice([0, 1])
    start, end = starts[chosen], starts[chosen] + len(parts[1 + 2 * chosen])
    act = random.choice(["cut", "replace", "move", "word"])
    if act == "word":
        editor = PartEditor(random, text, make, range(start, end))
        random.choice([editor.replace_words, editor.cut_words, editor.insert_words])()
    elif act != "move" or parts[1] != parts[3]:
        taken = text.cut(start, end)
        if act == "replace":
            text.put(start, prose_sentence(random))
        elif act == "move":
            text.put(random.choice([0, starts[1 - chosen]] if chosen else [0]), taken)
    spans = [
        (low + first, low + last)
        for low, part in zip(starts, parts[1::2], strict=True)
        for first, last in spans_in(random, part, 8)
    ]
    return Case(old, str(text), text, sorted({*spans, *spans_in(random, old, 4)}))


def like_cut_beside(random):
    """Of two like sentences next to each other, or nearly, one is cut and the other one edited."""
    make = random.choice([prose_sentence, like_sentence])
    words = make(random).strip().split(" ")
    like = [*words]
    for _ in range(random.choice([1, 1, 2])):
        like[random.randrange(len(like) - 1)] = random.choice([*PROVINCES, "slowly", "indeed"])
    between = "".join(prose_sentence(random) for _ in range(random.randint(0, 2)))
    twins = [" ".join(each) + " " for each in (words, like)]
    parts = [prose_part(random), twins[0], between, twins[1], prose_part(random)]
    old = "".join(parts)
    text = Text.of(old)
    edges = [len("".join(parts[:number])) for number in range(1, 5)]
    spans = [(edges[0], edges[1]), (edges[2], edges[3])]
    cut = random.choice([0, 1]) if parts[1] != parts[3] else None
    if cut is not None:
        editor = PartEditor(random, text, prose_sentence, range(*spans[1 - cut]))
        if random.random() < 0.6:
            random.choice([editor.replace_words, editor.insert_words])()
        gone = [at for at, origin in enumerate(text.origins) if origin in range(*spans[cut])]
        text.cut(gone[0], gone[-1] + 1)
        if random.random() < 0.4:
            text.put(gone[0], prose_sentence(random))
    return case_near(random, old, text, range(edges[0], edges[3]))


def rows_exchanged(random):
    """Two rows of a table change places; words of the rows may change as well."""
    shape = random.choice([*ROWS, "{p}, {n} districts lost, {m} held by the army\n"])

    def row(_=None):
        return shape.format(
            n=random.randint(1, 40), m=random.randint(1, 9), p=random.choice(PROVINCES)
        )

    rows = list(dict.fromkeys(row() for _ in range(random.randint(4, 20))))
    before = prose_part(random)
    old = before + "".join(rows) + "\n" + prose_part(random)
    text = Text.of(old)
    edges = [len(before) + len("".join(rows[:number])) for number in range(len(rows) + 1)]
    first, second = sorted(random.sample(range(len(rows)), 2))
    pieces = [
        text.part(edges[first], edges[first + 1]),
        text.part(edges[first + 1], edges[second]),
        text.part(edges[second], edges[second + 1]),
    ]
    text.cut(edges[first], edges[second + 1])
    for piece in pieces:
        text.put(edges[first], piece)
    part = range(edges[0], edges[-1])
    if random.random() < 0.5:
        editor = PartEditor(random, text, row, part)
        random.choice([editor.replace_words, editor.cut_words, editor.insert_words])()
    return case_near(random, old, text, part)


def name_exchanged(random):
    """Of two sentences that differ by a name, one gets a third name; the other may be cut."""
    words = random.choice([prose_sentence, like_sentence])(random).strip().split(" ")
    at = random.randrange(len(words))
    *names, third = random.sample(PROVINCES, 3)
    like = [" ".join([*words[:at], name, *words[at:]]) + " " for name in names]
    between = "".join(prose_sentence(random) for _ in range(random.randint(0, 4)))
    before = prose_part(random)
    old = before + like[0] + between + like[1] + prose_part(random)
    text = Text.of(old)
    starts = [len(before), len(before + like[0] + between)]
    chosen = random.choice([0, 1])
    start = starts[chosen] + len(" ".join(words[:at])) + (at > 0)
    if random.random() < 0.3:
        text.put(start, f"{third} and ")
    else:
        text.cut(start, start + len(names[chosen]))
        text.put(start, third)
    if random.random() < 0.4:
        other = range(starts[1 - chosen], starts[1 - chosen] + len(like[1 - chosen]))
        gone = [number for number, origin in enumerate(text.origins) if origin in other]
        text.cut(gone[0], gone[-1] + 1)
    return case_near(random, old, text, range(starts[0], starts[1] + len(like[1])))


FAMILIES = [
    like_in_prose,
    like_scattered,
    prose_rewritten,
    table,
    numbered_list,
    refrains,
    boilerplate,
    paragraphs_swapped,
    twins,
    like_cut_beside,
    rows_exchanged,
    name_exchanged,
]


def adversary(seed, family):
    return family(Random(f"{family.__name__}{seed}"))
