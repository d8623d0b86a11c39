"""Where the pages of a text begin in a corrected one."""

from bisect import bisect_right

from annotations.anchoring.word_diff import TokenNumbers, equal_runs, tokenize
from corpus.page_numbers import Pages


def moved_pages(pages: Pages, old: str, new: str) -> Pages:
    """Return the pages of the text `old` in the text `new`.

    A page begins where its first word that both texts have now stands or, if words were changed at
    its very beginning, where the new ones begin. A page of which nothing is left has no start.
    Raises IndexError for a page that begins beyond the old text.

    >>> moved_pages(((0, "1"), (5, "2")), "One. Two.", "One, and a half. Two.")
    ((0, '1'), (17, '2'))
    """
    numbers = TokenNumbers()
    old_tokens, new_tokens = tokenize(old, numbers), tokenize(new, numbers)
    # Equal stretches as (start, end, how far they moved), with an empty one at both ends.
    stretches = [(0, 0, 0)]
    for run in equal_runs(old_tokens, new_tokens):
        start = old_tokens.starts[run.old]
        end = old_tokens.starts[run.old + run.length]
        stretches.append((start, end, new_tokens.starts[run.new] - start))
    stretches.append((len(old), len(old), len(new) - len(old)))
    starts = [start for start, _, _ in stretches]
    moved: dict[int, str] = {}
    for start, label in pages:
        index = bisect_right(starts, start) - 1
        _, end, shift = stretches[index]
        if start < end:
            position = start + shift
        elif not old[end:start].strip():
            position = end + shift
            while new[position : position + 1].isspace():
                position += 1
        else:
            position = stretches[index + 1][0] + stretches[index + 1][2]
        if position < len(new):
            # Of pages that begin at one place, nothing is left but of the last.
            moved.pop(position, None)
            moved[position] = label
    return tuple(moved.items())
