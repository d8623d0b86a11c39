"""The pages of sources, people and tags, and their plain lists."""

import pytest
from django.urls import reverse

from annotations.models import Role
from corpus.records.merging import merge
from tests.support.acts import act
from tests.support.claim_pages import links_of, signed_in, statements, text_of
from tests.support.factories import (
    EDITORS,
    make_article,
    make_claim,
    make_evidence,
    make_full_claim,
    make_passage,
    make_person,
    make_published_claim,
    make_relation,
    make_source,
    make_tag,
    make_user,
)
from tests.support.member_queries import OF_MEMBER
from tests.support.pages import parse

pytestmark = pytest.mark.django_db

LISTS = {"/people/": make_person, "/sources/": make_source, "/tags/": make_tag}
# The codebook stands on one page.
PAGED = {address: make for address, make in LISTS.items() if address != "/tags/"}
TEXT = "Before it all, a convoy of nine lorries left the town at dawn, and nobody saw it return."


@pytest.fixture
def member():
    return signed_in()


def heading(response):
    return "".join(parse(response).find("body/main//h1").itertext())


def names(response):
    """The names of a plain list, in order."""
    rows = parse(response).find("body/main").iter("li")
    return [row.find("p/a").text for row in rows if row.find("p/a") is not None]


def quotes(response):
    """The passages of a page, each with what stands around it."""
    found = parse(response).find("body/main").iter("blockquote")
    return [" ".join("".join(quote.itertext()).split()) for quote in found]


@pytest.mark.parametrize(("address", "make"), LISTS.items())
def test_lists_are_in_the_order_of_names_and_leave_out_the_deleted(member, address, make):
    for name in ("beta", "Gamma two", "Alpha"):
        make(name)
    act(make_user(), make("Deleted").remove)

    assert names(member.get(address)) == ["Alpha", "beta", "Gamma two"]
    assert names(member.get(f"{address}?q=TWO")) == ["Gamma two"]
    assert names(member.get(f"{address}?q=+")) == ["Alpha", "beta", "Gamma two"]
    assert "begin with “x”" in text_of(member.get(f"{address}?q=x"))


@pytest.mark.parametrize(("address", "make"), PAGED.items())
def test_lists_are_paged_and_keep_what_was_asked(member, address, make):
    for number in range(31):
        make(f"Name {number:02}")
    make("Other")
    first = member.get(f"{address}?q=name")
    older = links_of(first)[-1]
    second = member.get(f"{address}{older}")

    assert names(first) == [f"Name {number:02}" for number in range(30)]
    assert older.startswith("?q=name&after=")
    assert names(second) == ["Name 30"]
    assert names(member.get(f"{address}{links_of(second)[-1]}")) == names(first)


@pytest.mark.parametrize(("address", "make"), PAGED.items())
def test_lists_make_as_many_queries_for_many_names(
    member, django_assert_num_queries, address, make
):
    make()
    # Suggested merges, names, how many.
    number = OF_MEMBER + 3
    with django_assert_num_queries(number):
        assert len(names(member.get(address))) == 1
    for _ in range(29):
        make()
    with django_assert_num_queries(number):
        assert len(names(member.get(address))) == 30


@pytest.mark.parametrize("make", LISTS.values())
def test_stale_slugs_redirect_and_the_deleted_are_gone(client, member, make):
    row = make("A name")
    address = row.get_absolute_url()
    bare = address.removesuffix("a-name/")
    for stale in (bare, f"{bare}x/"):
        answer = member.get(f"{stale}?claims-after=x")
        assert (answer.status_code, answer["Location"]) == (301, f"{address}?claims-after=x")
    assert heading(member.get(address)) == "A name"
    assert client.get(address)["Location"] == f"/sign-in/?next={address}"
    act(make_user(), row.remove)
    assert member.get(address).status_code == 404


def test_source_tells_its_grades_articles_and_claims(member):
    source = make_source("Reuters", "B", domain="reuters.com", description="An agency.")
    act(make_user(), source.grade, "C", "corrected too often")
    article = make_article(title="The convoy", source=source)
    make_evidence(make_claim("It left"), make_passage(article))
    make_evidence(make_claim("It did not leave"), make_passage(article), "contradicts")
    act(make_user(), make_article(title="Gone", source=source).remove)
    make_article(title="Of another", source=make_source())
    page = member.get(source.get_absolute_url())

    table = parse(page).find("body/main//table/tbody")
    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in table]
    assert [row[1:] for row in rows] == [
        ["C fairly reliable", "corrected too often"],
        ["B usually reliable", "as the test says"],
    ]
    assert names(page) == ["The convoy"]
    assert statements(page) == ["It left"]
    assert "Fairly reliable. An agency." in text_of(page)
    assert "reuters.com" in text_of(page)


