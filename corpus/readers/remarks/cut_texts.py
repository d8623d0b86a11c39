"""Tells texts that a feed or a service cut, and takes off the lines that feeds add below a text."""

import re

from corpus.readers.extraction import CONTEXT_LENGTH, LeftOut

# Code points at the end of a text that are looked at.
_END_LENGTH = 200
_MORE_LENGTH = 40
# Code points. Longer and shorter texts may end with an ellipsis on purpose.
_MIN_EXCERPT, _MAX_EXCERPT = 60, 1000
# Code points of a line below a text beside the titles of the entry and of its feed.
_MAX_AROUND_TITLES = 60
_MIN_TITLE = 4

# NewsAPI writes “… [+4321 chars]”, GNews “... [4321 chars]”.
_COUNT = re.compile(r"\[\+?\s?(?P<number>[0-9][0-9,]*) (?:more )?(?P<unit>char|word)\w*\]\Z")
_CUT_SIGN = re.compile(r"(?:\[(?:…|\.{3})\]|\(more ?(?:…|\.{3})\))\Z")
_ELLIPSIS = re.compile(r"\w ?(?:…|\.{3})\Z")
_MORE = re.compile(
    r"(?P<before>^|(?:…|\.{3}|\])\s*|\n\s*)"
    r"(?P<more>[(\[]?(?:read (?:more|on|the (?:full|whole|rest))|continue reading|keep reading|"
    r"weiterlesen|mehr lesen|lire la suite|leer más|seguir leyendo|leggi tutto|"
    r"continua a leggere|leia mais|ler mais|lees (?:meer|verder)|läs mer|læs mere|"
    r"czytaj (?:więcej|dalej)|devamını oku|читать (?:далее|дальше|полностью)|"
    r"اقرأ المزيد|続きを読む|阅读全文|继续阅读)\b(?P<rest>[^\n]*))\Z",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\w+")


def cut_remark(text: str, left_out: tuple[LeftOut, ...] = ()) -> str:
    """Return a sentence for an editor if a text, or what was left out below it, says it is cut.

    >>> cut_remark("Kabul fell on… [+4321 chars]")
    'The text is cut: 4,321 characters are missing.'
    """
    end = text[-_END_LENGTH:].rstrip()
    if end.endswith("]") and (count := _COUNT.search(end)):
        number = int(count["number"].replace(",", ""))
        unit = "characters" if count["unit"] == "char" else "words"
        return f"The text is cut: {number:,} {unit} are missing."
    more = left_out[-1].text if left_out and _MORE.match(left_out[-1].text) else ""
    if not more and end.endswith(("]", ")")) and (sign := _CUT_SIGN.search(end)):
        more = sign[0]
    if more:
        return f"The text is cut: it ends with “{more}”."
    # Most texts end with a full stop, and are not looked at further.
    if len(text) <= _MAX_EXCERPT and (not end.endswith(".") or end.endswith("..")):
        if (line := _MORE.search(end[-_MORE_LENGTH:])) and _is_more(line):
            return f"The text may be cut: it ends with “{line['more']}”."
        if len(text) >= _MIN_EXCERPT and _ELLIPSIS.search(end):
            return "The text may be cut: it ends with an ellipsis."
    return ""


def without_feed_lines(text: str, title: str, feed_title: str) -> tuple[str, tuple[LeftOut, ...]]:
    """Return the text of a feed's entry without what feeds add below it, and that.

    It is a line that names the entry and the feed, such as “The post A appeared first on B”, and
    the link “Read more”, alone or behind an ellipsis.
    """
    left_out: list[LeftOut] = []
    text = text.rstrip()
    start = text.rfind("\n") + 1
    if start and _names_both(text[start:], title, feed_title):
        left_out.append(_block(text, start))
        text = text[:start].rstrip()
    more = _MORE.search(text, max(0, len(text) - _END_LENGTH - len(title)))
    if more and more.start("more") and _is_more(more, title):
        left_out.append(_block(text, more.start("more")))
        text = text[: more.start("more")].rstrip()
    return text, tuple(reversed(left_out))


def _is_more(match: re.Match[str], title: str = "") -> bool:
    """Return whether nothing but signs, or a title, stands behind “Read more”."""
    rest = _letters(match["rest"])
    return not rest or bool(title and rest.removeprefix(_letters(title)) == "")


def _names_both(line: str, title: str, feed_title: str) -> bool:
    letters, titles = _letters(line), (_letters(title), _letters(feed_title))
    return (
        len(titles[0]) >= _MIN_TITLE
        and all(each and each in letters for each in titles)
        and len(letters) <= sum(map(len, titles)) + _MAX_AROUND_TITLES
    )


def _letters(text: str) -> str:
    return "".join(_WORDS.findall(text)).casefold()


def _block(text: str, start: int) -> LeftOut:
    before = text[:start].rstrip().rpartition("\n")[2][-CONTEXT_LENGTH:]
    return LeftOut(before, " ".join(text[start:].split()), "")
