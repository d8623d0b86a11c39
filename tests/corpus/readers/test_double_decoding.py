"""Texts whose UTF-8 was read as windows-1252."""

import json

import pytest

from corpus.readers.remarks.double_decoding import read_once
from tests.corpus.readers.reading import outcome

READ_ONCE = "It had been decoded twice, as windows-1252 instead of UTF-8, and was read once."


def twice(text):
    """As browsers read windows-1252: a byte that has no character there is a control."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "It isn’t over, he said…",
        "Le café était fermé.",
        "Größe über alles",
        "Жили они там",
        "20 °C, £5 and €7",
        "🙂🙂🙂🙂",
    ],
)
def test_text_that_was_read_twice_is_read_once(text):
    assert read_once({"text": twice(text), "title": twice("“Já”")}, may_change=True) == (
        {"text": text, "title": "“Já”"},
        READ_ONCE,
    )


@pytest.mark.parametrize(
    "text",
    [
        "It isn't over.",
        "It isn’t over…",
        "Le café était fermé.",
        "“A MENÜ” e a “IRMÔ, “NÃO”",
        "SÃO PAULO, ÂMBITO, PÃES",
        "Жили-были",
        "القاهرة",
        "naÃ¯ve",
        "“Le ferm\xe9\xa0»",
        "On dit ferm\xe9\xa0» et all\xe9\xa0» puis termin\xe9\xa0».",
    ],
)
def test_text_that_may_be_meant_is_kept(text):
    assert read_once({"text": text}, may_change=True) == ({"text": text}, "")


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("It isnâ€™t over; “donâ€™t”, he said.", "â€™"),
        ("Le cafÃ© était fermÃ©.", "Ã©"),
    ],
    ids=["quotation marks of both kinds", "letters of both kinds"],
)
def test_text_of_which_a_part_was_read_twice_is_kept_and_named(text, example):
    assert read_once({"text": text}, may_change=True) == (
        {"text": text},
        f"It has “{example}”, as text that was decoded twice; it is kept as it is.",
    )


def test_text_with_known_positions_is_kept_and_named():
    text = twice("Le café était fermé.")
    assert read_once({"text": text}, may_change=False) == (
        {"text": text},
        "It has “Ã©”, as text that was decoded twice; it is kept as it is.",
    )


def test_records_and_pages_that_were_read_twice_say_so():
    sentence = "Le café était fermé, la ville était à eux — dit-il."
    paragraph = f"<p>{sentence} {sentence} {sentence}</p>"
    row = json.dumps({"text": twice(sentence)}).encode()
    page = f"<html><body><article>{twice(paragraph)}</article></body></html>".encode()

    assert outcome(row, "jsonl") == [(1, "", READ_ONCE), sentence]
    assert outcome(page, "html") == [(None, "", READ_ONCE), f"{sentence} {sentence} {sentence}"]
