"""What a correction does to passages, by kind of edit.

`python -m tests.correction_figures [FOLDER…]` corrects made prose of 4 to 40 kB, and the .txt files
below each folder, in the ways of EDITS with seeds 1 to 5. It prints for each kind, of the passages
whose words are all left, how many percent are placed, how many are offered with the right place
first, and how many are lost; then how many passages moved in silence. After them the same for the
adversaries of `tests.support`, ADVERSARIES of each family (500). It fails where a
passage moved in silence.
"""

import os
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from random import Random

from annotations.anchoring.spans import PLACED
from tests.support.adversaries import adversary
from tests.support.alike_texts import ALL_FAMILIES
from tests.support.edits import (
    KINDS,
    Case,
    Editor,
    Text,
    correction,
    outcomes_of,
    prose,
    prose_sentence,
    spans_in,
    went_along,
)

LENGTHS, SEEDS, PASSAGES = (4_000, 12_000, 40_000), range(1, 6), 200
CHANGED = 0.05


def typo(random, text):
    at = random.choice([n for n, letter in enumerate(text.letters) if letter.isalpha()])
    text.cut(at, at + 1)
    text.put(at, "q")


def last_letter_cut(random, text):
    _, end = random.choice(spans_in(random, str(text), 12))
    text.cut(end - 1, end)


def sentence_put_in(random, text):
    Editor(random, text, prose_sentence).insert_sentence()


def sentence_cut(random, text):
    Editor(random, text, prose_sentence).cut_sentence()


def sentence_moved(random, text):
    Editor(random, text, prose_sentence).move_sentence()


def paragraph_moved(random, text):
    paragraphs = [match.span() for match in re.finditer(r"[^\n]+\n*", str(text))]
    moved = text.cut(*random.choice(paragraphs))
    places = [match.end() for match in re.finditer(r"\n\n", str(text))] or [0]
    text.put(random.choice(places), moved)


def words_changed(random, text):
    """5 % of the words cut, put in or replaced, a few at a time."""
    editor = Editor(random, text, prose_sentence)
    edits = [editor.insert_words, editor.cut_words, editor.replace_words]
    changed, most = 0, CHANGED * len(editor.words())
    while changed < most:
        random.choice(edits)()
        changed += 2.5


def single_words_changed(random, text):
    """Each word with a chance of 5 % cut, preceded by a new word, or replaced."""
    words = [match.span() for match in re.finditer(r"\w+", str(text))]
    others = re.findall(r"\w+", str(text))
    for number, (start, end) in reversed(list(enumerate(words))):
        if random.random() < CHANGED:
            word, other = str(text)[start:end], random.choice(others)
            act = random.choice(["cut", "put in", "replaced"])
            # Beside its like nobody can tell which of the two is new.
            before = str(text)[slice(*words[number - 1])] if number else ""
            after = re.search(r"\w+", str(text)[end:])
            if other in (before, after and after[0]):
                continue
            if act == "cut":
                text.cut(start, end)
            elif act == "put in":
                text.put(start, f"{other} ")
            elif other != word:
                text.cut(start, end)
                text.put(start, other)


def quotes_curled(random, text):
    is_open = False
    for at, letter in enumerate(text.letters):
        if letter == '"':
            is_open = not is_open
            text.letters[at] = "“" if is_open else "”"
        elif letter == "'":
            text.letters[at] = "’"


def quotes_as_guillemets(random, text):
    is_open = False
    for at, letter in enumerate(text.letters):
        if letter == '"':
            is_open = not is_open
            text.letters[at] = "«" if is_open else "»"
        elif letter == "'":
            text.letters[at] = "ʼ"


def dashes_and_spaces(random, text):
    for at, letter in enumerate(text.letters):
        if letter == "-":
            text.letters[at] = random.choice("–—‑−")
        elif letter == " " and random.random() < 0.2:
            text.letters[at] = random.choice("\u00a0\u202f\u2009")


