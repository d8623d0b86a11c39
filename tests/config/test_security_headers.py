import pytest
from django.test import Client

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}

TOKEN = {"X-CSRFToken": "t" * 32, "Cookie": "csrftoken=" + "t" * 32}

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.broken_urls")]


@pytest.fixture
def stranger():
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize(
    ("status", "method", "path", "extra"),
    [
        (200, "get", "/healthz", {}),
        (200, "get", "/sign-in/", {}),
        (200, "get", "/static/admin/css/base.css", {}),
        (206, "get", "/static/admin/css/base.css", {"headers": {"Range": "bytes=0-9"}}),
        (302, "get", "/admin/", {}),
        (301, "get", "/sign-in", {}),
        (400, "get", "/", {"headers": {"Host": "elsewhere.example"}}),
        (403, "post", "/sign-in/", {}),
        (404, "get", "/static/missing.css", {}),
        (404, "get", "/missing", {}),
        (
            405,
            "post",
            "/healthz",
            {"headers": {"X-CSRFToken": "t" * 32, "Cookie": "csrftoken=" + "t" * 32}},
        ),
        (500, "get", "/broken", {}),
    ],
)
def test_headers_on_every_answer(stranger, status, method, path, extra):
    response = getattr(stranger, method)(path, **extra)
    assert response.status_code == status
    assert set(response.headers["Content-Security-Policy"].split("; ")) == POLICY
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    assert "camera=()" in response.headers["Permissions-Policy"].split(", ")


def test_headers_on_unchanged_file(stranger):
    path = "/static/admin/css/base.css"
    etag = stranger.get(path).headers["ETag"]
    response = stranger.get(path, headers={"If-None-Match": etag})
    assert response.status_code == 304
    assert {name: response.headers[name] for name in HEADERS} == HEADERS


def test_headers_on_redirect_to_https(stranger, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_SSL_HOST = "desk.example"
    settings.SECURE_HSTS_SECONDS = 60
    response = stranger.get("/sign-in/", headers={"Host": "elsewhere.example"})
    assert (response.status_code, response.url) == (301, "https://desk.example/sign-in/")
    assert {name: response.headers[name] for name in HEADERS} == HEADERS


def test_static_files_are_for_this_site(stranger):
    response = stranger.get("/static/admin/css/base.css")
    assert response.headers.get("Access-Control-Allow-Origin") is None
    assert response.cookies == {}
