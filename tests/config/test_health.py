import pytest

from config.health import healthz


@pytest.mark.django_db
def test_healthz_stranger(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.cookies == {}


@pytest.mark.django_db
def test_healthz_asks_database(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/healthz")


def test_healthz_post_refused(rf):
    assert healthz(rf.post("/healthz")).status_code == 405
