"""The queries of the reading page and of its fragments."""

from dataclasses import dataclass

from django import forms

from annotations.forms.fields import MAX_INTEGER
from annotations.reading.page import ALL_CARDS, MAX_CARDS
from corpus.ids import ID_PATTERN, is_id
from corpus.web.paging_forms import QueryForm


class PassageIdsForm(QueryForm):
    """The passages whose cards are fetched: ids separated by spaces; invalid ids are skipped."""

    ids = forms.CharField(required=False)

    def result(self):
        """The first ids, up to the number of cards in a response."""
        words = self.cleaned_data.get("ids", "").split()
        return [word for word in words if is_id(word)][:MAX_CARDS]


class TaggedPassagesForm(QueryForm):
    """The tag whose passages are asked for, by its id; "" without one."""

    tag = forms.RegexField(rf"\A{ID_PATTERN}\Z", required=False)

    def result(self):
        return self.cleaned_data.get("tag", "")


@dataclass(frozen=True)
class ReadingQuery:
    """The query of an article's address.

    `revision` is the number of a text of it, None for the newest, 0 (which none has) if invalid.
    `opened` opens a fold: the id of its first passage, or ALL_CARDS. `placing` is the id of a
    passage to place again by selecting its words. `typed` is the search that led here. The last
    three are "" if they are not given.
    """

    revision: int | None = None
    opened: str = ""
    placing: str = ""
    typed: str = ""


class ReadingPageForm(QueryForm):
    """Parses the query of an article's address into a ReadingQuery."""

    rev = forms.IntegerField(min_value=1, max_value=MAX_INTEGER, required=False)
    cards = forms.RegexField(rf"\A({ID_PATTERN}|{ALL_CARDS})\Z", required=False)
    place = forms.CharField(required=False)
    q = forms.CharField(required=False)

    @classmethod
    def parse(cls, query, **options):
        # Most articles are opened without a query, and forms are slow to make.
        return super().parse(query, **options) if query else ReadingQuery()

    def result(self):
        cleaned = self.cleaned_data
        placing = cleaned.get("place", "")
        return ReadingQuery(
            revision=0 if "rev" in self.errors else cleaned["rev"],
            opened=cleaned.get("cards", ""),
            placing=placing if is_id(placing) else "",
            typed=cleaned.get("q", ""),
        )
