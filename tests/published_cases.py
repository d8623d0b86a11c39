"""Our anchoring on the quote-matching cases that others publish.

`python -m tests.published_cases FOLDER [FOLDER…]` reads, below each folder, the tests of the
Hypothesis client (match-quote-test.js, html-baselines/*.json with the page beside each) and of
Apache Annotator (text-quote/match-cases.ts) and says of each case whether it passes, and why not.
Nothing of theirs is kept here. It fails where no case is found, not where one does not pass: some
ask for what the desk refuses on purpose.
"""

import json
import re
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import html5lib

from annotations.anchoring.find_quote import find_quote
from annotations.anchoring.fuzzy_match import MIN_QUOTE_LENGTH
from annotations.anchoring.rebase import rebase
from annotations.anchoring.spans import LOST, describe

# A literal of a script: 'one', "two" or `three`; no group but the last.
_LITERAL = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`(?:[^`\\]|\\.)*`"
_APACHE_CASE = re.compile(r"^  (?:'([^']+)'|(\w+)): \{\n(.*?)^  \},$", re.DOTALL | re.MULTILINE)
_RANGE = re.compile(
    r"startContainerXPath: '([^']+)',\s+startOffset: (\d+),\s+"
    r"endContainerXPath: '([^']+)',\s+endOffset: (\d+)"
)


@dataclass(frozen=True)
class Result:
    """A case, and why it does not pass; it passes where nothing is said."""

    case: str
    why: str = ""

    def __str__(self):
        return f"FAIL  {self.case}: {self.why}" if self.why else f"pass  {self.case}"


def literals(script):
    return [
        re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), each[1:-1])
        for each in re.findall(_LITERAL, script, re.DOTALL)
    ]


def field(script, name):
    found = re.search(rf"\b{name}:\s*({_LITERAL})", script, re.DOTALL)
    return literals(found[1])[0] if found else ""


def offered(text, quote, prefix="", suffix="", hint=None):
    """What `rebase` makes of a quote of which only the context is known, or its position."""
    if hint is not None:
        prefix, suffix = text[:hint], text[hint + len(quote) :]
    start = len(prefix)
    [found] = rebase(prefix + quote + suffix, text, [(start, start + len(quote))])
    return found


def why_not(text, quote, found, start, words):
    """Why a quote was not found at `start` as these words; "" where it was."""
    if found.state == LOST:
        short = f", and what is below {MIN_QUOTE_LENGTH} code points is not looked for by likeness"
        return "it is lost" + (short if quote not in text and len(quote) < MIN_QUOTE_LENGTH else "")
    if (found.start, found.end) != (start, start + len(words)):
        return f"{text[found.start : found.end]!r} at {found.start} is offered, not {start}"
    return ""


def of_match_quote(path):
    script = path.read_text(encoding="utf-8")
    texts = {
        name: re.sub(r"\s+", " ", text)
        for name, text in re.findall(r"^  (\w+): `([^`]*)`", script, re.MULTILINE)
    }
    for block in re.split(r"^  (?=it\(|\[$)", script, flags=re.MULTILINE)[1:]:
        title = literals(block)[0] if block.startswith("it(") else "best context"
        named = re.search(r"fixtures\.(\w+)", block)
        text = texts[named[1]] if named else field(block.replace("text =", "text:"), "text")
        for why in _of_block(block, text, texts):
            yield Result(f"{path.name}: {title}{why[0]}", why[1])


def _of_block(block, text, texts):
    """(what distinguishes it, why it does not pass) for each case of a block of the script."""
    call = re.search(rf"matchQuote\(\s*(?:fixtures\.\w+|text), ({_LITERAL})", block)
    if scored := re.search(r"const (quotes|prefixes|suffixes) = \[(.*?)\];", block, re.DOTALL):
        quote = re.search(rf"const quote = ({_LITERAL})", block)
        name = {"prefixes": "prefix", "suffixes": "suffix"}.get(scored[1])
        finds = [
            offered(text, literals(quote[1])[0], **{name: each}) if name else offered(text, each)
            for each in literals(scored[2])
        ]
        scores = [each.score for each in finds]
        is_falling = all(one > two for one, two in pairwise(scores))
        yield "", "" if is_falling else f"the scores are {scores}"
    elif cases := re.findall(r"\{\s*(quote:[^{}]*)\}", block):
        for case in cases:
            quote, prefix, suffix = (field(case, name) for name in ("quote", "prefix", "suffix"))
            found = offered(text, quote, prefix, suffix)
            start = text.find(field(case, "expected"))
            yield f", {prefix!r} {quote!r} {suffix!r}", why_not(text, quote, found, start, quote)
    elif hinted := dict(re.findall(rf"const (pos\w) = text\.indexOf\(({_LITERAL})\)", block)):
        quote = literals(call[1])[0]
        for name, phrase in hinted.items():
            words = literals(phrase)[0]
            start = text.find(words) + len(words.split()[0]) + 1
            found = offered(text, quote, hint=start)
            yield f", {name}", why_not(text, quote, found, start, "before us")
    elif "null" in block:
        two = re.search(r"matchQuote\((\S+), (\S+)\)", block)
        text, quote = (texts[e[9:]] if "fixtures" in e else e[1:-1] for e in two.groups())
        places = [offered(text, quote).state] if quote else find_quote(text, quote)
        yield "", "" if places in ([LOST], []) else f"{places} instead of nothing"
    elif call:
        quote, words = literals(call[1])[0], literals(block.split("slice(")[-1])[0]
        found = offered(text, quote, field(block, "prefix"), field(block, "suffix"))
        yield "", why_not(text, quote, found, text.rfind(words), words)


def of_page(path):
    """The quotes of a page: where they stand, what is kept around them, what is offered."""
    page = _parsed(path.with_suffix(".html").read_text(encoding="utf-8"))
    text = "".join(each for _, each in _text_nodes(page.find("body")))
    for row in json.loads(path.read_text(encoding="utf-8"))["rows"]:
        by_type = {each["type"]: each for each in row["target"][0]["selector"]}
        quote, place = by_type["TextQuoteSelector"], by_type["TextPositionSelector"]
        span = place["start"], place["end"]
        [around] = describe(text, [span])
        found = offered(text, quote["exact"], quote["prefix"], quote["suffix"])
        why = why_not(text, quote["exact"], found, span[0], quote["exact"])
        if span not in find_quote(text, quote["exact"]):
            why = "the words do not stand there"
        elif (around.prefix, around.suffix) != (quote["prefix"], quote["suffix"]):
            why = f"{around} is kept around them"
        yield Result(f"{path.name}: {quote['exact'][:40]!r}", why)


def of_match_cases(path):
    for *name, case in _APACHE_CASE.findall(path.read_text(encoding="utf-8")):
        texts = list(_text_nodes(_parsed(field(case, "html"))))
        text = "".join(each for _, each in texts)
        prefix, quote, suffix = (field(case, each) for each in ("prefix", "exact", "suffix"))
        found = [
            (start, end)
            for start, end in find_quote(text, quote)
            if text[:start].endswith(prefix) and text[end:].startswith(suffix)
        ]
        expected = [
            (_offset(texts, start_path) + int(start), _offset(texts, end_path) + int(end))
            for start_path, start, end_path, end in _RANGE.findall(case)
        ]
        why = "" if found == expected else f"{found} instead of {expected}"
        if not quote and "expected: []" not in case:
            why = "an empty quote stands nowhere"
        yield Result(f"{path.name}: {''.join(name)}", why)


def _parsed(html):
    """A page as in a browser that runs scripts: what stands in noscript is text there."""
    return html5lib.HTMLParser(namespaceHTMLElements=False).parse(html, scripting=True)


def _text_nodes(element):
    """(name of the element it stands in, text) in order, comments left out."""
    if isinstance(element.tag, str):
        yield element.tag, element.text or ""
        for child in element:
            yield from _text_nodes(child)
            yield element.tag, child.tail or ""


def _offset(texts, path):
    """Where the text node starts that a path such as //b/text()[2] leads to."""
    tag, number = re.fullmatch(r"//(\w+)/text\(\)(?:\[(\d+)\])?", path).groups()
    nodes = [index for index, (name, text) in enumerate(texts) if name == tag and text]
    return sum(len(text) for _, text in texts[: nodes[int(number or 1) - 1]])


def results(folder):
    for path in sorted(folder.rglob("match-quote-test.js")):
        yield from of_match_quote(path)
    for path in sorted(folder.rglob("html-baselines/*.json")):
        yield from of_page(path)
    for path in sorted(folder.rglob("text-quote/match-cases.ts")):
        yield from of_match_cases(path)


def main(folders):
    found = [result for folder in folders for result in results(Path(folder))]
    for result in found:
        print(result)
    print(f"{sum(not each.why for each in found)} of {len(found)} pass")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
