import pytest

from config.site_url import SiteURL, WeakSettings, is_loopback, parse, refuse_weak

STRONG = {"debug": False, "secret_key": "k3y+-" * 16, "allowed_hosts": ["desk.example"]}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://desk.example", SiteURL("https://desk.example", "desk.example", True)),
        ("https://Desk.Example:8443/", SiteURL("https://desk.example:8443", "desk.example", True)),
        ("http://127.0.0.1:8000", SiteURL("http://127.0.0.1:8000", "127.0.0.1", False)),
        ("http://localhost:8123/", SiteURL("http://localhost:8123", "localhost", False)),
        ("http://[::1]:8000", SiteURL("http://[::1]:8000", "[::1]", False)),
        ("https://desk.example:443", SiteURL("https://desk.example", "desk.example", True)),
        ("http://localhost:80", SiteURL("http://localhost", "localhost", False)),
        ("https://[2001:DB8::1]", SiteURL("https://[2001:db8::1]", "[2001:db8::1]", True)),
    ],
)
def test_parse_accepts(value, expected):
    assert parse(value) == expected


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("desk.example", "is not a web address"),
        ("ftp://desk.example", "is not a web address"),
        ("https://", "is not a web address"),
        ("https://desk.example:port", "cannot be read"),
        ("https://desk.example/press", "may contain only scheme, host and port"),
        ("https://desk.example?x=1", "may contain only scheme, host and port"),
        ("https://me@desk.example", "may contain only scheme, host and port"),
        ("http://desk.example", "unencrypted"),
        ("http://192.168.1.20:8000", "unencrypted"),
        ("http://localhost.example", "unencrypted"),
        ("http://127.0.0.1.example", "unencrypted"),
    ],
)
def test_parse_refuses(value, reason):
    with pytest.raises(WeakSettings, match=reason):
        parse(value)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("localhost", True),
        ("desk.localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - an example; nothing is bound to it
        ("10.0.0.1", False),
        ("mylocalhost", False),
    ],
)
def test_is_loopback(host, expected):
    assert is_loopback(host) is expected


def test_refuse_weak_accepts_strong():
    assert refuse_weak(**STRONG) is None


@pytest.mark.parametrize(
    ("weak", "advice"),
    [
        ({"debug": True}, "Unset DEBUG"),
        ({"secret_key": ""}, "SECRET_KEY is missing .* Set it to"),
        ({"secret_key": "k3y+-" * 9 + "k3y+"}, "SECRET_KEY is weak: .* Set it to"),
        ({"secret_key": "abcd" * 20}, "SECRET_KEY is weak: .* Set it to"),
        ({"secret_key": "django-insecure-" + "k3y+-" * 16}, "SECRET_KEY is weak: .* Set it to"),
        ({"allowed_hosts": ["desk.example", "*"]}, "Name each host"),
        ({"allowed_hosts": [".desk.example"]}, "Name each host"),
    ],
)
def test_refuse_weak_refuses(weak, advice):
    with pytest.raises(WeakSettings, match=advice):
        refuse_weak(**STRONG | weak)
