"""Pure: words of a text that may be other spellings of known names: Vikantov, Bikantov."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from annotations.names.name_matching import Found, Names, has_foreign_name_before, lower_case_keys
from annotations.names.name_tokens import SPACE, Word

# Shorter words have too many neighbours that are other words.
SHORTEST = 6
# One slip of the pen in six letters: a letter changed, left out, put in, or two of them swapped.
# Bikantov and Vikantov are 0.875 alike, Zakharova and Zaharova 0.89; Tajikistan and Pakistan 0.6.
LEAST_ALIKE = 5 / 6
# A given name is transcribed more freely (Alexander, Aleksandr: 0.67); it counts only beside the
# very surname.
GIVEN_LEAST_ALIKE = 0.65
# As many as a reader looks through; the likest are kept.
MOST = 9
# Only words that begin or end alike are compared: as many letters, which one slip leaves whole
# on one side of a word of six.
EDGE = 3


@dataclass(frozen=True, slots=True)
class Near:
    """A spelling in the text, and whose name it may be; `places` are half-open code points."""

    spelling: str
    person: Hashable
    name: str
    likeness: float
    places: tuple


def near_in(text: str, words: list[Word], names: Names, found: list[Found]) -> list[Near]:
    """The spellings near known names, the likest first; nothing that was found is among them."""
    taken = _taken(words, found)
    lower = lower_case_keys(words)
    occurrences = defaultdict(list)
    for at, word in enumerate(words):
        if not taken[at] and word.is_capitalised and word.key not in lower:
            occurrences[word.key].append(at)
    targets = _Targets(names, occurrences)
    near = []
    for key, places in occurrences.items():
        if target := targets.nearest(key):
            near.append(_as_surname(text, words, taken, lower, names, places, target))
        else:
            near += _with_other_given_name(text, words, taken, places, targets.humans.get(key))
    near = [each for each in near if each]
    return sorted(near, key=lambda each: (-each.likeness, each.places))[:MOST]


class _Targets:
    """What a word of the text is held against: surnames, and names of one word."""

    def __init__(self, names, keys_in_text):
        heads = {key[:EDGE] for key in keys_in_text}
        tails = {key[-EDGE:] for key in keys_in_text}
        self.bearers_of = names.bearers_of
        self.owners = defaultdict(dict)
        self.humans = defaultdict(list)
        self.by_head, self.by_tail = defaultdict(set), defaultdict(set)
        for name, keys in names.known:
            last = keys[-1]
            head, tail = last[:EDGE], last[-EDGE:]
            if head not in heads and tail not in tails:
                continue
            if len(keys) > 1:
                if not name.is_human:
                    continue
                self.humans[last].append((name, keys))
            if len(last) >= SHORTEST:
                self.owners[last][name.person] = name
                self.by_head[head].add(last)
                self.by_tail[tail].add(last)

    def nearest(self, key):
        """(likeness, name) of the one person whose name is nearest; None for none or several."""
        if len(key) < SHORTEST or self.bearers_of(key):
            return None
        block = self.by_head.get(key[:EDGE], set()) | self.by_tail.get(key[-EDGE:], set())
        alike = [
            (likeness, other)
            for other, likeness, _ in process.extract(
                key,
                sorted(block),
                scorer=OSA.normalized_similarity,
                score_cutoff=LEAST_ALIKE,
                limit=None,
            )
            # Endings make other words of the same name: Russia, Russian; Zakharov, Zakharova.
            if not key.startswith(other) and not other.startswith(key)
        ]
        if not alike:
            return None
        best = max(likeness for likeness, _ in alike)
        people = {
            person: name
            for likeness, other in alike
            if likeness == best
            for person, name in self.owners[other].items()
        }
        return (best, *people.values()) if len(people) == 1 else None


def _as_surname(text, words, taken, lower, names, places, target):
    """A Near of these places of one word; None where it is the surname of somebody else."""
    likeness, name = target
    spans = []
    for at in places:
        first = at
        while first and _is_own_given_name(words, first, taken, names, name.person):
            first -= 1
        if first == at and name.is_human and has_foreign_name_before(words, at, taken, lower):
            return None
        spans.append((words[first].start, words[at].end))
    return _near(text, spans, name, likeness)


def _is_own_given_name(words, at, taken, names, person):
    before = words[at - 1]
    return (
        words[at].join == SPACE
        and not taken[at - 1]
        and before.is_capitalised
        and person in names.bearers_of(before.key)
    )


def _with_other_given_name(text, words, taken, places, owners):
    """The very surname of one person after a given name that is near that person's."""
    if not owners or len({name.person for name, _ in owners}) > 1:
        return
    spans = defaultdict(list)
    for at in places:
        if at == 0 or taken[at - 1] or words[at].join != SPACE or not words[at - 1].is_capitalised:
            continue
        given = words[at - 1].key
        for name, keys in owners:
            likeness = OSA.normalized_similarity(given, keys[0])
            if len(given) > 1 and likeness >= GIVEN_LEAST_ALIKE:
                spans[given, name, likeness].append((words[at - 1].start, words[at].end))
                break
    for (_, name, likeness), alike in spans.items():
        yield _near(text, alike, name, likeness)


def _near(text, spans, name, likeness):
    """The spelling is the longest form in which the text has it."""
    start, end = max(spans, key=lambda span: span[1] - span[0])
    spelling = " ".join(text[start:end].split())
    return Near(spelling, name.person, name.name, likeness, tuple(spans))


def _taken(words, found):
    taken = [False] * len(words)
    places = iter(found)
    place = next(places, None)
    for at, word in enumerate(words):
        while place and place.end <= word.start:
            place = next(places, None)
        taken[at] = bool(place) and place.start <= word.start
    return taken
