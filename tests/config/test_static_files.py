import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpResponseNotFound
from django.test import RequestFactory

from config.static_files import StaticFilesMiddleware

STORAGE = "config.static_storage.HashedStaticFilesStorage"


@pytest.fixture
def middleware(tmp_path, settings):
    """The middleware of a desk where `a.css` is collected."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static/a.css").write_text("a { color: red }\n" * 100)
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {"staticfiles": {"BACKEND": STORAGE}}
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    call_command("collectstatic", interactive=False, verbosity=0)
    return StaticFilesMiddleware(lambda request: HttpResponseNotFound())


@pytest.fixture
def serve(middleware):
    """A function that answers a request for a path below /static/."""

    def serve(path, prefix="", **headers):
        request = RequestFactory().get(f"/static/{path}", headers=headers, SCRIPT_NAME=prefix)
        return middleware(request)

    return serve


def test_every_request_for_a_file_has_its_content_and_headers(serve):
    path = staticfiles_storage.stored_name("a.css")
    responses = [serve(path) for _ in range(2)]

    assert [response.status_code for response in responses] == [200, 200]
    assert [b"".join(response) for response in responses] == [b"a { color: red }\n" * 100] * 2
    assert [response["Cache-Control"] for response in responses] == [
        "max-age=315360000, public, immutable"
    ] * 2
    assert responses[0].headers == responses[1].headers
    assert responses[0]["Content-Type"] == 'text/css; charset="utf-8"'


def test_a_compressed_copy_is_sent_but_has_no_address(serve):
    assert serve("a.css", accept_encoding="gzip")["Content-Encoding"] == "gzip"
    assert serve("a.css")["Cache-Control"] == "max-age=60, public"
    assert serve("a.css.gz").status_code == 404


def test_what_is_not_collected_is_not_found(serve):
    assert [serve(path).status_code for path in ("b.css", "../a.css", "")] == [404, 404, 404]


def test_a_file_is_prepared_at_its_first_request_and_once(middleware, serve):
    assert middleware.files == {}
    serve("a.css")
    first = dict(middleware.files)
    serve("a.css")
    assert [*first] == ["/static/a.css"]
    assert middleware.files["/static/a.css"] is first["/static/a.css"]


def test_a_desk_below_a_path_of_its_host_serves_its_files(serve):
    assert serve("a.css", prefix="/desk").status_code == 200
