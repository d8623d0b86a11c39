"""A search page of plain Django, for gunicorn: what a user would write instead of the desk.

`/search/?q=…&order=newest|relevance&counted=1` runs the raw SQL of `plain_search` and draws 20 hits
by a template, within the head and foot of the desk's own page, so that it sends as many bytes. It
is compressed as the desk's.

`python -m tests.bench.plain_django FILE` fills its empty database with the articles of a file, a
JSON object a line, and prints the key of a session.

Environment: DJANGO_SETTINGS_MODULE, tests.bench.plain_settings; PLAIN_DATABASE, a DATABASE_URL;
PLAIN_SHELL, the file with the rest of the page, HITS in place of its hits; PLAIN_FULL=1 adds
Django's usual middleware (sessions, CSRF, sign-in, messages) and reads the member.
"""

import json
import os
import sys
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.urls import path
from django.utils.safestring import SafeString

from tests.bench import plain_search

NAMES = ("id", "title", "source", "published", "byline", "part")
TEMPLATE = """{{ head }}{% if number %}<p>{{ number }} articles</p>{% endif %}
{% for hit in hits %}
  <li class="result">
    <p class="result__facts">
      <span class="result__source">{{ hit.source }} <abbr class="reliability">F</abbr></span>
      <time datetime="{{ hit.published }}">{{ hit.published }}</time>
    </p>
    <div class="result__body">
      <h2 class="result__title" lang="en" dir="ltr">
        <a href="/articles/{{ hit.id }}/?q={{ typed|urlencode:'' }}">{{ hit.title }}</a>
      </h2>
      <p class="result__snippet" lang="en" dir="ltr">{{ hit.part|safe }}</p>
      <p class="result__foot"><span>{{ hit.byline }}</span> <span>0 passages</span></p>
    </div>
  </li>
{% endfor %}{{ foot }}"""


def search(request):
    if settings.IS_FULL:
        bool(request.user.is_authenticated)
    typed = request.GET["q"]
    head, foot = shell()
    rows = plain_search.hits(connection, typed, request.GET["order"])
    is_counted = request.GET.get("counted")
    context = {
        "head": SafeString(head),
        "foot": SafeString(foot),
        "typed": typed,
        "hits": [dict(zip(NAMES, row, strict=True)) for row in rows],
        "number": plain_search.count(connection, typed) if is_counted else None,
    }
    return HttpResponse(template().render(context))


@cache
def template():
    return engines["django"].from_string(TEMPLATE)


@cache
def shell():
    """The desk's page before and after its hits."""
    return Path(os.environ["PLAIN_SHELL"]).read_text().split(plain_search.HITS)


def ready(request):
    return HttpResponse("ready")


def fill(articles):
    """Fill the empty database; return the key of a session of its only user."""
    call_command("migrate", verbosity=0)
    plain_search.create(connection, articles)
    # The member that the session needs, by Django's own way of signing in.
    client = Client()
    client.force_login(get_user_model().objects.create_user("bench"))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


urlpatterns = [path("search/", search), path("sign-in/", ready)]
app = get_wsgi_application()

if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        print(fill(map(json.loads, file)))