def normal_form(random, text):
    """Letters with marks in two code points instead of one; both are of the old one."""
    for at in range(len(text.letters) - 1, -1, -1):
        parts = unicodedata.normalize("NFD", text.letters[at])
        if len(parts) > 1:
            origin = text.origins[at]
            text.cut(at, at + 1)
            text.put(at, Text(list(parts), [origin] * len(parts), [None] * len(parts)))


def quotes_and_words(random, text):
    words_changed(random, text)
    quotes_curled(random, text)


EDITS = [
    typo,
    last_letter_cut,
    sentence_put_in,
    sentence_cut,
    sentence_moved,
    paragraph_moved,
    words_changed,
    single_words_changed,
    quotes_curled,
    quotes_as_guillemets,
    dashes_and_spaces,
    normal_form,
    quotes_and_words,
]


def with_signs(random, text):
    """Prose with quotation marks, dashes, apostrophes and letters with marks."""
    sentences = []
    for sentence in re.findall(r".+?[.]\s*", text, re.DOTALL):
        words = sentence.split(" ")
        if random.random() < 0.5 and len(words) > 5:
            words[1], words[-3] = f'"{words[1]}', f'{words[-3]}"'
        if random.random() < 0.3:
            words[3] += random.choice([" -", "'s", "-like"])
        if random.random() < 0.3:
            words[2] = words[2].replace("a", "á").replace("o", "ö")
        sentences.append(" ".join(words))
    return "".join(sentences)


def _positions(case):
    """{position in the old text: first and last position of its code points in the new one}."""
    positions = {}
    for at, origin in enumerate(case.text.origins):
        if origin is not None:
            first, _ = positions.get(origin, (at, at))
            positions[origin] = first, at
    return positions


def true_place(case, span, positions):
    """Where all code points of a span stand next to each other in the new text, or None."""
    start, end = span
    if start not in positions or end - 1 not in positions:
        return None
    place = positions[start][0], positions[end - 1][1] + 1
    origins = list(dict.fromkeys(case.text.origins[slice(*place)]))
    return place if origins == list(range(start, end)) else None


def figures(case):
    """The Counter of a case: survivors, placed, offered, lost and silent moves."""
    counts = Counter()
    positions = _positions(case)
    for span, outcome in zip(case.spans, outcomes_of(case), strict=True):
        place = outcome.start, outcome.end
        truth = true_place(case, span, positions)
        if truth:
            counts["survivors"] += 1
            counts[outcome.state] += 1
            counts["offered"] += outcome.state != PLACED and place == truth
        counts["silent"] += (
            outcome.state == PLACED and place != truth and not went_along(case, span, place)
        )
    return counts


def corrected(kind, seed, old):
    random = Random(f"{kind.__name__}{seed}")
    text = Text.of(old)
    kind(random, text)
    return Case(old, str(text), text, spans_in(random, old, PASSAGES))


def line(name, counts):
    survivors = counts["survivors"] or 1
    shares = (
        f"{100 * counts[each] / survivors:6.1f} % {word}"
        for each, word in [("placed", "placed"), ("offered", "offered right"), ("lost", "lost")]
    )
    return f"{name:22} {counts['survivors']:6} {' '.join(shares)} {counts['silent']:4} silent moves"


def main(folders):
    texts = [
        (seed, with_signs(Random(seed), prose(Random(seed), length)))
        for seed in SEEDS
        for length in LENGTHS
    ]
    for folder in folders:
        files = sorted(Path(folder).rglob("*.txt"))
        texts += [(seed, path.read_text("utf-8")) for path in files for seed in SEEDS]
    silent = 0
    for kind in EDITS:
        cases = [corrected(kind, seed, old) for seed, old in texts]
        counts = sum((figures(case) for case in cases), Counter())
        silent += counts["silent"]
        print(line(kind.__name__, counts), flush=True)
    for family in [*KINDS, *ALL_FAMILIES]:
        counts = Counter()
        for number in range(int(os.environ.get("ADVERSARIES", "500"))):
            is_kind = isinstance(family, str)
            counts += figures(
                correction(f"{family}{number}", family) if is_kind else adversary(number, family)
            )
        silent += counts["silent"]
        print(line(family if isinstance(family, str) else family.__name__, counts), flush=True)
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
