"""Random corrections of texts, with the origin of every code point.

`correction(seed)` gives a case: an old text, a new one, and for each code point of the new
text its position in the old one, or None. Equal seeds give equal cases. Whether a passage
was moved correctly is then a plain comparison: `went_along(case, span, place)`.

Ambiguous edits are excluded: no case retypes a sentence that was in the text, moves a
sentence past an equal one or words next to equal ones, or cuts words where cutting their
neighbours leaves the same text ("a [b a] b").
"""

import re
from dataclasses import dataclass, field
from random import Random

from annotations.anchoring.rebase import rebase
from annotations.anchoring.spans import PLACED

OPENINGS = ["Officials", "Officials 😀", "Troops", "The Taliban", "الناطق", "E\u0301tats", "👩‍👩‍👧"]
TOWNS = ["Kabul", "Herat", "Lashkar Gah", "کابل", "می\u200cرود", "🇦🇫 Zaranj", "סוריה"]
NEWS = ["30 districts fell", "30 districts fell again", "120 fell", "they left", "nobody came"]
LIKE = [
    "{opening} in {town} said {news}",
    "{opening} near {town} denied that {news}",
    "{town}: {news}",
    "Team {town} reported that the new deployment reduced latency by {n} percent",
    "On day {n} {opening} in {town} said that {news} and that {news2}",
]
STOPS = [". ", ". ", ". ", ".\n\n", ".\n", "! ", "؟ "]

SYLLABLES = "ka bul he rat mos cow tal qan du ze far ni lo re su ti von mar del gor".split()
SMALL = "the of to in that and was on for by with from at as said had".split()


@dataclass
class Text:
    """A text with the original position of each code point; inserted ones have none."""

    letters: list[str] = field(default_factory=list)
    origins: list[int | None] = field(default_factory=list)
    copies: list[int | None] = field(default_factory=list)

    @classmethod
    def of(cls, text):
        return cls(list(text), list(range(len(text))), [None] * len(text))

    def __str__(self):
        return "".join(self.letters)

    def cut(self, start, end):
        taken = self.part(start, end)
        self.letters[start:end] = []
        self.origins[start:end] = []
        self.copies[start:end] = []
        return taken

    def part(self, start, end):
        return Text(self.letters[start:end], self.origins[start:end], self.copies[start:end])

    def copy(self, start, end):
        """Return the same characters without original positions, marked as copies."""
        copied = self.part(start, end)
        found = zip(copied.origins, copied.copies, strict=True)
        copied.copies = [copy if origin is None else origin for origin, copy in found]
        copied.origins = [None] * (end - start)
        return copied

    def put(self, at, other):
        """Insert a Text that was cut, or a str, which has no original positions."""
        if isinstance(other, str):
            nowhere = [None] * len(other)
            other = Text(list(other), nowhere, nowhere)
        self.letters[at:at] = other.letters
        self.origins[at:at] = other.origins
        self.copies[at:at] = other.copies


@dataclass(frozen=True)
class Case:
    """A correction: both texts, the original position of each new code point, and spans.

    `between` is a text between the two, where a correction was corrected.
    """

    old: str
    new: str
    text: Text
    spans: list[tuple[int, int]]
    between: str | None = None


def outcomes_of(case):
    """Return what becomes of each span; what needs review between waits for a person."""
    if case.between is None:
        return rebase(case.old, case.new, case.spans)
    between = rebase(case.old, case.between, case.spans)
    placed = [(each.start, each.end) for each in between if each.state == PLACED]
    later = iter(rebase(case.between, case.new, placed))
    return [next(later) if each.state == PLACED else each for each in between]


def went_along(case, span, place):
    """Return whether the place holds exactly the span's own letters and figures.

    Signs and white space between them are not asked for their position: which of two line breaks,
    or of two quotation marks, was cut cannot be told. If a paragraph was doubled and then the first
    of the two was cut or altered, the copy is accepted too: if the original is no longer
    contiguous, or if the copy still has all of its sentences unchanged and the original has not.
    If the whole sentences stand there letter by letter, and most letters are their own, the rest
    was cut and put in again: nobody can see that.
    """
    words_of_span = _of_words(case.old, span, range(*span))
    if _of_words(case.new, place, case.text.origins[slice(*place)]) == words_of_span:
        return True
    if _has_its_sentences(case, span, place):
        return True
    if _of_words(case.new, place, _with_copies(case, place)) != words_of_span:
        return False
    if where_it_went(case, span) is None:
        return True
    start, end = _sentences_around(case.old, span)
    around = place[0] - span[0] + start, place[1] - span[1] + end
    return (
        around[0] >= 0
        and _with_copies(case, around) == list(range(start, end))
        and where_it_went(case, (start, end)) is None
    )


