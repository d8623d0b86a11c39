"""What the filters of passages offer: each with the number of passages that it then shows."""

import pytest

from annotations.models import Role
from tests.support.acts import act
from tests.support.claim_pages import signed_in
from tests.support.factories import (
    make_article,
    make_passage,
    make_person,
    make_source,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return signed_in()


@pytest.fixture
def tag():
    """A tag on passages of two sources, tags, people and authors."""
    ann, bob = make_person("Ann"), make_person("Bob")
    merged = make_person("Anne")
    merged.merged_into = ann
    act(make_user(), merged.save)
    reuters, tass = (
        make_article("It left at dawn. So it did.", source=make_source(name))
        for name in ("Reuters", "TASS")
    )
    one, other = make_user(), make_user()
    make_passage(reuters, "It left", tags=["t", "a"], people=[(ann, Role.SPEAKS)], by=one)
    named = [(merged, Role.SPOKEN_OF), (bob, Role.SPEAKS), (bob, Role.SPOKEN_OF)]
    make_passage(reuters, "at dawn", tags=["t"], people=named, by=one)
    make_passage(tass, "So it did", tags=["t", "a"], people=[(bob, Role.SPOKEN_OF)], by=other)
    lost = make_passage(tass, "at dawn", tags=["t"], by=other)
    lost.placements.update(state="lost", start=None, end=None)
    return lost.tag_links.get().tag


def shown(member, tag, query):
    response = member.get(f"{tag.get_absolute_url()}?{query}")
    return response.context["choices"], response.context["passages"]["count"].number


@pytest.mark.parametrize(
    "query", ["", "role=speaks", "author={author}", "with_tag={a}", "state=review"]
)
def test_each_number_is_that_of_the_passages_then_shown(member, tag, query):
    choices, _ = shown(member, tag, "")
    [a] = [value for value, words, _ in choices.with_tag if words == "a"]
    query = query.format(author=choices.author[0][0], a=a)
    choices, _ = shown(member, tag, query)
    fields = [part.split("=")[0] for part in query.split("&") if part]
    for field in ("with_tag", "person", "role", "source", "author", "state"):
        others = "&".join(part for part in [query] if field not in fields)
        for value, words, number in getattr(choices, field):
            _, count = shown(member, tag, f"{others}&{field}={value}")
            assert (field, words, number) == (field, words, count)
    assert sum(len(getattr(choices, field)) for field in ("person", "source", "author")) > 0


def test_merged_people_count_as_one(member, tag):
    choices, _ = shown(member, tag, "")
    assert [(words, number) for _, words, number in choices.person] == [("Ann", 2), ("Bob", 2)]


def test_what_is_chosen_stays_offered_where_nothing_is_left_of_it(member, tag):
    unused = make_tag("unused")
    choices, count = shown(member, tag, f"with_tag={unused.public_id}")
    assert ((unused.public_id, "unused", 0) in choices.with_tag, count) == (True, 0)
