"""Two articles side by side, with the claims that the words they share are evidence for."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F, Q

from annotations.comparison.rows import Comparison, compare
from annotations.models import Evidence, PassagePerson, Role
from annotations.models.member import seen_by
from annotations.models.passage import people_in
from corpus.models import Article, NearDuplicate, Person


@dataclass(frozen=True)
class SideBySide:
    """Two articles, the Comparison of their texts, and the evidence within each of its pairs.

    Passages are those that `member` sees. `evidence` has, by the number of the pair, the Evidence
    of the left and of the right article.
    """

    left: Article
    right: Article
    member: AbstractBaseUser
    comparison: Comparison
    evidence: dict[int, tuple[list[Evidence], list[Evidence]]]
    # How alike the whole texts are, or None where they are not near-duplicates.
    repeated: NearDuplicate | None = None

    @property
    def is_same_text(self):
        return self.left.text == self.right.text

    @property
    def text_carried(self):
        """A name for the text that near-duplicates carry, after the one published first."""
        both = self.left, self.right
        first = min(both, key=lambda article: article.published_on or date.max)
        name = f"Text by {first.source}" if first.source else f"“{first.display_title}”"
        return f"{name}, {first.published}" if first.published else name

    def pair(self, number):
        """The Pair with this number, or None."""
        return next((each for each in self.comparison.pairs if each.number == number), None)

    def words(self, pair):
        """The words of a Pair: ((article, span), (article, span))."""
        return (self.left, pair.left), (self.right, pair.right)

    def quote(self, pair):
        """The words of a Pair in the left article."""
        return self.left.text[slice(*pair.left)]

    def rows(self):
        """The Rows, each with the claims that both articles are evidence for there.

        (Row, claims of its pair, left blocks, right blocks); blocks are (Block, claims of its
        moved pair).
        """
        for row in self.comparison.rows:
            sides = ([(each, self.claims(each.moved)) for each in side] for side in row.sides)
            yield row, self.claims(row.pair), *sides

    def claims(self, pair):
        """The claims for which the words of a Pair are evidence in both articles."""
        left, right = self._evidence_of(pair)
        both = {row.claim_id for row in left} & {row.claim_id for row in right}
        return list({row.claim_id: row.claim for row in left if row.claim_id in both}.values())

    def to_link(self, pair):
        """(claim, origin) for a Pair: a claim that has one of its sides as evidence, not both."""
        left, right = self._evidence_of(pair)
        linked = self.claims(pair)
        claims = [row.claim for row in (*left, *right) if row.claim not in linked]
        origins = [row.origin for row in (*left, *right) if row.origin]
        return next(iter(claims), None), next(iter(origins), None)

    def speaker(self, pair):
        """The first Person who speaks in a passage within a Pair, or None."""
        within = Q()
        for article, (start, end) in self.words(pair):
            within |= Q(
                passage__article=article,
                passage__placements__revision__number=article.revision_number,
                passage__placements__start__lt=end,
                passage__placements__end__gt=start,
            )
        links = PassagePerson.objects.filter(
            within, seen_by(self.member, "passage__"), passage__deleted_at=None, role=Role.SPEAKS
        )
        people = Person.objects.standing().filter(passage_links__in=links.values("pk"))
        return people.order_by("passage_links__pk").first()

    def people(self):
        """The people in passages of either article, by name."""
        left, right = (people_in(each, self.member.pk) for each in (self.left, self.right))
        return left | right

    def _evidence_of(self, pair):
        return self.evidence.get(pair.number, ([], [])) if pair else ([], [])


def side_by_side(left, right, member):
    """The SideBySide of two articles as a member sees their passages, in three queries."""
    comparison = compare(left.text, right.text)
    left_rows, right_rows = _evidence_in(left, member), _evidence_in(right, member)
    evidence = {
        pair.number: (_within(left_rows, pair.left), _within(right_rows, pair.right))
        for pair in comparison.pairs
    }
    repeated = NearDuplicate.objects.among([left.pk, right.pk]).first()
    return SideBySide(left, right, member, comparison, evidence, repeated)


def _within(rows, span):
    start, end = span
    return [row for row in rows if start < row.end and row.start < end]


def _evidence_in(article, member):
    """The evidence in the text of an article, with the `start` and `end` of each piece."""
    rows = Evidence.objects.standing().filter(
        seen_by(member, "passage__"),
        passage__deleted_at=None,
        passage__article=article,
        passage__placements__revision__number=article.revision_number,
        passage__placements__start__isnull=False,
    )
    start, end = F("passage__placements__start"), F("passage__placements__end")
    return list(rows.select_related("claim", "origin").annotate(start=start, end=end))
