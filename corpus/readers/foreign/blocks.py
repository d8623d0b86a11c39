"""The text of a document as its blocks are met: paragraphs, items of lists, rows, notes."""

import re

from corpus.readers.foreign.parts import Part
from corpus.readers.inline.raised_text import with_signs
from corpus.readers.inline.struck_text import shown_words, without_struck

_SPACES = re.compile(r"[ \t\r\f\v]*\n[ \t\r\f\v]*")


class Blocks:
    """Collects blocks and joins them: an empty line between two, a line end between items.

    Notes stand below the text, each behind its mark, which is also where it is referred to.

    >>> blocks = Blocks()
    >>> blocks.add("One." + blocks.note("Two."))
    >>> blocks.text
    'One.[1]\\n\\n[1] Two.'
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._notes: list[str] = []
        self._was_item = False

    def add(self, text: str, is_item: bool = False) -> None:
        """Add a block unless nothing is in it; items of a list follow each other line by line."""
        text = _SPACES.sub("\n", text).strip()
        if not text:
            return
        if self._parts:
            self._parts.append("\n" if is_item and self._was_item else "\n\n")
        self._parts.append(text)
        self._was_item = is_item

    def add_rows(self, rows: list[list[str]]) -> None:
        """Add a table: a line for each row, a tab between its cells, which are a line each."""
        lines = ["\t".join(" ".join(cell.split()) for cell in row).rstrip("\t") for row in rows]
        self.add("\n".join(line for line in lines if line.strip()))

    def note(self, text: str) -> str:
        """Keep the text of a note and return its mark."""
        self._notes.append(text)
        return f"[{len(self._notes)}]"

    @property
    def text(self) -> str:
        notes = [
            f"[{number}] {' '.join(note.split())}" for number, note in enumerate(self._notes, 1)
        ]
        return "\n\n".join(filter(None, ["".join(self._parts), *notes]))


def without_title(text: str, title: str) -> str:
    """Return a text without its title as the first paragraph: that is no part of the text."""
    first, _, rest = text.partition("\n\n")
    return rest if rest and title and " ".join(first.split()) == " ".join(title.split()) else text


def headline(text: str) -> str:
    """Return a paragraph that is a title on one line, without what is struck through."""
    return " ".join(shown_words(with_signs(text)).split())


def article_part(
    blocks: Blocks,
    title: str,
    media_type: str,
    *,
    byline: str,
    language: str = "",
    remarks: tuple[str, ...] = (),
) -> Part:
    """Return the article of a document, whose signs are written and whose struck words listed."""
    unstruck = without_struck(with_signs(blocks.text))
    text = without_title(unstruck.text, title)
    return Part(
        values={"text": text, "title": title, "byline": byline, "language": language},
        remarks=remarks + unstruck.remarks,
        left_out=unstruck.left_out,
        media_type=media_type,
    )
