"""Corrections of texts that say nearly the same many times, as Cases of `edits`.

Updates of agencies, line-ups, obituaries, timetables, tables of a league, refrains, questions,
clauses, quotes, captions; the same in scripts without spaces or without capitals. Units are cut,
added, exchanged, sorted anew, doubled, and replaced by copies of others; names and figures in them
change. A Case may hold a text between: the correction was corrected.
"""

import re
from dataclasses import replace

from tests.support import adversaries, alike_units
from tests.support.adversaries import PartEditor, case_near, prose_part
from tests.support.edits import Text


def _typed(text):
    """Return a text that nothing of the old one is in."""
    typed = Text()
    typed.put(0, text)
    return typed


def _with_left_sentences(old, text):
    """Give whole sentences, typed anew between the same neighbours, their positions again.

    A refrain of a stanza that another one replaced was left, as far as anybody can tell.
    """
    positions_left = {origin for origin in text.origins if origin is not None}
    edges = [number for number, origin in enumerate(text.origins) if origin is not None]
    for first, last in zip([-1, *edges], [*edges, len(text.letters)], strict=True):
        start = text.origins[first] + 1 if first >= 0 else 0
        end = text.origins[last] if last < len(text.letters) else len(old)
        if last - first == 1 or start >= end:
            continue
        was, now = (_sentences(part) for part in (old[start:end], str(text)[first + 1 : last]))
        alike = _count_equal(was, now)
        length = len("".join(was[:alike]))
        if positions_left.isdisjoint(range(start, start + length)):
            text.origins[first + 1 : first + 1 + length] = range(start, start + length)
        alike = _count_equal(was[alike:][::-1], now[alike:][::-1])
        length = len("".join(was[len(was) - alike :]))
        if positions_left.isdisjoint(range(end - length, end)):
            text.origins[last - length : last] = range(end - length, end)


def _sentences(text):
    return re.findall(r"[^.!?。\n]*[.!?。\n]\s*|[^.!?。\n]+$", text)


def _has_words_of(one, other):
    """Return whether one text has all words of the other one, in this order."""
    words = iter(re.findall(r"\w+", one))
    return all(word in words for word in re.findall(r"\w+", other))


