import re

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from annotations.anchoring.folding import FoldedText
from annotations.anchoring.rebase import rebase
from annotations.anchoring.spans import LOST, NEEDS_REVIEW, PLACED, Rebased
from tests.support.strategies import many, texts

# Random corrections. A sentence is a list of (character, where it stood); what is new
# stood nowhere.

OPENINGS = ["Officials", "Officials 😀", "The Taliban", "Troops", "الناطق", "E\u0301tats"]
PLACES = ["Kabul", "Herat", "Lashkar Gah", "کابل"]
ENDINGS = ["30 districts fell", "30 districts fell again", "120 fell", "they left"]
STOPS = [". ", ". ", ".\n\n", ".\n"]

sentences = st.builds(
    "{} in {} said {}{}".format,
    *map(st.sampled_from, (OPENINGS, PLACES, ENDINGS, STOPS)),
)


@st.composite
def articles(draw_from):
    """Return sentences, many of them alike, as lists of (character, place)."""
    place = 0
    rows = []
    for sentence in draw_from(st.lists(sentences, min_size=1, max_size=12)):
        rows.append([(letter, place + at) for at, letter in enumerate(sentence)])
        place += len(sentence)
    return rows


def written(rows):
    return "".join(letter for row in rows for letter, _ in row)


def origins(rows):
    return [place for row in rows for _, place in row]


def unknown(sentence):
    return [(letter, None) for letter in sentence]


@st.composite
def spans_in(draw_from, text):
    """Return spans of whole words and of any code points."""
    edges = sorted({edge for word in re.finditer(r"\w+", text) for edge in word.span()})
    some = st.sampled_from(edges) | st.integers(0, len(text))
    pairs = draw_from(st.lists(st.tuples(some, some), min_size=1, max_size=12))
    return [tuple(sorted(pair)) for pair in pairs if pair[0] != pair[1]]


@st.composite
def corrections(draw_from):
    """Return an article before and after a few edits, and spans of the one before."""
    rows = draw_from(articles())
    edited = [list(row) for row in rows]
    for edit in draw_from(st.lists(st.sampled_from(EDITS), max_size=4)):
        if edited:
            edit(draw_from, edited)
    old = written(rows)
    return old, written(edited), draw_from(spans_in(old))


def insert(draw_from, rows):
    rows.insert(draw_from(st.integers(0, len(rows))), unknown(draw_from(sentences)))


def delete(draw_from, rows):
    del rows[draw_from(st.integers(0, len(rows) - 1))]


def move(draw_from, rows):
    moved = rows.pop(draw_from(st.integers(0, len(rows) - 1)))
    rows.insert(draw_from(st.integers(0, len(rows))), moved)


def rewrite(draw_from, rows):
    row = rows[draw_from(st.integers(0, len(rows) - 1))]
    start, end = sorted(draw_from(st.tuples(*[st.integers(0, len(row))] * 2)))
    row[start:end] = unknown(draw_from(texts))


EDITS = [insert, delete, move, rewrite]


def words_in(text):
    """Return the words and signs, and the edges between which each stands."""
    outcome = list(re.finditer(r"\w+|[^\w\s]", text))
    return [word.group() for word in outcome], [word.span() for word in outcome]


def on_a_longest_common_subsequence(old, new, start, end, shift):
    """Say whether some best diff by words leads the span's words, in whole, by `shift`."""
    (old_words, old_edges), (new_words, new_edges) = words_in(old), words_in(new)
    first = sum(word_end <= start for _, word_end in old_edges)
    last = max(first, sum(word_start < end for word_start, _ in old_edges))
    new_first = sum(word_end <= start + shift for _, word_end in new_edges)
    new_last = new_first + last - first
    moved = [(word_start + shift, word_end + shift) for word_start, word_end in old_edges]
    return (
        moved[first:last] == new_edges[new_first:new_last]
        and old_words[first:last] == new_words[new_first:new_last]
        and LCSseq.similarity(old_words, new_words)
        == LCSseq.similarity(old_words[:first], new_words[:new_first])
        + (last - first)
        + LCSseq.similarity(old_words[last:], new_words[new_last:])
    )


def unchanged_around(old, new, start, end, shift):
    """Return the equal text around a span, up to 200 code points on each side."""
    first, last = start, end
    while (
        first > 0
        and first + shift > 0
        and start - first < 200
        and old[first - 1] == new[first - 1 + shift]
    ):
        first -= 1
    while (
        last < len(old)
        and last + shift < len(new)
        and last - end < 200
        and old[last] == new[last + shift]
    ):
        last += 1
    return old[first:last]


def folded(text, span=None):
    """The text, or a span of it, as it is compared: kinds of quotation marks are one, and so on."""
    whole = FoldedText(text)
    return whole.text[slice(*whole.span(*span))] if span else whole.text


