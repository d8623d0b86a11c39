"""A save relative to bare inserts of the same rows."""

from uuid import uuid4

from tests.bench.measuring import against, interleaved
from tests.bench.seeding import overlapping

RATIO, MILLISECONDS = 3, 10
START, END = 200, 320


def form_of(world, article):
    """The form of a passage with a tag, a speaker and a note, as sent by the popup."""
    text = article.text
    return {
        "revision": 1,
        "start": START,
        "end": END,
        "quote": text[START:END],
        "prefix": text[START - 32 : START],
        "suffix": text[END : END + 32],
        "tags": world.tags[-1].name,
        "speakers": world.people[-1].public_id,
        "note": "A note.",
        "key": uuid4(),
    }


def forms_of(world, article, number=100):
    """Forms of passages all over the text, so that saves do not heap up in one paragraph."""
    form = form_of(world, article)
    return [
        {
            **form,
            "key": "",
            "start": start,
            "end": end,
            "quote": article.text[start:end],
            "prefix": article.text[max(0, start - 32) : start],
            "suffix": article.text[end : end + 32],
        }
        for *_, start, end in overlapping(article, article, number)
    ]


def saving(world, client, article, status, **headers):
    """Return a measure of one save in an article."""
    path = f"/articles/{article.public_id}/passages/"

    def measure():
        seconds, answered, _, content = client.post(path, form_of(world, article), **headers)
        if answered != status:
            raise RuntimeError(f"{path} answers {answered}: {content[:2000]!r}")
        return seconds

    return measure


def bare_saving(world, client):
    """Return a measure of its baseline."""
    path = f"/yardstick/articles/{world.bare.pk}/save/"

    def measure():
        seconds, status, _, _ = client.post(path, form_of(world, world.bare))
        if status != 303:
            raise RuntimeError(f"{path} answers {status}.")
        return seconds

    return measure


def save_lines(world, client):
    # A page with a form gives the CSRF token for the saves.
    client.get(world.plain.get_absolute_url())
    bare = bare_saving(world, client)
    plain, yardstick = interleaved(saving(world, client, world.plain, 303), bare)
    yield from against("save, by the plain form", plain, yardstick, RATIO, MILLISECONDS)
    htmx = {"HX-Request": "true"}
    popup, yardstick = interleaved(saving(world, client, world.fresh, 200, **htmx), bare)
    yield from against("save, by the popup", popup, yardstick, RATIO, MILLISECONDS)
