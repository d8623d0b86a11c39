"""Our reader of feeds on the feeds that others publish.

`python -m tests.published_feeds FOLDER [FOLDER…]` reads each feed below the folders, such as the
tests of feedparser (https://github.com/kurtmckee/feedparser, tests/), and says how many records
came in and how many were refused, which records have letters that the feed has not, and how long
it took. Nothing of theirs is kept here. It fails where no feed is found.
"""

import codecs
import html
import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from corpus.readers.encodings import detect_bom
from corpus.readers.formats import read_articles
from corpus.readers.imported_record import ImportedRecord
from corpus.text import TextRefused, normalise

_SUFFIXES = (".xml", ".rss", ".atom", ".rdf")
# What a server would say of the file, as the tests of feedparser write it, then the file itself.
_ENCODING = re.compile(
    rb"""(?:^Header:\s*Content-type:[^\n]*charset=|encoding\s*=\s*["'])([\w.:-]+)""", re.I | re.M
)


@dataclass
class Totals:
    """Counts over all files; `wrong` are lines about records with foreign letters."""

    files: int = 0
    empty: int = 0
    records: int = 0
    refused: int = 0
    remarks: int = 0
    wrong: list[str] = field(default_factory=list)


def letters_of(path, content):
    """The characters beyond ASCII that a feed may hold, None if its encoding is not known."""
    stated = _ENCODING.search(content)
    name = detect_bom(content)[0] or (stated[1].decode() if stated else "utf-8")
    # The tests of feedparser name a file for the encoding that the file does not.
    if path.parent.name == "chardet":
        name = re.sub(r"^(koi8|windows|euc|shift)_?", r"\1-", path.stem).replace("shift-", "shift_")
    try:
        text = content.decode(codecs.lookup(name).name, "replace")
    except LookupError:
        return None
    for _ in range(3):
        text += html.unescape(text)
    return {letter for letter in normalise(text.replace("\0", "")).text if letter > "\x7f"}


def read_feed(path, totals):
    content = path.read_bytes()
    letters, records = letters_of(path, content), 0
    with path.open("rb") as file:
        for item in read_articles(file, str(path), "feed"):
            if not isinstance(item, ImportedRecord):
                totals.refused += item.is_left_out
                totals.remarks += not item.is_left_out
                continue
            records += 1
            try:
                shown = normalise(item.title + item.text).text
            except TextRefused as refusal:
                totals.wrong.append(f"{item.place}: {refusal}")
                continue
            foreign = {letter for letter in shown if letter > "\x7f"} - (letters or set(shown))
            if foreign:
                totals.wrong.append(f"{item.place}: {''.join(sorted(foreign))[:40]}")
    totals.files += 1
    totals.empty += not records
    totals.records += records


def main(folders):
    totals, started = Totals(), time.monotonic()
    paths = [path for folder in folders for path in sorted(Path(folder).rglob("*"))]
    for path in paths:
        if path.suffix in _SUFFIXES:
            read_feed(path, totals)
    print(*totals.wrong, sep="\n")
    print(
        f"{totals.files:,} feeds, {totals.empty:,} of them without an entry that is read; "
        f"{totals.records:,} entries in, {totals.refused:,} refused, {totals.remarks:,} remarks, "
        f"{len(totals.wrong):,} with letters that the feed has not; "
        f"{time.monotonic() - started:.1f} s."
    )
    return 0 if totals.files else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
