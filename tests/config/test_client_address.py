import pytest

from config.client_address import client_address


@pytest.mark.parametrize(
    ("proxy", "forwarded", "expected"),
    [
        ("", None, "10.0.0.9"),
        ("", "203.0.113.7", "10.0.0.9"),
        ("X-Forwarded-Proto", None, "10.0.0.9"),
        ("X-Forwarded-Proto", "203.0.113.7", "203.0.113.7"),
        ("X-Forwarded-Proto", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
    ],
)
def test_client_address(rf, settings, proxy, forwarded, expected):
    settings.PROXY_SSL_HEADER = proxy
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = rf.get("/", headers=headers, REMOTE_ADDR="10.0.0.9")
    assert client_address(request) == expected
