"""Records made to break a database: each is taken whole or refused by name, alike on both."""

import json

import pytest

from corpus.models import Article
from corpus.search.parser import parse
from tests.corpus.importing.test_command import run
from tests.support.factories import ADMINISTRATORS, make_user

END = "and Zamindawar stands at the end."
DISTINCT = " ".join(f"w{number:x}q" for number in range(300_000))


@pytest.fixture(autouse=True)
def administrator(db):
    return make_user(ADMINISTRATORS, "chief")


def imported(tmp_path, row):
    """What is said of the fields of a record, and how many articles search finds by its end."""
    path = tmp_path / "news.jsonl"
    after = {"url": "https://paper.example/2", "text": "One that comes after it."}
    path.write_text("\n".join(map(json.dumps, [{"url": "https://paper.example/1", **row}, after])))
    _, _, errors = run(path)
    assert Article.objects.filter(text=after["text"]).count() == 1
    start = "news.jsonl, line 1, "
    fields = [line.removeprefix(start).split(":")[0] for line in errors if line.startswith(start)]
    return fields, Article.objects.matching(parse("Zamindawar").tree).count()


@pytest.mark.parametrize(
    "text",
    [
        "a" * 3_000,
        "ü" * 70_000,
        "中" * 70_000,
        "e" + "\u0301" * 100_000,
        "وبال" * 20_000,
        "a-" * 20_000,
        "a." * 20_000,
        "a\ue000b\ue001c",
        DISTINCT[:400_000],
    ],
    ids=["word", "umlauts", "Chinese", "marks", "Arabic", "hyphens", "stops", "private", "words"],
)
def test_a_text_that_the_index_can_hold_is_found_by_its_last_words(tmp_path, text):
    assert imported(tmp_path, {"text": f"{text} {END}"}) == ([], 1)


def test_a_text_of_more_words_than_the_index_can_hold_is_refused(tmp_path):
    assert imported(tmp_path, {"text": f"{DISTINCT} {END}"[:1_900_000]}) == (["text"], 0)


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        ({"title": "b" * 3_000, "byline": "c" * 3_000}, ["title", "byline"]),
        ({"source": "d" * 3_000, "language": "x" * 3_000}, ["source", "language"]),
        ({"url": "https://paper.example/" + "e/" * 50_000}, ["url"]),
        ({"title": "a\0b", "source": "s\0t"}, ["title", "source"]),
        ({"title": "a\ud800b", "source": "s\udfff"}, ["title", "source"]),
        ({"title": 10**400, "published": 10**400}, ["title", "published"]),
        ({"published": 1e308, "retrieved": 1e308}, ["published", "retrieved"]),
        ({"published": "99999-01-01", "retrieved": "9999-12-31T23:59:59-14:00"},
         ["published", "retrieved"]),
        ({"title": True, "byline": {"a": {"b": 1}}}, ["title", "byline"]),
        ({"k" * 100_000: "v", "id": 10**30}, []),
    ],
)  # fmt: skip
def test_a_field_that_no_column_can_hold_is_left_out_by_name(tmp_path, row, fields):
    assert imported(tmp_path, {"text": END, **row}) == (fields, 1)


@pytest.mark.parametrize("text", [f"x\0y {END}", f"x\ud800y {END}"])
def test_a_text_that_no_column_can_hold_is_refused(tmp_path, text):
    assert imported(tmp_path, {"text": text}) == (["text"], 0)