def test_source_that_nobody_graded_says_what_f_means(member):
    page = member.get(make_source().get_absolute_url())
    assert "Not graded yet. It counts as F" in text_of(page)


def test_person_tells_names_claims_opponents_and_mentions(member):
    person = make_person("Bikantov", aliases=["Vikantov"], description="A spokesman.")
    opponent = make_person("Valyuzhenich")
    claim = make_claim("They lack resources", speaker=person)
    counter = make_claim("They do not", speaker=opponent, said="2021-07")
    make_relation(claim, counter)
    make_claim("Of somebody else")
    article = make_article(TEXT)
    make_passage(article, "a convoy", people=[(person, Role.SPEAKS)])
    make_passage(article, "nobody", people=[(person, Role.SPOKEN_OF)])
    page = member.get(person.get_absolute_url())

    assert statements(page) == ["They lack resources"]
    assert "Also known as Vikantov" in text_of(page)
    assert "speaker in 1 passage mentioned in 1" in text_of(page)
    assert "contradicted by Valyuzhenich, July 2021" in text_of(page)
    assert opponent.get_absolute_url() in links_of(page)
    assert counter.get_absolute_url() in links_of(page)
    assert quotes(page) == [
        "Before it all, a convoy of nine lorries left the town …",
        "… left the town at dawn, and nobody saw it return.",
    ]


