from hashlib import sha256

import pytest
from django.db import connection

from corpus.models import Retrieval, Snapshot
from tests.support.acts import act
from tests.support.factories import make_article, make_passage, make_source, make_user
from tests.support.member_queries import OF_MEMBER

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = make_user()
    client.force_login(user)
    return user


def test_reading_page_shows_the_text_and_nothing_else_as_text(client, member):
    article = make_article(text="Kabul <fell> & burned.\n\nOne\nline more.")

    response = client.get(article.get_absolute_url())

    html = response.content.decode()
    assert response.status_code == 200
    assert "Kabul &lt;fell&gt; &amp; burned." in html
    assert html.count("data-article-text") == 1


def test_stale_slug_redirects_for_good_and_keeps_the_query(client, member):
    article = make_article(title="Kabul waits")

    for slug in ["", "kabul-falls/"]:
        response = client.get(f"/articles/{article.public_id}/{slug}?rev=1")
        assert (response.status_code, response["Location"]) == (
            301,
            f"/articles/{article.public_id}/kabul-waits/?rev=1",
        )


def test_article_whose_slug_is_empty_stands_at_its_id(client, member):
    article = make_article(title="???")

    assert client.get(f"/articles/{article.public_id}/").status_code == 200
    assert client.get(f"/articles/{article.public_id}/x/")["Location"] == (
        f"/articles/{article.public_id}/"
    )


def test_deleted_article_is_not_found(client, member):
    article = make_article()
    act(member, article.remove)

    assert client.get(article.get_absolute_url()).status_code == 404


def test_snapshot_is_downloaded_byte_for_byte(client, member):
    article = make_article()
    content = "Kabul – “fell”\r\n".encode()
    snapshot = Snapshot.objects.keep(content, "text/plain")
    Retrieval.objects.create(article=article, snapshot=snapshot)

    response = client.get(f"/articles/{article.public_id}/snapshot/")

    assert sha256(response.content).hexdigest() == snapshot.sha256
    assert response["Content-Disposition"] == f'attachment; filename="{article.public_id}.txt"'


def test_article_without_a_snapshot_has_none_to_download(client, member):
    article = make_article()

    assert client.get(f"/articles/{article.public_id}/snapshot/").status_code == 404


def test_list_is_newest_first_and_pages_by_keyset(client, member):
    articles = [make_article(published=f"2021-01-{day:02}") for day in range(31, 0, -1)]
    articles += [make_article(published=f"2020-01-{day:02}") for day in range(31, 0, -1)]

    first = client.get("/articles/").context["page"]
    second = client.get(f"/articles/?before={first.older}").context["page"]
    back = client.get(f"/articles/?after={second.newer}").context["page"]

    assert [article.pk for article in first] == [article.pk for article in articles[:30]]
    assert [article.pk for article in second] == [article.pk for article in articles[30:60]]
    assert [article.pk for article in back] == [article.pk for article in articles[:30]]


@pytest.mark.parametrize("query", ["before=x", "before=-1", "after=99999999999999999999999"])
def test_key_that_cannot_be_read_shows_the_first_page(client, member, query):
    article = make_article()

    page = client.get(f"/articles/?{query}").context["page"]

    assert [row.pk for row in page] == [article.pk]


def test_list_makes_the_same_queries_for_1_and_for_30_rows(client, member):
    from django.test.utils import CaptureQueriesContext

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/articles/")
        return len(captured)

    make_passage(make_article(source=make_source()))
    one = queries()
    for _ in range(29):
        make_passage(make_article(source=make_source(), title=""))

    assert queries() == one


def test_empty_list_says_what_to_do_next(client, member):
    assert "No articles yet." in client.get("/articles/").content.decode()


def test_form_by_hand_is_empty_before_anything_was_typed(client, member):
    client.force_login(make_user())
    article = make_article()
    link = f"/articles/{article.public_id}/passages/new/"
    assert f'href="{link}"' in client.get(article.get_absolute_url()).content.decode()

    form = client.get(link).content.decode().partition('class="form"')[2]
    assert 'name="tags" value=""' in form
    assert "None" not in form.partition("</form>")[0]


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize(("passages", "statements"), [(0, 1), (2, 2)])
def test_reading_page_is_read_in_few_statements(
    client, member, django_assert_num_queries, passages, statements
):
    article = make_article(text="Kabul fell at dawn.", title="Kabul")
    for quote in ("Kabul", "dawn")[:passages]:
        make_passage(article, quote, tags=["a", quote], by=member)
    address = article.get_absolute_url()
    client.get(address)

    # The text with all that stands around it comes with the member; then the cards; tags that
    # others used last, of which the popup offers some to whoever used few.
    with django_assert_num_queries(OF_MEMBER + statements):
        client.get(address)


def test_list_is_read_in_few_statements(client, member, django_assert_num_queries):
    client.get("/articles/")
    # The articles, their number, and what stands around them, on PostgreSQL together: three lists
    # of names, whom to assign articles to, what the member has read.
    statements = 3 if connection.vendor == "postgresql" else 7
    for number in range(3):
        make_article(title=f"Kabul {number}")
        with django_assert_num_queries(OF_MEMBER + statements):
            client.get("/articles/")
