"""A keep-alive client on loopback, signed in or anonymous."""

import http.client
import time
import urllib.parse

from django.test import Client as Session

HOST = "127.0.0.1"


class Client:
    """One connection; `cookies` are sent unchanged, and the CSRF token of a page is kept."""

    def __init__(self, port, user=None):
        self.connection = http.client.HTTPConnection(HOST, port)
        self.cookies = {}
        if user:
            session = Session()
            session.force_login(user)
            self.cookies = {name: cookie.value for name, cookie in session.cookies.items()}

    def get(self, path, **headers):
        return self.ask("GET", path, None, headers)

    def post(self, path, form, **headers):
        body = urllib.parse.urlencode(form, doseq=True)
        headers |= {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": self.cookies["csrftoken"],
        }
        return self.ask("POST", path, body, headers)

    def ask(self, method, path, body, headers):
        """Return (seconds until the last byte, status, headers, body)."""
        if self.cookies:
            sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            headers = headers | {"Cookie": sent}
        started = time.perf_counter()
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            # The server closes a connection that is not used for two seconds.
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        content = answer.read()
        seconds = time.perf_counter() - started
        self._keep_token(answer)
        return seconds, answer.status, answer.headers, content

    def _keep_token(self, answer):
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