def _has_its_sentences(case, span, place):
    """Return whether a place is in the span's own sentences, of which some words came back."""
    start, end = _sentences_around(case.old, span)
    around = place[0] - span[0] + start, place[1] - span[1] + end
    are_original = [
        position == origin
        for position, origin in zip(
            range(start, end), case.text.origins[slice(*around)], strict=False
        )
    ]
    return (
        around == _sentences_around(case.new, place)
        and case.old[start:end] == case.new[slice(*around)]
        and 2 * sum(are_original) > end - start
    )


def _of_words(text, span, positions):
    """Return those positions of a span's code points that are of letters and figures.

    If there are none, those of its signs; of white space alone none.
    """
    letters = text[slice(*span)]
    if letters.isspace():
        return []
    pairs = zip(letters, positions, strict=True)
    if any(map(str.isalnum, letters)):
        return [position for letter, position in pairs if letter.isalnum()]
    return list(positions)


def _with_copies(case, place):
    """Return the original position of each code point in a place, or that of its source."""
    pairs = zip(case.text.origins[slice(*place)], case.text.copies[slice(*place)], strict=True)
    return [copy if origin is None else origin for origin, copy in pairs]


def _sentences_around(text, span):
    """Return the edges of all sentences that a span has words in, without the space before them.

    A doubled paragraph begins with its first word: what stood before it is not in the copy.
    """
    touched = [
        match.span()
        for match in re.finditer(r"[^.!؟\s][^.!؟]*[.!؟]?", text)
        if match.start() < span[1] and span[0] < match.end()
    ] or [span]
    return min(touched[0][0], span[0]), max(touched[-1][1], span[1])


def where_it_went(case, span):
    """Return the new position of the span's code points, or None if not contiguous."""
    start, end = span
    if start not in case.text.origins:
        return None
    at = case.text.origins.index(start)
    place = at, at + end - start
    return place if case.text.origins[slice(*place)] == list(range(start, end)) else None


def like_sentence(random):
    return random.choice(LIKE).format(
        opening=random.choice(OPENINGS),
        town=random.choice(TOWNS),
        news=random.choice(NEWS),
        news2=random.choice(NEWS),
        n=random.choice([12, 13, 30]),
    ) + random.choice(STOPS)


def word(random):
    """A random word by Zipf's law: short words often, most others once or twice in an article."""
    if random.random() < 0.4:
        return random.choice(SMALL)
    return "".join(random.choice(SYLLABLES) for _ in range(random.randint(2, 4)))


def prose_sentence(random):
    words = [word(random) for _ in range(random.randint(6, 30))]
    return " ".join(words).capitalize() + ". "


def prose(random, length):
    """Return news prose of about `length` code points, in paragraphs."""
    parts, written = [], 0
    while written < length:
        parts.append(prose_sentence(random))
        if random.random() < 0.3:
            parts[-1] = parts[-1].rstrip() + "\n\n"
        written += len(parts[-1])
    return "".join(parts)


def salad(random):
    """Return random words from a small vocabulary, without sentences."""
    return " ".join(random.choice("a b c the red old of new".split()) for _ in range(12)) + " "


KINDS = {
    "like": (like_sentence, 14),
    "few": (lambda random: like_sentence(Random(random.randrange(20))), 9),
    "mixed": (lambda random: random.choice([like_sentence, prose_sentence])(random), 12),
    "salad": (salad, 4),
}


def correction(seed, kind=None, edits=None):
    """Return one adversarial case; most have texts of similar sentences."""
    random = Random(seed)
    make, most = KINDS[kind or random.choice(["like", "like", "few", "mixed", "salad"])]
    old = "".join(make(random) for _ in range(random.randint(1, most)))
    text = Text.of(old)
    editor = Editor(random, text, make)
    for _ in range(edits or random.randint(1, 4)):
        random.choice(editor.edits)()
    return Case(old, str(text), text, spans_in(random, old, 12))


