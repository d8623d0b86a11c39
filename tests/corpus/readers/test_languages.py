"""Languages as files and members state them."""

import io
import json

import pytest
from django.core.exceptions import ValidationError

from corpus.importing.drafts import draft_of
from corpus.importing.forms import PasteForm
from corpus.readers import jsonl
from corpus.readers.imported_record import Problem
from corpus.readers.languages import language_of

STATED = {
    "English": "en",
    "english; spanish": "en",
    "ENG": "en",
    "русский": "ru",
    "Farsi": "fa",
    "per": "fa",
    "中文": "zh",
    "en_us": "en-US",
    "ZH-hant-tw": "zh-Hant-TW",
    "gsw": "gsw",
    "und": "",
}


def read(language):
    line = json.dumps({"text": "Words.", "language": language}).encode()
    items = [*jsonl.read(io.BytesIO(line), "a.jsonl", {}, 0)]
    records = [draft_of(item).record.language for item in items if not isinstance(item, Problem)]
    return records, [item.reason for item in items if isinstance(item, Problem)]


@pytest.mark.parametrize(("stated", "tag"), STATED.items(), ids=STATED)
def test_language_is_read_by_its_tag_its_name_or_its_code(stated, tag):
    assert read(stated) == ([tag], [])


@pytest.mark.parametrize("stated", ["Klingon", "news", "utf8", "x", "english-language"])
def test_word_that_is_no_language_is_named_and_left_out(stated):
    reason = f"“{stated}” is not a language tag such as en, ru or pt-BR."
    assert read(stated) == ([""], [reason])
    with pytest.raises(ValidationError):
        PasteForm().fields["language"].clean(stated)


def test_member_may_type_the_name_of_a_language():
    field = PasteForm().fields["language"]
    assert [field.clean(typed) for typed in ("Thai", " deutsch ", "pt-BR", "")] == [
        *("th", "de", "pt-BR", ""),
    ]


def test_line_above_a_document_of_an_archive_is_no_code_of_a_language():
    assert [language_of(words) for words in ("per", "est", "ind", "French")] == ["", "", "", "fr"]
