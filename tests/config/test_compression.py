"""What compression changes of a response, and what it leaves as it is."""

import gzip
import re

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from config.compression import CompressionMiddleware
from corpus.web.kept_parts import response_of
from tests.support.factories import make_article, make_passage, make_published_claim, make_user

GZIP = {"HTTP_ACCEPT_ENCODING": "gzip"}
WORDS = "So many words that gzip makes fewer bytes of them. " * 20
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


def respond(response, **headers):
    request = RequestFactory().get("/", **(headers or GZIP))
    return CompressionMiddleware(lambda _: response)(request)


@pytest.mark.django_db
@pytest.mark.parametrize("repetitions", [1, 100])
def test_a_compressed_page_is_the_plain_one(client, repetitions):
    client.force_login(make_user())
    address = make_article(text=WORDS * repetitions).get_absolute_url()

    plain = client.get(address)
    compressed = client.get(address, **GZIP)

    assert (plain.get("Content-Encoding"), compressed["Content-Encoding"]) == (None, "gzip")
    pages = plain.content, gzip.decompress(compressed.content)
    assert TOKEN.sub(b"", pages[0]) == TOKEN.sub(b"", pages[1])
    assert len(compressed.content) == int(compressed["Content-Length"]) < len(plain.content) / 2


@pytest.mark.django_db
def test_a_text_that_changed_is_not_sent_as_it_was(client):
    """Parts of the page are kept compressed by their content."""
    client.force_login(make_user())
    article = make_article(text="Kabul is quiet. " * 1_000)
    client.get(article.get_absolute_url(), **GZIP)
    make_passage(article, "Kabul", tags=["cities"])

    plain = client.get(article.get_absolute_url())
    compressed = client.get(article.get_absolute_url(), **GZIP)

    pages = plain.content, gzip.decompress(compressed.content)
    assert TOKEN.sub(b"", pages[0]) == TOKEN.sub(b"", pages[1])
    assert b'data-passages="' in pages[1]


@pytest.mark.parametrize("encoding", ["gzip", "br, gzip;q=0.5"])
def test_parts_change_no_header_of_a_compressed_page(encoding):
    plain, in_parts = HttpResponse(WORDS * 9), response_of(["", WORDS * 8, WORDS])
    responses = [respond(each, HTTP_ACCEPT_ENCODING=encoding) for each in (plain, in_parts)]

    assert [gzip.decompress(each.content).decode() for each in responses] == [WORDS * 9] * 2
    headers = [dict(each.headers) for each in responses]
    lengths = [int(each.pop("Content-Length")) for each in headers]
    assert lengths == [len(each.content) for each in responses]
    assert headers[0] == headers[1]


def test_a_client_that_does_not_ask_gets_a_page_of_parts_as_it_is():
    response = response_of(["", WORDS * 8, WORDS])

    assert respond(response, HTTP_ACCEPT_ENCODING="br").content.decode() == WORDS * 9
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.django_db
def test_padding_hides_the_length(client):
    address = make_published_claim().get_absolute_url()
    padding = {client.get(address, **GZIP).content.index(0, 10) for _ in range(20)}

    assert len(padding) > 1


@pytest.mark.django_db
def test_a_public_page_that_the_client_has_is_not_sent_again(client):
    address = make_published_claim().get_absolute_url()

    first = client.get(address, **GZIP)
    again = client.get(address, HTTP_IF_NONE_MATCH=first["ETag"], **GZIP)

    assert (first["Content-Encoding"], first["ETag"][:2]) == ("gzip", "W/")
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"][2:])


@pytest.mark.django_db
def test_data_with_an_etag_keeps_it_strong(client):
    record = make_published_claim()

    response = client.get(f"/claims/{record.public_id}.jsonld", **GZIP)

    assert response.get("Content-Encoding") is None
    assert response["ETag"][0] == '"'


@pytest.mark.parametrize(
    ("media_type", "encoding"),
    [
        ("text/html; charset=utf-8", "gzip"),
        ("text/csv", "gzip"),
        ("application/json", "gzip"),
        ("application/ld+json", "gzip"),
        ("image/png", None),
        ("application/zip", None),
        ("application/octet-stream", None),
    ],
)
def test_only_text_and_data_are_compressed(media_type, encoding):
    response = respond(HttpResponse(WORDS, content_type=media_type))

    assert response.get("Content-Encoding") == encoding


def test_what_is_compressed_already_is_not_compressed_again():
    stored = gzip.compress(WORDS.encode())
    response = HttpResponse(stored, content_type="text/css", headers={"Content-Encoding": "gzip"})

    assert respond(response).content == stored


def test_a_streamed_response_is_compressed():
    parts = [WORDS.encode(), b"", b"the end"]
    response = StreamingHttpResponse(iter(parts), content_type="text/csv")
    response["Content-Length"] = str(len(b"".join(parts)))
    response = respond(response)

    assert (response["Content-Encoding"], response["Vary"]) == ("gzip", "Accept-Encoding")
    assert "Content-Length" not in response
    assert gzip.decompress(b"".join(response.streaming_content)) == b"".join(parts)


def test_a_stream_that_is_compressed_already_is_not_compressed_again():
    stored = gzip.compress(WORDS.encode())
    response = StreamingHttpResponse(iter([stored]), content_type="text/css")
    response["Content-Encoding"] = "gzip"

    assert b"".join(respond(response).streaming_content) == stored


def test_a_client_that_does_not_ask_gets_the_plain_response():
    assert respond(HttpResponse(WORDS), HTTP_ACCEPT_ENCODING="br").content == WORDS.encode()


@pytest.mark.django_db
def test_a_static_file_is_sent_as_it_is_stored(client):
    response = client.get("/static/touch-icon.png", **GZIP)

    assert (response.status_code, response.get("Content-Encoding")) == (200, None)