def test_person_shows_what_is_said_of_those_merged_into_it(member):
    editor = signed_in(EDITORS)
    merged, person = make_person("Vikantov", aliases=["Wikantow"]), make_person("Bikantov")
    make_claim("They lack resources", speaker=merged)
    passage = make_passage(
        make_article(TEXT),
        "a convoy",
        people=[(merged, Role.SPEAKS), (person, Role.SPEAKS)],
    )
    act(make_user(), merge, merged, person)
    page = member.get(person.get_absolute_url())

    assert statements(page) == ["They lack resources"]
    assert links_of(page).count(passage.get_absolute_url()) == 1
    assert "Wikantow" in text_of(page)
    assert "Vikantov merged into this person" in text_of(page)
    assert "Undo merge of Vikantov" not in text_of(page)
    assert "Undo merge of Vikantov" in text_of(editor.get(person.get_absolute_url()))
    answer = member.get(merged.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (302, person.get_absolute_url())


def test_tag_tells_its_passages_across_articles_and_its_claims(member):
    tag = make_tag("convoys", definition="Lorries in a row.", hue=4)
    first = make_passage(make_article(TEXT), "nine lorries", tags=["convoys", "numbers"])
    second = make_passage(make_article("A convoy."), "convoy", tags=["convoys"])
    make_passage(make_article(TEXT), "dawn", tags=["numbers"])
    act(make_user(), make_passage(make_article(TEXT), "town", tags=["convoys"]).remove)
    gone = make_article(TEXT)
    make_passage(gone, "town", tags=["convoys"])
    act(make_user(), gone.remove)
    make_claim("It left", tags=["convoys"])
    make_claim("Nothing left", tags=["numbers"])
    page = member.get(tag.get_absolute_url())

    assert quotes(page) == [
        "A convoy.",
        "Before it all, a convoy of nine lorries left the town at dawn, and …",
    ]
    links = [link for link in links_of(page) if link.startswith("/passages/")]
    assert [link for link in links if link != reverse("annotation_import")] == [
        second.get_absolute_url(),
        first.get_absolute_url(),
    ]
    assert statements(page) == ["It left"]
    assert "Lorries in a row." in text_of(page)


def test_pages_with_nothing_on_them_say_what_to_do(member):
    assert "No claims or passages name" in text_of(member.get(make_person().get_absolute_url()))
    assert "No passages or claims have" in text_of(member.get(make_tag().get_absolute_url()))
    assert "No articles from this source." in text_of(member.get(make_source().get_absolute_url()))


def test_sections_are_paged_each_by_itself(member):
    by, article = make_user(), make_article(" ".join(f"word{n}" for n in range(40)))
    tag = make_tag("convoys")
    for number in range(31):
        make_passage(article, f"word{number}", tags=["convoys"], by=by)
        make_claim(f"Claim {number}", tags=["convoys"], by=by)
    address = tag.get_absolute_url()
    first = member.get(address)
    older = [link for link in links_of(first) if link.startswith("?")]
    passages, claims = (member.get(address + link) for link in older)

    assert [link.partition("=")[0] for link in older] == ["?passages-before", "?claims-before"]
    assert [link.partition("#")[2] for link in older] == ["passages", "claims"]
    assert (len(quotes(first)), len(statements(first))) == (30, 30)
    assert (len(quotes(passages)), len(statements(passages))) == (1, 30)
    assert (len(quotes(claims)), statements(claims)) == (30, ["Claim 0"])


def fill(source, person, tag, by):
    """One more of everything that the three pages show."""
    article = make_article(TEXT, source=source, by=by)
    claim = make_claim(speaker=person, tags=[tag.name, "other"], by=by)
    people = [(person, Role.SPEAKS), (person, Role.SPOKEN_OF)]
    passage = make_passage(article, "nine", tags=[tag.name, "other"], people=people, by=by)
    make_evidence(claim, passage, by=by)
    make_relation(claim, make_claim(speaker=make_person(by=by), by=by), by=by)
    act(by, source.grade, "B", "again")


def test_pages_make_as_many_queries_for_many_rows(member, django_assert_num_queries):
    by = make_user()
    source, person, tag = make_source(by=by), make_person(aliases=["X"], by=by), make_tag(by=by)
    # Each: the member, the row. Claims take a page, tags, evidence,
    # relations, a count; passages a page, tags, placements, a count. A source has its grades,
    # articles and their count besides, a person whom was merged into it, and other names; a tag
    # what was merged into it, in two queries the names that it had, and who made it.
    # All three count tags and sources of their passages and, for what filters offer, tags, people,
    # roles, sources, authors and states, and read their names.
    pages = [(source, 29), (person, 32), (tag, 30)]
    for more in (1, 29):
        for _ in range(more):
            fill(source, person, tag, by)
        for row, queries in pages:
            with django_assert_num_queries(OF_MEMBER + queries):
                page = member.get(row.get_absolute_url())
        assert page.status_code == 200


def test_names_lead_to_their_pages_on_members_pages_alone(client, member):
    claim = make_full_claim()
    claim.refresh_from_db()
    article = claim.evidence.first().passage.article
    tags = [link.tag.get_absolute_url() for link in claim.tag_links.all()]
    expected = {claim.speaker.get_absolute_url(), article.source.get_absolute_url(), *tags}
    address = claim.get_absolute_url()

    assert expected - set(links_of(member.get(address))) == set()
    for page in (client.get(address), member.get(f"{address}?as=stranger")):
        led = {link.split("/")[1] for link in links_of(page) if link.startswith("/")}
        assert led & {"people", "sources", "tags"} == set()
    assert article.source.get_absolute_url() in links_of(member.get(article.get_absolute_url()))


def test_deleted_names_are_no_links(member):
    claim = make_published_claim("It left", speaker=make_person("Bik"), tags=["convoys"])
    for row in (claim.speaker, claim.tag_links.get().tag):
        act(make_user(), row.remove)
    page = member.get(claim.get_absolute_url())

    assert "said by Bik" in text_of(page)
    led = {link.split("/")[1] for link in links_of(page) if link.startswith("/")}
    assert led & {"people", "tags"} == set()


def test_cards_and_legend_lead_to_tags_and_people(member):
    person, article = make_person("Bik"), make_article(TEXT)
    passage = make_passage(article, "nine", tags=["convoys"], people=[(person, Role.SPEAKS)])
    links = links_of(member.get(article.get_absolute_url()))

    assert links.count(passage.tag_links.get().tag.get_absolute_url()) == 2
    assert links.count(person.get_absolute_url()) == 1


def test_list_of_names_starts_at_a_letter(member):
    people = [make_person(name) for name in ("Alpha", "beta", "Ševčík", "sigma", "Tau")]

    page = member.get("/people/?start=s").context["page"]
    # Where a letter with an accent stands is the order of the database.
    assert [one for one in page if one != people[2]] == people[3:]


def test_lists_count_what_is_linked_and_sources_without_a_grade_are_listed_alone(member):
    graded, ungraded = make_source("Reuters", "F"), make_source("Khaama Press")
    person, merged = make_person("Bikantov"), make_person("Wikantow")
    article = make_article("The convoy left.", source=graded)
    act(make_user(EDITORS), make_article(source=graded).remove)
    for one in (person, merged):
        make_passage(article, "The convoy", people=[(one, "speaks"), (one, "spoken_of")])
    make_claim(speaker=person)
    act(make_user(EDITORS), merge, merged, person)

    [[row], [bare]] = [
        [one for one in member.get("/sources/").context["page"] if one == source]
        for source in (graded, ungraded)
    ]
    assert [(one.article_count, one.is_graded) for one in (row, bare)] == [(1, True), (0, False)]
    only = member.get("/sources/?graded=no")
    assert (list(only.context["page"]), str(only.context["count"])) == ([ungraded], "1")
    assert "not graded yet" in text_of(only)
    [listed] = member.get("/people/").context["page"]
    assert (listed.passage_count, listed.claim_count) == (2, 1)
