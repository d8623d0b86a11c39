import pytest

from annotations.anchoring.page_starts import moved_pages

OLD = "One page of words. More follows. Second page begins. It ends. Third page here."
PAGES = tuple((OLD.index(word), word) for word in ("One", "Second", "Third"))


@pytest.mark.parametrize(
    ("new", "starts"),
    [
        (OLD, ["One", "Second", "Third"]),
        # Words go in before a page, within one, and at its very end.
        (f"Erratum. {OLD}", ["One", "Second", "Third"]),
        (OLD.replace("It ends.", "It ends, and more. New."), ["One", "Second", "Third"]),
        # The first word of a page is another one now.
        (OLD.replace("Second page", "Next page"), ["One", "Next", "Third"]),
        (OLD.replace("One page", "Uno page"), ["Uno", "Second", "Third"]),
        # A page goes, or its beginning with the end of the one before.
        (OLD.replace("Second page begins. It ends. ", ""), ["One", "Third"]),
        (OLD.replace("More follows. Second page begins. ", ""), ["One", "It ends", "Third"]),
        (OLD.replace(" Third page here.", ""), ["One", "Second"]),
        ("Nothing else", ["Nothing"]),
    ],
)
def test_pages_begin_where_their_words_stand_now(new, starts):
    moved = moved_pages(PAGES, OLD, new)
    assert [start for start, _ in moved] == [new.index(words) for words in starts]


def test_labels_stay_with_their_words():
    new = OLD.replace("Second page begins. It ends. ", "")
    assert moved_pages(PAGES, OLD, new) == ((0, "One"), (new.index("Third"), "Third"))


def test_page_that_begins_within_a_word_stays_there():
    old = "The inter\u00adnational court."
    assert moved_pages(((0, "1"), (10, "2")), old, f"Yes. {old}") == ((5, "1"), (15, "2"))


def test_text_before_the_first_page_has_none():
    assert moved_pages(((4, "2"),), "One two", "Zero one two") == ((9, "2"),)
