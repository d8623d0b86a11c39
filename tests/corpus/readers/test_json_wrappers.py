"""Articles in JSON that has something around them."""

import io
import json

import pytest

from corpus.readers import json_values, json_wrappers
from corpus.readers.columns import columns_in
from corpus.readers.formats import format_of
from tests.corpus.readers.reading import outcome, records

ONE = {"title": "One", "text": 'Brackets ]}[{ and " in text.', "tags": [{"name": "x"}, {"y": []}]}
TWO = {"title": "Two", "text": "b\\", "source": {"id": None, "name": "The Paper"}}
ROWS = [ONE, TWO]

WRAPPERS = {
    "list of articles": {"status": "ok", "totalResults": 2, "articles": ROWS},
    "articles first": {"articles": ROWS, "meta": {"pages": [{"n": 1}, {"n": 2}, {"n": 3}]}},
    "deeper": {"response": {"status": "OK", "docs": ROWS, "facets": [{"a": 1}]}},
    "after a longer list": {"queries": [{"q": "x" * 99}] * 20, "data": {"items": ROWS}},
    "by their ids": {"a1": ONE, "b2": TWO},
    "by their ids, deeper": {"count": 2, "articles": {"a1": ONE, "b2": TWO}},
    "one alone": {"articles": [ONE]},
    "Elasticsearch": {
        "took": 5,
        "hits": {"total": {"value": 2}, "hits": [{"_id": "a", "_source": row} for row in ROWS]},
    },
}


@pytest.mark.parametrize("wrapper", WRAPPERS.values(), ids=WRAPPERS)
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("chunk_bytes", [7, 1_000_000])
def test_articles_in_a_wrapper_are_read(wrapper, indent, chunk_bytes, monkeypatch):
    for module in (json_values, json_wrappers):
        monkeypatch.setattr(module, "CHUNK_BYTES", chunk_bytes)
    content = json.dumps(wrapper, indent=indent).encode()
    assert format_of("export.json", content) == "jsonl"
    articles = records(content, "jsonl")
    expected = ROWS[: len(articles)]
    assert len(articles) == (1 if wrapper == WRAPPERS["one alone"] else 2)
    assert [(each.title, each.text) for each in articles] == [
        (row["title"], row["text"]) for row in expected
    ]
    originals = [json.loads(each.content) for each in articles]
    assert [each.get("_source", each) for each in originals] == expected
    starts = [content.index(each.content) for each in articles]
    lines = [content[:start].count(b"\n") + 1 for start in starts]
    assert [each.place.line for each in articles] == lines
    for number, each in enumerate(articles, 1):
        assert records(content, "jsonl", start=each.position) == articles[number:]


@pytest.mark.parametrize("mark", ["", "\ufeff", " \n"])
def test_columns_are_those_of_the_articles_in_a_wrapper(mark):
    rows = [{"headline": "One", "body": "a" * 900, "by": {"name": "x"}}] * 3
    content = (mark + json.dumps({"total": 3, "articles": rows})).encode()
    assert list(columns_in(io.BytesIO(content), "jsonl")) == ["headline", "body", "by"]
    articles = records(content, "jsonl", columns={"text": "body", "title": "headline"})
    assert [each.title for each in articles] == ["One"] * 3
    refusals = [(each.place.line, "text", "There is no text.") for each in articles]
    assert outcome(content, "jsonl") == refusals


@pytest.mark.parametrize("path", ["fields.bodyText", "fields"])
def test_the_text_may_be_deeper_in_an_article(path):
    fields = {"bodyText": "a", "x": [{"y": 1}] * 9} if "." in path else "a"
    content = json.dumps({"response": {"pages": [{"n": 1}] * 40, "results": [{"fields": fields}]}})
    assert outcome(content.encode(), "jsonl", columns={"text": path}) == ["a"]


