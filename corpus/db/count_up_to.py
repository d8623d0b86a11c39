"""A number of rows that another table has, counted to a limit."""

from django.db.models import IntegerField, Subquery

from corpus.pagination import COUNT_LIMIT


class CountUpTo(Subquery):
    """How many rows another table has for each row: at most COUNT_LIMIT + 1 are counted.

    A source may have published most of a large corpus.
    """

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows):
        super().__init__(rows.order_by().values("pk")[: COUNT_LIMIT + 1])
