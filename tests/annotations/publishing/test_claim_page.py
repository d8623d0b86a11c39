import pytest

from annotations.publishing.claim_page import page_of
from annotations.publishing.counting import STANCES, join_with_and
from corpus.dates import parse

NOTHING = {"articles": 0, "origins": 0, "words": "No reports", "reason": ""}


def counted(articles, words, reason=""):
    return {"articles": articles, "origins": 1, "words": words, "reason": reason}


def relation(kind, by="", has_speaker=True, claim="c"):
    other = {
        "id": claim,
        "statement": f"Says {by}",
        "by": by,
        "has_speaker": has_speaker,
        "said": "2021-07",
        "path": "/claims/c/",
    }
    return {"id": "r", "kind": kind, "words": kind, "claim": other}


def record(counts=None, **fields):
    return {
        "id": "abc",
        "number": 1,
        "published_at": "2026-11-22T23:30:00+00:00",
        "statement": "Kabul fell",
        "speaker": {"id": "p", "name": "Zamir Kabulov", "kind": "person"},
        "attribution": "",
        "said": "2021-08-05",
        "credibility": {"figure": 4, "words": "doubtful"},
        "verdict": "",
        "tags": [],
        "evidence": [],
        "relations": [],
        "counts": dict.fromkeys(STANCES, NOTHING) | (counts or {}),
    } | fields


def evidence(letter="B", quote="Kabul fell.", stance="reports", url=""):
    return {
        "id": "e",
        "stance": stance,
        "quote": quote,
        "why": "",
        "origin": None,
        "grade": {"letter": letter, "words": f"words of {letter}"},
        "article": {
            "id": "a",
            "title": "Momentum",
            "has_title": True,
            "url": url,
            "language": "ar",
            "dir": "rtl",
            "published": "2021",
            "source": None,
        },
    }


REPORTS = {"reports": counted(2, "2 reports from 1 independent origin", "They share it.")}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "Said by Zamir Kabulov, 5 August 2021. 2 reports from 1 independent origin."),
        (
            {"relations": [relation("contradicts", "Alexei Valyuzhenich")]},
            "Said by Zamir Kabulov, 5 August 2021. 2 reports from 1 independent origin; "
            "contradicted "
            "by Alexei Valyuzhenich.",
        ),
        (
            {"speaker": None, "attribution": "some analysts", "said": "2021-07"},
            "Attributed to “some analysts”, July 2021. 2 reports from 1 independent origin.",
        ),
        (
            {"said": None, "verdict": "premature"},
            "Said by Zamir Kabulov. 2 reports from 1 independent origin. Verdict: premature.",
        ),
        (
            {"relations": [relation("contradicts", "reportedly", has_speaker=False)]},
            "Said by Zamir Kabulov, 5 August 2021. 2 reports from 1 independent origin; "
            "contradicted "
            "by another claim.",
        ),
        (
            {"relations": [relation("contradicts", name) for name in "ABCD"]},
            "Said by Zamir Kabulov, 5 August 2021. 2 reports from 1 independent origin; "
            "contradicted "
            "by A, B, C and others.",
        ),
        (
            {"counts": REPORTS | {"contradicts": counted(1, "1 article contradicts it")}},
            "Said by Zamir Kabulov, 5 August 2021. 2 reports from 1 independent origin; "
            "contradicted "
            "in 1 article.",
        ),
    ],
)
def test_the_description_says_who_when_and_how_it_stands(fields, expected):
    fields.setdefault("counts", REPORTS)
    counts = dict.fromkeys(STANCES, NOTHING) | fields.pop("counts")
    assert page_of(record(**fields) | {"counts": counts}).description == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, False),
        ({"relations": [relation("supports", "A")]}, False),
        ({"relations": [relation("contradicts", "A")]}, True),
    ],
)
def test_a_contradicting_relation_makes_a_dispute(fields, expected):
    assert page_of(record(**fields)).is_contradicted == expected


def test_a_record_that_was_frozen_with_other_words_is_read_with_those_of_today():
    page = page_of(record({"reports": counted(2, "2 reports, 1 independent origin")}))
    assert page.reports_words == "2 reports from 1 independent origin"


def test_contradicting_evidence_makes_a_dispute():
    page = page_of(record({"contradicts": counted(1, "1 article contradicts it, 1 origin")}))
    assert page.is_contradicted is True
    assert page.contradicts_words == "Contradicted by 1 article from 1 independent origin."


def test_what_contradicts_is_said_in_sentences():
    relations = [
        relation("contradicts", "A"),
        relation("contradicts", "B"),
        relation("contradicts", "A"),
        relation("contradicts", "reportedly", has_speaker=False),
        relation("repeats", "C"),
    ]
    page = page_of(record(relations=relations))
    assert page.contradicts_words == (
        "A and B contradict it. 1 claim without a named speaker contradicts it."
    )


def test_relations_to_claims_that_are_not_published_now_are_left_out():
    relations = [relation("contradicts", "A", claim="c"), relation("contradicts", "B", claim="d")]
    page = page_of(record(relations=relations), published_claims={"d"})
    assert [part.by for part in page.relations] == ["B"]
    assert page.contradicts_words == "B contradicts it."
    assert page_of(record(relations=relations), published_claims=set()).is_contradicted is False


@pytest.mark.parametrize(
    ("letters", "expected"), [("FCB", "B"), ("FE", "E"), ("F", "F"), ("AF", "A")]
)
def test_the_best_source_is_the_best_known_grade(letters, expected):
    page = page_of(record(evidence=[evidence(letter) for letter in letters]))
    assert page.best_source == (expected, f"words of {expected}")


def test_without_reports_there_is_no_best_source():
    page = page_of(record(evidence=[evidence("A", stance="contradicts")]))
    assert page.best_source is None


def test_evidence_stands_by_stance():
    given = [evidence(stance=stance) for stance in ("contradicts", "reports", "contradicts")]
    groups = page_of(record(evidence=given)).groups
    assert [(group.heading, len(group.parts)) for group in groups] == [
        ("Reported by", 1),
        ("Contradicted by", 2),
    ]


@pytest.mark.parametrize(
    ("quote", "mark", "words"),
    [("“Kabul fell.”", "“", "Kabul fell.”"), ("Kabul", "", "Kabul"), ('"', '"', "")],
)
def test_an_opening_quotation_mark_hangs(quote, mark, words):
    [group] = page_of(record(evidence=[evidence(quote=quote)])).groups
    assert (group.parts[0].mark, group.parts[0].words) == (mark, words)


def test_a_quote_leads_into_the_original_where_there_is_an_address():
    given = [evidence(url="https://news.example/a"), evidence()]
    [group] = page_of(record(evidence=given)).groups
    assert [part.original for part in group.parts] == [
        "https://news.example/a#:~:text=Kabul%20fell.",
        "",
    ]


def test_days_are_those_of_universal_time():
    assert page_of(record()).published == parse("2026-11-22")


def test_names_are_listed_as_a_sentence_holds_them():
    assert [join_with_and(list(names)) for names in ("A", "AB", "ABC")] == [
        "A",
        "A and B",
        "A, B and C",
    ]


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [("Kabul fell", "Kabul fell."), ("Kabul fell!", "Kabul fell!"), ("هل سقطت كابول؟",) * 2],
)
def test_a_citation_ends_its_sentence_once(statement, sentence):
    assert page_of(record(statement=statement)).sentence == sentence