ADDRESSES = ["https://paper.example/a", 'https://paper.example/b?x="1"']


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("around", ["%s", '{"count": 2, "articles": %s}', '{"a": {"b": %s}}'])
@pytest.mark.parametrize("number", [1, 2])
def test_keys_that_are_addresses_are_those_of_the_articles(indent, around, number):
    rows = dict(zip(ADDRESSES[:number], ROWS, strict=False))
    content = (around % json.dumps(rows, indent=indent)).encode()
    articles = records(content, "jsonl")
    assert [(each.url, each.title) for each in articles] == [
        (address, row["title"]) for address, row in rows.items()
    ]
    for count, each in enumerate(articles, 1):
        assert records(content, "jsonl", start=each.position) == articles[count:]


def test_an_address_of_its_own_counts_more_than_its_key():
    row = {"url": "https://paper.example/c", "text": "a"}
    [article] = records(json.dumps({ADDRESSES[0]: row}).encode(), "jsonl")
    assert article.url == "https://paper.example/c"


GROUPS = {
    "lists": {"2021": [ONE, TWO], "2022": [ONE]},
    "lists, the shorter first": {"n": 1, "a": {"2021": [ONE]}, "b": {"2022": [ONE, TWO, TWO]}},
    "by ids": {"2021": {"a": ONE, "b": TWO}, "2022": {"c": ONE, "d": TWO}},
    "a list beside ids": {"a": ONE, "b": TWO, "more": [ONE, TWO]},
}


@pytest.mark.parametrize("groups", GROUPS.values(), ids=GROUPS)
@pytest.mark.parametrize("indent", [None, 2])
def test_no_group_of_articles_is_lost(groups, indent):
    content = json.dumps(groups, indent=indent).encode()
    articles = records(content, "jsonl")
    titles = [word for word in ("One", "Two") for _ in range(content.count(word.encode()))]
    assert sorted(each.title for each in articles) == titles
    for number, each in enumerate(articles, 1):
        assert records(content, "jsonl", start=each.position) == articles[number:]
    assert [*columns_in(io.BytesIO(content), "jsonl")][:2] == ["title", "text"]


def test_texts_of_another_kind_beside_the_articles_are_named():
    comments = [{"text": "I agree.", "user": "x", "likes": 3}] * 2
    content = json.dumps({"articles": [ONE, TWO, ONE], "comments": comments}).encode()
    reason = "2 more texts were not read under “comments”: the keys there are not those of the "
    problem = (1, "", f"{reason}articles.")
    assert outcome(content, "jsonl") == [ONE["text"], TWO["text"], ONE["text"], problem]
    line = json.dumps({"articles": [ONE], "comments": comments[:1]}) + "\n"
    reason = "1 more text was not read under “comments”: the keys there are not those of the "
    problem = (1, "", f"{reason}articles.")
    assert outcome((line + json.dumps(TWO)).encode(), "jsonl") == [
        problem,
        ONE["text"],
        TWO["text"],
    ]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda rows: {"status": "ok", "articles": rows},
        lambda rows: {"hits": {"hits": [{"_id": 1, "_source": row} for row in rows]}},
        lambda rows: {"response": {"docs": rows}},
        lambda rows: dict(zip(ADDRESSES, rows, strict=True)),
        lambda rows: {
            "data": [{"id": 1, "type": "article", "attributes": row} for row in rows],
            "included": [{"id": 2, "type": "person", "attributes": {"name": "A"}}],
        },
    ],
)
def test_answers_of_a_server_on_lines_of_their_own(wrap):
    lines = [json.dumps(wrap(rows)) for rows in (ROWS, ROWS[::-1])]
    articles = records("\n".join(lines).encode(), "jsonl")
    assert [(each.place.line, each.place.item, each.title) for each in articles] == [
        (1, 1, "One"),
        (1, 2, "Two"),
        (2, 1, "Two"),
        (2, 2, "One"),
    ]
    assert [each.is_followed for each in articles] == [True, False, True, False]
    assert records("\n".join(lines).encode(), "jsonl", start=articles[1].position) == articles[2:]


