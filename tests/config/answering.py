"""The least that gunicorn can serve: says which process answers, and how much it was sent."""

import os


def application(environ, start_response):
    sent = environ["wsgi.input"].read()
    said = f"{os.getpid()} {len(sent)}".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
    return [said]
