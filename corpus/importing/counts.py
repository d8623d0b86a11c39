"""What came of records that were read."""

from dataclasses import dataclass, field

from corpus.readers.imported_record import Problem


@dataclass
class ImportCounts:
    """How many records were new, the same as known, known with another text, and so on.

    `resembling` counts the new articles that are nearly the same as another, `neighbours` those at
    the address of another, `dropped` the characters that no text can keep. `refused` are records
    that did not go in: each is among the `problems`, beside fields that others went in without.
    `sources` are those that were made.
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
    sources: list = field(default_factory=list)

    @property
    def counts(self):
        return {name: getattr(self, name) for name in COUNT_FIELDS}

    @property
    def read(self):
        """How many records were read, those that were refused among them."""
        return self.new + self.same + self.other + self.updated + self.refused

    def report(self, problem):
        self.problems.append(problem)
        self.refused += problem.is_left_out

    def add(self, other):
        """Add the numbers of another; its lists are for whoever asked for it."""
        for name, number in other.counts.items():
            setattr(self, name, getattr(self, name) + number)
        self.neighbours += other.neighbours


COUNT_FIELDS = ("new", "same", "other", "updated", "refused", "resembling", "dropped")
