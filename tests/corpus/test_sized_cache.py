from threading import Barrier, Thread

from corpus.sized_cache import SizedCache


def counted(max_size, size_of=len):
    """A cached function that doubles words, and the arguments of its real calls."""
    calls = []

    def double(words):
        calls.append(words)
        return words * 2

    return SizedCache(double, size_of, max_size), calls


def test_same_arguments_are_computed_once():
    double, calls = counted(max_size=100)

    assert [double("a"), double("a"), double("b")] == ["aa", "aa", "bb"]
    assert calls == ["a", "b"]


def test_least_recently_used_value_is_dropped_first():
    double, calls = counted(max_size=4)

    for words in ["a", "b", "a", "c", "a", "b"]:
        double(words)

    assert calls == ["a", "b", "c", "b"]


def test_value_larger_than_the_cache_is_not_kept():
    double, calls = counted(max_size=4)

    assert [double("abc"), double("abc"), double("a")] == ["abcabc", "abcabc", "aa"]
    assert calls == ["abc", "abc", "a"]


def test_equal_values_of_several_threads_count_once():
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
