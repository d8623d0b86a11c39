"""Search pages over HTTP, beside those of plain Django with raw SQL (`plain_django`).

    python -m tests.bench.search_pages [FILE]

fills the empty desk of the environment with the articles of a file, a JSON object a line, or with
generated ones as long as news. Each server is one process; they are asked in turn, with keep-alive,
for the same words, and send as many bytes. The bare Django has no middleware for sessions and
sign-in, the full one has.

A page of hits is compared with a page of hits, and the page with the counts that it fetches after
it with a page that counts as well; the desk's counts also are those of its facets and other
groups. Each search is a new one, or the same again: a desk keeps what it made. Of a
FILE in English, PostgreSQL's `english` leaves out some common words, such as "about".

A desk that has articles already is taken as it is.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, pairwise
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import django
from django.core.management import call_command

from tests.bench.client import Client
from tests.bench.measuring import ROUNDS, WARM_UP, Line, interleaved
from tests.bench.plain_search import HITS, NEWEST, RELEVANCE
from tests.bench.serving import serving
from tests.bench.sized_databases import new_database

SETTINGS, PLAIN_SETTINGS = "config.settings", "tests.bench.plain_settings"
ARTICLES, WORDS_EACH = 10_000, 560
RATIO = 3
ASKED = WARM_UP + ROUNDS
# One process for each server.
ONE = {"WEB_CONCURRENCY": "1"}
# The desk's page of hits around its hits.
FIRST_HIT, LAST_HIT = '<li class="result">', "</ol>"


@dataclass(frozen=True)
class Kind:
    """A kind of page: its order, and whether the hits are counted too."""

    words: str
    order: str
    is_counted: bool = False

    def desk_pages(self, query):
        values = {"q": query} | ({"order": RELEVANCE} if self.order == RELEVANCE else {})
        fetched = ["/search/", "/search/facets/"] if self.is_counted else ["/search/"]
        return [f"{path}?{urlencode(values)}" for path in fetched]

    def plain_pages(self, query):
        values = {"q": query, "order": self.order} | ({"counted": 1} if self.is_counted else {})
        return [f"/search/?{urlencode(values)}"]


# Each has its own queries, since a desk keeps what it made for an earlier one.
KINDS = [
    Kind("newest", NEWEST),
    Kind("newest, counted", NEWEST, is_counted=True),
    Kind("relevance, counted", RELEVANCE, is_counted=True),
]


def queries_of(texts):
    """Return {name: queries}: words and phrases by the number of texts that have them."""
    of_words, of_phrases = Counter(), Counter()
    words_of_texts = [text.casefold().split() for text in texts]
    for words in words_of_texts:
        of_words.update({word for word in words if _is_plain(word)})
    # Others are in no phrase that is asked for, and there are millions of them.
    frequent = {word for word, number in of_words.items() if number > len(texts) // 100}
    for words in words_of_texts:
        pairs = pairwise(words)
        of_phrases.update({f'"{a} {b}"' for a, b in pairs if a in frequent and b in frequent})
    needed = ASKED * len(KINDS)
    return {
        "a rare word": _nearest(of_words, len(texts) // 1000, needed),
        "a common word": _nearest(of_words, len(texts) // 2, needed),
        "a phrase": _nearest(of_phrases, len(texts) // 50, needed),
    }


def _is_plain(word):
    return len(word) > 2 and word.isascii() and word.isalpha()


def _nearest(counter, number, needed):
    return sorted(counter, key=lambda each: (abs(counter[each] - number), each))[:needed]


def lines_of(queries, desk, bare, full):
    """Yield the lines; each server is the Client that asks it."""
    for name, of_name in queries.items():
        for at, kind in enumerate(KINDS):
            every = of_name[at :: len(KINDS)]
            for when, asked in (("new", every), ("again", every[:1])):
                medians = interleaved(
                    _pages(desk, map(kind.desk_pages, cycle(asked))),
                    _pages(bare, map(kind.plain_pages, cycle(asked))),
                    _pages(full, map(kind.plain_pages, cycle(asked))),
                )
                yield from _lines(f"{name}, {kind.words}, {when}", *medians)


def _lines(what, ours, bare, full):
    for beside, seconds in (("bare", bare), ("full", full)):
        aside = f"{ours * 1000:.1f} ms beside {seconds * 1000:.1f} ms of {beside} Django"
        yield Line(what, ours / seconds, "x", RATIO, aside=aside)
        what = ""


def _pages(client, each_paths):
    """Return a measure that fetches the next pages, added up."""

    def measure():
        return sum(seconds_of(client, path) for path in next(each_paths))

    return measure


def seconds_of(client, path):
    seconds, status, _, _ = client.get(path, **{"Accept-Encoding": "gzip"})
    if status != 200:
        raise RuntimeError(f"{path} answers {status}.")
    return seconds


def news():
    """Yield generated articles as long as news, as records of an import."""
    from tests.bench.corpora import DAYS, FIRST_DAY, SENTENCE, SOURCES, Vocabulary

    vocabulary, chance = Vocabulary(), Random(1)
    for number in range(ARTICLES):
        words = vocabulary.drawn(chance, WORDS_EACH)
        sentences = [words[at : at + SENTENCE] for at in range(0, WORDS_EACH, SENTENCE)]
        source = f"gazette{number % SOURCES}.example"
        yield {
            "url": f"https://{source}/{number}",
            "source": source,
            "title": " ".join(vocabulary.drawn(chance, 8)).capitalize(),
            "published": (FIRST_DAY + timedelta(days=number * DAYS // ARTICLES)).isoformat(),
            "byline": f"Reporter {number % 100}",
            "text": "\n\n".join(f"{' '.join(each).capitalize()}." for each in sentences),
        }


def write_news(path):
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(record)}\n" for record in news())


def plain_environment(directory, path):
    """Fill a database for plain Django; return (its environment, the cookies of a member)."""
    address = os.environ.get("DATABASE_URL")
    plain = (
        new_database(address, "plain") if address else f"sqlite:///{directory / 'plain.sqlite3'}"
    )
    environment = {"PLAIN_DATABASE": plain, "PLAIN_SHELL": str(directory / "shell.html")}
    environment["DJANGO_SETTINGS_MODULE"] = PLAIN_SETTINGS
    made = subprocess.run(
        [sys.executable, "-m", "tests.bench.plain_django", str(path)],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return environment, {"sessionid": made.stdout.strip()}


def write_shell(client, query, path):
    """Write the desk's page around its hits, as plain Django draws it around its own."""
    *_, content = client.get(f"/search/?{urlencode({'q': query})}")
    head, _, rest = content.decode().partition(FIRST_HIT)
    _, end, foot = rest.rpartition(LAST_HIT)
    path.write_text(f"{head}{HITS}{end}{foot}", encoding="utf-8")


