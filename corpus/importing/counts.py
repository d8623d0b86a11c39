"""Counts the outcomes of imported records."""

from dataclasses import dataclass, field

from corpus.models.source import Source
from corpus.readers.imported_record import Problem


@dataclass
class ImportCounts:
    """How many records were new, existing with the `same` or an `other` text, `updated`, `refused`.

    `resembling` counts new articles that are near-duplicates, `neighbours` those at the address of
    another article, `dropped` the characters that `corpus.text.normalise` removed. `problems` holds
    one for each refused record and for each omitted field. `sources` are those that were
    created.
    """

    new: int = 0
    same: int = 0
    other: int = 0
    updated: int = 0
    refused: int = 0
    resembling: int = 0
    dropped: int = 0
    neighbours: int = 0
    problems: list[Problem] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    @property
    def counts(self):
        return {name: getattr(self, name) for name in COUNT_FIELDS}

    @property
    def read(self):
        """The number of all records, refused ones included."""
        return self.new + self.same + self.other + self.updated + self.refused

    def report(self, problem):
        self.problems.append(problem)
        self.refused += problem.is_left_out

    def add(self, other):
        """Add the numbers of other counts, but not their `problems` and `sources`."""
        for name, number in other.counts.items():
            setattr(self, name, getattr(self, name) + number)
        self.neighbours += other.neighbours


COUNT_FIELDS = ("new", "same", "other", "updated", "refused", "resembling", "dropped")
