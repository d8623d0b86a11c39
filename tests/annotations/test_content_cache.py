from threading import Barrier, Thread

from annotations.content_cache import SizedCache


def counted(room, weigh=len):
    """A remembered function that doubles words, and what it was really asked."""
    asked = []

    def double(words):
        asked.append(words)
        return words * 2

    return SizedCache(double, weigh, room), asked


def test_same_question_is_answered_once():
    double, asked = counted(room=100)

    assert [double("a"), double("a"), double("b")] == ["aa", "aa", "bb"]
    assert asked == ["a", "b"]


def test_answer_used_longest_ago_makes_room():
    double, asked = counted(room=4)

    for words in ["a", "b", "a", "c", "a", "b"]:
        double(words)

    assert asked == ["a", "b", "c", "b"]


def test_answer_heavier_than_the_room_is_not_kept():
    double, asked = counted(room=4)

    assert [double("abc"), double("abc"), double("a")] == ["abcabc", "abcabc", "aa"]
    assert asked == ["abc", "abc", "a"]


def test_answers_of_several_threads_weigh_once():
    together = Barrier(4)

    def slow(words):
        together.wait()
        return words * 2

    double = SizedCache(slow, len, 4)
    threads = [Thread(target=double, args=["ab"]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # Were it counted four times, nothing would be kept, and this would wait for ever.
    assert double("ab") == "abab"