def test_lines_between_the_articles_of_a_bulk_file_are_passed_over():
    lines = [{"index": {"_index": "news", "_id": "1"}}, ONE, {"create": {}}, TWO]
    content = "\n".join(map(json.dumps, [*lines, {"index": {"name": "A"}}])).encode()
    assert outcome(content, "jsonl") == [
        ONE["text"],
        TWO["text"],
        (5, "text", "There is no text."),
    ]


SINGLE = [
    {"text": "a", "authors": [{"text": "b"}, {"text": "c"}]},
    {"authors": [{"text": "b"}, {"text": "c"}], "more": {"x": [{"text": "d"}]}, "text": "a"},
    {"html": "<p>a</p>", "comments": [{"text": "b" * 999}]},
    {"text": ["a"], "comments": {"1": {"text": "b"}, "2": {"text": "c"}}},
]


@pytest.mark.parametrize("article", SINGLE)
@pytest.mark.parametrize("indent", [None, 2])
def test_an_article_with_lists_is_one(article, indent):
    assert outcome(json.dumps(article, indent=indent).encode(), "jsonl") == ["a"]


@pytest.mark.parametrize(
    "article",
    [
        {"body": "a", "authors": [{"name": "A. Writer"}], "more": "b" * 90},
        {"body": "a" * 900, "comments": [{"comment": "b" * 999}] * 9},
        {"title": "a", "text": None, "data": {"text": "b"}},
    ],
)
def test_an_object_whose_text_has_another_name_is_no_wrapper(article):
    content = json.dumps(article).encode()
    assert list(columns_in(io.BytesIO(content), "jsonl")) == list(article)
    assert outcome(content, "jsonl") == [(1, "text", "There is no text.")]


def test_lines_are_read_each_by_itself():
    line = json.dumps({"n": 1, "entities": [{"name": "x" * 50}] * 9})
    content = f"{line}\n{json.dumps(ONE)}\n".encode()
    assert outcome(content, "jsonl") == [(1, "text", "There is no text."), ONE["text"]]


def test_what_stands_between_the_articles_of_a_wrapper_is_refused_and_the_rest_read():
    content = b'{"articles": [{"text": "a"}, 7, {"text" "b"}, {"text": "c"}], "n": {"text" 1}}'
    bad = [
        (1, "", "It is not a JSON object: { … }."),
        "It is not JSON: Expecting ':' delimiter, character 9.",
    ]
    assert outcome(content, "jsonl") == ["a", bad[0], (1, "", bad[1]), "c"]
    by_id = b'{"n": 7, "a": {"text": "a"}, "b": {"text": "b"}, "more": ["x"]}'
    assert outcome(by_id, "jsonl") == ["a", "b"]


def test_a_large_wrapper_is_read_article_by_article(monkeypatch):
    monkeypatch.setattr("corpus.readers.jsonl.MAX_RECORD", 300)
    rows = [{"text": letter * 200} for letter in "abc"]
    content = json.dumps({"articles": [*rows, {"text": "d" * 400}]}).encode()
    texts = [row["text"] for row in rows]
    assert outcome(content, "jsonl") == [*texts, (1, "", "The line is longer than 0.0003 MB.")]


def test_more_bytes_are_not_looked_through(monkeypatch):
    monkeypatch.setattr(json_wrappers, "CHUNK_BYTES", 10)
    monkeypatch.setattr(json_wrappers, "MAX_WRAPPED", 40)
    assert outcome(b'{"articles": [{"text": "a"}]}', "jsonl") == ["a"]
    content = json.dumps({"articles": [{"text": "a" * 40}]}).encode()
    assert outcome(content, "jsonl") == [(1, "text", "There is no text.")]


@pytest.mark.parametrize(
    "content",
    [
        b'{"a": ' * 100_000,
        b'{"a": [' * 50_000 + b"]}" * 50_000,
        b'{"a": ' * 100_000 + b"1" + b"}" * 100_000,
        b'{"' + b'\\"' * 500_000,
        b'{"a": "\\',
    ],
)
def test_hostile_nesting_is_refused(content):
    assert [each[1] for each in outcome(content, "jsonl")] == [""]