def times(part, text):
    return len(re.findall(f"(?={re.escape(part)})", text))


@many
@given(corrections())
def test_placed_only_where_text_diff_and_context_agree(correction):
    old, new, spans = correction
    for (start, end), outcome in zip(spans, rebase(old, new, spans), strict=True):
        if outcome.state == PLACED and old != new:
            shift = outcome.start - start
            assert new[outcome.start : outcome.end] == old[start:end]
            assert on_a_longest_common_subsequence(old, new, start, end, shift)
            stretch = unchanged_around(old, new, start, end, shift)
            assert (times(stretch, old), times(stretch, new)) == (1, 1)
            assert outcome.score == 100.0


@many
@given(corrections())
def test_what_is_not_placed_is_proposed_or_lost(correction):
    old, new, spans = correction
    for (start, end), outcome in zip(spans, rebase(old, new, spans), strict=True):
        quote = old[start:end]
        if outcome.state == NEEDS_REVIEW:
            assert 0 <= outcome.start < outcome.end <= len(new)
            assert 0 < outcome.score <= 100
            quote = folded(old, (start, end))
            words = folded(new, (outcome.start, outcome.end))
            text = folded(new)
            assert (words == quote) == (quote in text)
            assert quote in text or len(quote) >= 20 or words in (quote[:-1], quote[1:])
        if outcome.state == LOST:
            assert outcome == Rebased(LOST, None, None, 0.0)
            assert folded(old, (start, end)) not in folded(new)


@many
@given(corrections())
def test_spans_are_rebased_each_for_itself(correction):
    old, new, spans = correction
    alone = [outcome for span in spans for outcome in rebase(old, new, [span])]
    assert rebase(old, new, spans) == alone


@many
@given(articles(), st.data())
def test_nothing_is_placed_on_other_words_when_a_sentence_is_cut(rows, data):
    left = [list(row) for row in rows]
    delete(data.draw, left)
    assert_placed_where_it_went(rows, left, data)


@many
@given(articles(), st.data())
def test_nothing_is_placed_on_other_words_when_a_sentence_is_put_in(rows, data):
    more = [list(row) for row in rows]
    insert(data.draw, more)
    assert_placed_where_it_went(rows, more, data)


def assert_placed_where_it_went(before, now, data):
    old, new = written(before), written(now)
    spans = data.draw(spans_in(old))
    stood = origins(now)
    for (start, end), outcome in zip(spans, rebase(old, new, spans), strict=True):
        if outcome.state == PLACED and old != new:
            assert stood[outcome.start : outcome.end] == list(range(start, end))


@st.composite
def corrections_of_distinct_sentences(draw_from):
    """Return sentences before and after edits that move none, no two of them alike."""
    count = draw_from(st.integers(1, 20))
    old = [f"Word{n:02} came from{n:02}." for n in range(count)]
    fates = draw_from(st.lists(st.sampled_from("kkkkdri"), min_size=count, max_size=count))
    new = []
    for n, (sentence, fate) in enumerate(zip(old, fates, strict=True)):
        other = f"Then{n:02} we saw{n:02} others{n:02}."
        new += {"k": [sentence], "d": [], "r": [other], "i": [other, sentence]}[fate]
    return old, new


@many
@given(corrections_of_distinct_sentences(), st.data())
def test_sentences_that_stayed_together_are_placed(correction, data):
    old, new = " ".join(correction[0]), " ".join(correction[1])
    first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(correction[0]) - 1)] * 2)))
    quote = " ".join(correction[0][first : last + 1])
    start = old.index(quote)
    [outcome] = rebase(old, new, [(start, start + len(quote))])
    assert (outcome.state == PLACED) == (quote in new)
    if quote in new:
        assert (outcome.start, outcome.end) == (new.index(quote), new.index(quote) + len(quote))


@many
@given(st.integers(8, 60), st.data())
def test_a_quote_with_one_word_changed_is_proposed_whole(count, data):
    words = [f"{chr(97 + n % 26) * 3}{n}" for n in range(count)]
    first = data.draw(st.integers(0, count - 8))
    last = data.draw(st.integers(first + 7, count - 1))
    changed = data.draw(st.integers(first + 1, last - 1))
    old = " ".join(words)
    quote = " ".join(words[first : last + 1])
    words[changed] = "other"
    start = re.search(rf"\b{quote}\b", old).start()
    [outcome] = rebase(old, " ".join(words), [(start, start + len(quote))])
    proposed = " ".join(words[first : last + 1])
    assert (outcome.state, outcome.start, outcome.end) == (
        NEEDS_REVIEW,
        start,
        start + len(proposed),
    )


@many
@given(texts.filter(bool), st.data())
def test_an_equal_text_places_everything(text, data):
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    if start < end:
        assert rebase(text, text, [(start, end)]) == [Rebased(PLACED, start, end, 100.0)]
