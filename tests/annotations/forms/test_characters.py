"""Names, notes and statements that look empty or hold unusable characters are refused."""

import pytest

from annotations.models import Claim, Evidence, Origin, Passage, SavedSearch, Tag
from corpus.models import Person
from tests.support.claim_pages import signed_in
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_passage,
    make_tag,
)
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

TEXT = "Kabul\u200b\u2060\ufeff\u00adfell \u200b\u3164 at dawn."
INVISIBLE = "\u200b \u2060\ufeff\u00ad"
LOOKS_EMPTY = "This has only characters that nobody can see."
CONTROL = "It contains a control character (U+0001) at position 3. Remove it."
NUL = "It contains the character NUL (U+0000) at position 0. Remove it."
BROKEN = [
    (INVISIBLE, LOOKS_EMPTY),
    ("Kab\x01ul", CONTROL),
    ("\x00", NUL),
    ("\x1c", "It contains a control character (U+001C) at position 0. Remove it."),
    ("a\ufdd0", "It contains a code that is no character (U+FDD0) at position 1. Remove it."),
]


@pytest.fixture
def editor():
    return signed_in(EDITORS)


def errors(response):
    assert response.status_code == 422
    return [
        " ".join("".join(each.itertext()).split())
        for each in parse(response).findall("body//*[@class='field__errors']")
    ]
