from urllib.parse import quote

import pytest
from django.urls import get_script_prefix, reverse, set_script_prefix

from corpus.records.slug import address_of


class Row:
    public_id = "abcdefghjkmn"

    def __init__(self, slug):
        self.slug = slug


@pytest.mark.parametrize("slug", ["", "convoy-left", "колонна-ушла", "its-slug"])
def test_address_has_the_id_and_the_quoted_slug_of_a_row(slug):
    ending = f"{quote(slug)}/" if slug else ""
    assert address_of("article", Row(slug)) == f"/articles/abcdefghjkmn/{ending}"
    arguments = ["abcdefghjkmn", slug] if slug else ["abcdefghjkmn"]
    assert address_of("article", Row(slug)) == reverse("article", args=arguments)


def test_address_begins_with_the_prefix_of_a_desk_below_another_site():
    former = get_script_prefix()
    set_script_prefix("/desk/")
    try:
        assert address_of("source", Row("tass")) == "/desk/sources/abcdefghjkmn/tass/"
    finally:
        set_script_prefix(former)
