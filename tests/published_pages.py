"""What the reader of pages makes of pages whose article others have written down.

`python -m tests.published_pages FOLDER [FOLDER…]` reads, below each folder, the pages of
scrapinghub/article-extraction-benchmark (ground-truth.json beside html/), of adbar/trafilatura
(tests/evaldata.json beside cache/ and eval/) and of adbar/htmldate (tests/eval_default.json and
eval_mediacloud_2020.json beside cache/, eval/ and test_set/), all on GitHub, and prints their
figures: F1 over the shingles of four words, with and without what a text should hold and should
not, the days of publication, and how long a page took. Of a wrong day it says whether the day that
the set expects is, by the page itself, that of a change, or stands nowhere in the page. `--list`
names each page that loses words or has another day. Nothing of theirs is kept here. It fails where
no page is found.
"""

import gzip
import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from trafilatura import load_html

from corpus.readers.documents import decode_page
from corpus.readers.extraction import ExtractedArticle, NoArticle, extract_article
from corpus.readers.pages.date_lines import date_lines
from corpus.readers.pages.date_metadata import DateMetadata
from corpus.readers.pages.written_days import written_days

SHINGLE_WORDS = 4


@dataclass
class Figures:
    """Counts over the pages of a set, and lines about single pages."""

    pages: int = 0
    unreadable: int = 0
    seconds: float = 0
    precisions: list[float] = field(default_factory=list)
    recalls: list[float] = field(default_factory=list)
    pieces: Counter = field(default_factory=Counter)
    dates: Counter = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    def read(self, content):
        start = time.process_time()
        try:
            page = extract_article(decode_page(content).text)
        except NoArticle:
            self.unreadable += 1
            page = ExtractedArticle("")
        self.seconds += time.process_time() - start
        self.pages += 1
        return page

    def lines(self):
        yield f"{self.pages} pages, {self.unreadable} without an article"
        yield f"{1000 * self.seconds / self.pages:.0f} ms a page"
        if self.recalls:
            yield f"F1 {f1(mean(self.precisions), mean(self.recalls)):.3f}"
            yield f"precision {mean(self.precisions):.3f}, recall {mean(self.recalls):.3f}"
        if self.pieces:
            right = self.pieces["with", True]
            precision = right / (right + self.pieces["without", True])
            recall = right / (right + self.pieces["with", False])
            yield f"with/without {f1(precision, recall):.3f}"
            yield f"precision {precision:.3f}, recall {recall:.3f}"
        if self.dates:
            yield ", ".join(f"{count} dates {name}" for name, count in sorted(self.dates.items()))


def f1(precision, recall):
    return 2 * precision * recall / (precision + recall)


def shingles(text):
    words = re.findall(r"\w+", text)
    starts = range(max(1, len(words) - SHINGLE_WORDS + 1))
    return Counter(tuple(words[start : start + SHINGLE_WORDS]) for start in starts if words)


def read_benchmark(path):
    """Return the Figures of a ground-truth.json beside html/, by the rules of its own evaluate.py:
    each page counts the same."""
    figures = Figures()
    for name, expected in json.loads(path.read_text("utf-8")).items():
        page = figures.read(
            gzip.decompress((path.parent / "html" / f"{name}.html.gz").read_bytes())
        )
        right, read = shingles(expected.get("articleBody", "")), shingles(page.text)
        common = (right & read).total()
        if read:
            figures.precisions.append(common / read.total())
        if right:
            figures.recalls.append(common / right.total())
        if common < 0.9 * right.total() or common < 0.9 * read.total():
            figures.remarks.append(
                f"{name[:12]} {common} of {right.total()}, {read.total()} read: {page.url}"
            )
    return figures


def read_evaluation(path):
    """Return the Figures of a file of expected texts and days beside the folders of its pages."""
    figures = Figures()
    for expected in json.loads(path.read_text("utf-8")).values():
        files = [path.parent / part / expected["file"] for part in ("cache", "eval", "test_set")]
        content = next((file.read_bytes() for file in files if file.exists()), None)
        if content is None:
            continue
        page = figures.read(content)
        text = " ".join(page.text.split())
        for kind in ("with", "without"):
            for piece in expected.get(kind, ()):
                is_there = " ".join(piece.split()) in text
                figures.pieces[kind, is_there] += 1
                if is_there != (kind == "with"):
                    figures.remarks.append(f"{expected['file']}: {kind} {piece!r}")
        if expected.get("date"):
            outcome = "missing"
            if page.published:
                outcome = "right" if page.published[:10] == expected["date"] else "wrong"
            if outcome == "wrong":
                outcome += of_expected(decode_page(content).text, expected["date"])
            figures.dates[outcome] += 1
            if outcome != "right":
                figures.remarks.append(
                    f"{expected['file']}: {page.published or 'no date'}, not {expected['date']}"
                    f"{outcome.removeprefix('wrong').removeprefix('missing')}"
                )
    return figures


def of_expected(markup, day):
    """What a page says itself of the day that is expected of it, "" where it may be the right
    one."""
    tree = load_html(markup)
    if day in DateMetadata(tree, "").changed() | date_lines(tree, None)[1]:
        return " (expected is the day of a change)"
    days = {each for part in written_days(markup) for each in part.days}
    days |= {f"{one[:4]}-{one[4:6]}-{one[6:]}" for one in re.findall(r"(?<!\d)20\d{6}", markup)}
    days |= set(re.findall(r"(?<!\d)20\d\d-\d\d-\d\d", markup))
    return "" if day in days else " (expected stands nowhere in the page)"


def main(arguments):
    is_listing = "--list" in arguments
    sets = []
    for folder in (Path(each) for each in arguments if each != "--list"):
        for name, read in SETS.items():
            sets += [(path, read(path)) for path in sorted(folder.rglob(name))]
    for path, figures in sets:
        print(path)
        for line in [*figures.lines(), *(figures.remarks if is_listing else ())]:
            print(f"  {line}")
    return 0 if sets else "No pages were found."


SETS = {
    "ground-truth.json": read_benchmark,
    "evaldata.json": read_evaluation,
    "eval_default.json": read_evaluation,
    "eval_mediacloud_2020.json": read_evaluation,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