class Editor:
    """Changes a text at random, by words, sentences and paragraphs."""

    def __init__(self, random, text, make):
        self.random, self.text, self.make = random, text, make
        # Text from the article must not be retyped: see above.
        self.stood = {part.strip() for part in re.split(r"[.!؟]", str(text))}
        self.edits = [
            self.insert_sentence,
            self.insert_sentence,
            self.cut_sentence,
            self.cut_sentence,
            self.replace_sentence,
            self.move_sentence,
            self.double_paragraph,
            self.insert_words,
            self.cut_words,
            self.replace_words,
            self.move_words,
        ]

    def edges(self, pattern):
        return [match.span() for match in re.finditer(pattern, str(self.text))]

    def sentences(self):
        return self.edges(r"[^.!؟]*[.!؟]\s*|[^.!؟]+$")

    def some(self, pieces, most=1):
        """Return the edges of one to `most` adjacent pieces, or an empty span at the start."""
        if not pieces:
            return 0, 0
        first = self.random.randrange(len(pieces))
        last = min(len(pieces), first + self.random.randint(1, most)) - 1
        return pieces[first][0], pieces[last][1]

    def border(self, pieces):
        return self.random.choice([0, *[end for _, end in pieces]])

    def fresh(self, make):
        """Return text that never occurred in the article."""
        for _ in range(20):
            made = make(self.random)
            if made.strip(" \n.!؟") not in self.stood:
                return made
        return "Nothing like it 77. "

    def insert_sentence(self):
        self.text.put(self.border(self.sentences()), self.fresh(self.make))

    def cut_sentence(self):
        self.text.cut(*self.some(self.sentences(), 2))

    def replace_sentence(self):
        start, end = self.some(self.sentences())
        self.text.cut(start, end)
        self.text.put(start, self.fresh(self.make))

    def move_sentence(self):
        before = self.text.part(0, len(self.text.letters))
        moved = self.text.cut(*self.some(self.sentences(), 2))
        self.text.put(self.border(self.sentences()), moved)
        if str(self.text) == str(before):
            vars(self.text).update(vars(before))

    def double_paragraph(self):
        start, end = self.some(self.edges(r"[^\n]+\n*"))
        self.text.put(end, self.text.copy(start, end))

    def some_words(self):
        """Return the edges of a few words whose removal is unambiguous."""
        edges = self.words()
        text = str(self.text)
        words = [re.match(r"\w+", text[start:end]).group() for start, end in edges]
        if edges:
            # Of words at the edge of a part, the neighbour stands outside it.
            before = re.search(r"(\w*)\W*\Z", text[max(0, edges[0][0] - 80) : edges[0][0]])
            after = re.search(r"\w+", text[edges[-1][1] :])
            words = [before[1] if before else "", *words, after[0] if after else ""]
        fit = [
            (edges[first][0], edges[last][1])
            for first in range(len(edges))
            for last in range(first, min(len(edges), first + 4))
            if words[first + 1] != words[last + 2] and words[first] != words[last + 1]
        ]
        return self.random.choice(fit) if fit else (0, 0)

    def words(self):
        return self.edges(r"\w+\W*")

    def new_words(self, random):
        found = re.findall(r"\w+ ", self.make(random)) or ["one "]
        first = random.randrange(len(found))
        return "".join(found[first : first + random.randint(1, 3)])

    def insert_words(self):
        self.text.put(self.border(self.words()), self.new_words(self.random))

    def cut_words(self):
        self.text.cut(*self.some_words())

    def replace_words(self):
        start, end = self.some_words()
        cut = re.findall(r"\w+", str(self.text.cut(start, end)))
        put = re.findall(r"\w+ ", self.new_words(self.random))
        # Words that were cut and put in again would count as unchanged.
        self.text.put(start, "".join(word for word in put if word[:-1] not in cut) or "instead ")

    def move_words(self):
        before = self.text.part(0, len(self.text.letters))
        moved = self.text.cut(*self.some_words())
        place = self.border(self.words())
        left, right = str(self.text)[:place], str(self.text)[place:]
        # It is ambiguous which of the two is new, and what was cut from them later.
        if right.startswith(str(moved)) or left.endswith(str(moved)):
            vars(self.text).update(vars(before))
        else:
            self.text.put(place, moved)


def spans_in(random, text, count):
    """Return spans of whole words and of arbitrary code points, mostly short ones."""
    starts = [match.start() for match in re.finditer(r"\w+", text)]
    ends = [match.end() for match in re.finditer(r"\w+", text)]
    spans = set()
    for _ in range(count if text else 0):
        if starts and random.random() < 0.8:
            first = random.randrange(len(starts))
            last = min(len(ends) - 1, first + random.choice([0, 0, 1, 2, 3, 6, 12]))
            spans.add((starts[first], ends[last]))
        else:
            start = random.randrange(len(text))
            spans.add((start, min(len(text), start + random.randint(1, 40))))
    return sorted(spans)