def _count_equal(one, other):
    """Return how many of the first sentences are equal."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (was, now) in enumerate(pairs) if was != now), min(len(one), len(other)))


class _Units:
    """A text as a list of units of one make, between two parts that stay."""

    def __init__(self, random, make, count):
        self.random, self.make = random, make
        self.before, self.after = (
            random.choice(["", prose_part(random), prose_part(random)]) for _ in range(2)
        )
        texts = [make(random) for _ in range(count)]
        self.old = self.before + "".join(texts) + "\n" + self.after
        whole = Text.of(self.old)
        self.units, at = [], len(self.before)
        for text in texts:
            self.units.append(whole.part(at, at + len(text)))
            at += len(text)
        self.first = list(self.units)
        self.part = range(len(self.before), at)
        self.head, self.tail = whole.part(0, self.part.start), whole.part(at, len(self.old))

    def text(self):
        text = Text()
        for part in [self.head, *self.units, self.tail]:
            text.put(len(text.letters), part)
        _with_left_sentences(self.old, text)
        return text

    def some(self):
        return self.random.randrange(len(self.units))

    def is_once(self, index):
        """Return whether a unit has, and had, no equal one whose place it might take."""
        unit = str(self.units[index])
        return all(
            [str(other) for other in units].count(unit) <= 1 for units in (self.first, self.units)
        )

    def fresh(self):
        """Return a unit that stands in no text, nor has a sentence that stands there once.

        One that stands there more often, as a refrain does, is no text that was typed again. A
        unit with words less or more than another one has would be an edit of that one.
        """
        texts = [self.old, str(self.text())]
        units = {str(unit) for unit in [*self.first, *self.units]}
        for _ in range(40):
            unit = self.make(self.random)
            sentences = [sentence.strip() for sentence in _sentences(unit)]
            if not (
                any(unit.strip() in text for text in texts)
                or any(text.count(each) == 1 for text in texts for each in sentences if each)
                or any(
                    _has_words_of(*pair)
                    for other in units
                    for pair in [(unit, other), (other, unit)]
                )
            ):
                return _typed(unit)
        return _typed("Nothing like it stands in this text 77.\n")

    def cut(self):
        del self.units[self.some()]

    def cut_several(self):
        first = self.some()
        del self.units[first : first + self.random.randint(2, 4)]

    def add(self):
        self.units.insert(self.some(), self.fresh())

    def replace(self):
        index = self.some()
        self.units[index] = self.fresh()

    def move(self):
        index = self.some()
        if self.is_once(index):
            unit = self.units.pop(index)
            self.units.insert(self.random.randint(0, len(self.units)), unit)

    def exchange(self):
        one, other = self.some(), self.some()
        if self.is_once(one) and self.is_once(other):
            self.units[one], self.units[other] = self.units[other], self.units[one]

    def sort(self):
        if all(map(self.is_once, range(len(self.units)))):
            self.units.sort(key=str)

    def double(self):
        index = self.some()
        if self.is_once(index):
            unit = self.units[index]
            self.units.insert(index + 1, unit.copy(0, len(unit.letters)))

    def replace_by_like(self):
        """One unit is replaced by a copy of another one."""
        one, other = self.some(), self.some()
        if str(self.units[one]) != str(self.units[other]) and self.is_once(other):
            unit = self.units[other]
            self.units[one] = unit.copy(0, len(unit.letters))

    def rename(self):
        """A name or figure of one unit becomes one that stands nowhere else."""
        index = self.some()
        unit = self.units[index].part(0, len(self.units[index].letters))
        words = [m.span() for m in re.finditer(r"\b[A-Z][a-z]+|\d+|[一-龠]{2}", str(unit))]
        if words:
            start, end = self.random.choice(words)
            first = str(unit)[start]
            other = "新城" if first >= "一" else "Zurmat" if first.isalpha() else "777"
            unit.cut(start, end)
            unit.put(start, other)
            self.units[index] = unit

    def rename_several(self):
        for _ in range(self.random.randint(2, 5)):
            self.rename()

    def acts(self, count):
        # First, or else a unit that was moved may be copied to where it stood.
        if self.random.random() < 0.1:
            self.replace_by_like()
            count -= 1
        for _ in range(count):
            if len(self.units) < 2:
                return
            self.random.choice(
                [
                    self.cut,
                    self.cut,
                    self.cut_several,
                    self.add,
                    self.add,
                    self.replace,
                    self.move,
                    self.exchange,
                    self.sort,
                    self.rename,
                    self.rename,
                    self.rename_several,
                ]
            )()


def _case(random, make, most=20):
    units = _Units(random, make, random.randint(3, most))
    units.acts(random.randint(1, 3))
    if units.units and random.random() < 0.1:
        units.double()
        return case_near(random, units.old, units.text(), units.part)
    text = units.text()
    if random.random() < 0.3:
        editor = PartEditor(random, text, make, units.part)
        random.choice([editor.replace_words, editor.cut_words, editor.insert_words])()
    return case_near(random, units.old, text, units.part)


def agency_updates(random):
    return _case(random, random.choice([alike_units.update, alike_units.update_alike]))


def line_up(random):
    return _case(random, alike_units.player)


def obituaries(random):
    return _case(random, alike_units.obituary, 12)


def timetable(random):
    return _case(random, alike_units.train, 25)


def league_table(random):
    """The rows have their ranks, which are typed anew."""
    units = _Units(random, alike_units.standing, random.randint(4, 12))
    return _numbered(random, units, "{} ")


def poem(random):
    return _case(random, alike_units.stanza, 8)


def interview(random):
    return _case(random, alike_units.answer, 12)


def clauses(random):
    units = _Units(random, alike_units.clause, random.randint(3, 12))
    return _numbered(random, units, "{}. ")


def _numbered(random, units, shape):
    """The Case of units with numbers before them, of which some change or not at all."""
    numbers = [shape.format(number) for number in range(1, len(units.units) + 1)]
    rows = [number + str(unit) for number, unit in zip(numbers, units.units, strict=True)]
    old = units.before + "".join(rows) + "\n" + units.after
    whole, at = Text.of(old), len(units.before)
    part = range(at, at + len("".join(rows)))
    for index, (number, row) in enumerate(zip(numbers, rows, strict=True)):
        units.units[index] = whole.part(at + len(number), at + len(row))
        at += len(row)
    origins = {
        number: whole.part(at, at + len(number))
        for number, at in zip(numbers, _starts(len(units.before), rows), strict=True)
    }
    units.old = old
    units.head, units.tail = whole.part(0, part.start), whole.part(part.stop, len(old))
    first_at = {id(unit): number for unit, number in zip(units.units, numbers, strict=True)}
    units.acts(random.randint(1, 2))
    for index, unit in enumerate(units.units):
        number = shape.format(index + 1)
        row = Text()
        # A number that is the row's own was left; any other one was typed.
        row.put(0, origins[number] if first_at.get(id(unit)) == number else number)
        row.put(len(number), unit)
        units.units[index] = row
    return case_near(random, old, units.text(), part)


def _starts(at, rows):
    starts = []
    for row in rows:
        starts.append(at)
        at += len(row)
    return starts


def same_speaker(random):
    return _case(random, alike_units.quote, 12)


def captions(random):
    return _case(random, alike_units.caption, 10)


def without_spaces(random):
    return _case(random, alike_units.chinese, 12)


def without_capitals(random):
    return _case(random, alike_units.arabic, 12)


def bulletins(random):
    return _case(random, alike_units.bulletin, 12)


def corrected_twice(random):
    """A correction, and a correction of it: other units change, or it is undone in part."""
    make = random.choice(alike_units.MAKES)
    units = _Units(random, make, random.randint(3, 12))
    first = list(units.units)
    units.acts(random.randint(1, 2))
    between = str(units.text())
    if random.random() < 0.4:
        # One unit that the first correction took out or changed is put back as it was.
        missing = [index for index, unit in enumerate(first) if unit not in units.units]
        if missing:
            index = random.choice(missing)
            units.units.insert(min(index, len(units.units)), first[index])
    else:
        units.acts(random.randint(1, 2))
    case = case_near(random, units.old, units.text(), units.part)
    return replace(case, between=between)


def mixed_units(random):
    """Units of two makes in turn, as where captions stand between paragraphs."""
    one, other = random.sample(alike_units.MAKES, 2)
    return _case(random, lambda random: random.choice([one, other])(random), 14)


FAMILIES = [
    agency_updates,
    line_up,
    obituaries,
    timetable,
    league_table,
    poem,
    interview,
    clauses,
    same_speaker,
    captions,
    without_spaces,
    without_capitals,
    bulletins,
    corrected_twice,
    mixed_units,
]

ALL_FAMILIES = [*adversaries.FAMILIES, *FAMILIES]
