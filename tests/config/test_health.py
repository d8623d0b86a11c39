import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from config.health import healthz, latest_migrations, readyz


def test_healthz_stranger_without_the_database(client):
    """Tests that do not ask for the database are refused it: the answer needs none."""
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.cookies == {}


@pytest.mark.django_db
def test_readyz_stranger(client):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.cookies == {}


@pytest.mark.django_db
def test_readyz_before_the_last_migration(client):
    last = dict(latest_migrations())["annotations"]
    MigrationRecorder(connection).record_unapplied("annotations", last)

    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready: migrations are missing\n")


@pytest.mark.parametrize("view", [healthz, readyz])
def test_nothing_is_posted_to_them(rf, view):
    assert view(rf.post("/")).status_code == 405