def make_desk(path):
    """Fill the desk; return a member."""
    from django.contrib.auth import get_user_model

    from corpus.models import Article
    from tests.bench.loading import MEMBER, gather_statistics, make_member

    if Article.objects.exists():
        return get_user_model().objects.get(username=MEMBER)
    member = make_member()
    with open(os.devnull, "w") as nowhere:
        call_command("import_articles", str(path), by=MEMBER, stdout=nowhere, stderr=nowhere)
    gather_statistics()
    return member


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from django.conf import settings

    directory = Path(settings.VAR_DIR)
    path = Path(sys.argv[1]) if sys.argv[1:] else directory / "news.jsonl"
    if not sys.argv[1:]:
        write_news(path)
    member = make_desk(path)
    with path.open(encoding="utf-8") as file:
        queries = queries_of([json.loads(line)["text"] for line in file])
    environment, cookies = plain_environment(directory, path)
    with ExitStack() as stack:

        def served(*application, **variables):
            return stack.enter_context(serving(SETTINGS, *application, **variables, **ONE)).port

        desk = Client(served(), member)
        write_shell(desk, queries["a common word"][0], directory / "shell.html")
        plain = "tests.bench.plain_django:app"
        bare = Client(served(plain, **environment))
        full = Client(served(plain, **environment, PLAIN_FULL="1"))
        full.cookies = cookies
        for line in lines_of(queries, desk, bare, full):
            print(line, flush=True)


if __name__ == "__main__":
    main()
