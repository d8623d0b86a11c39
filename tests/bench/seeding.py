"""Inserts rows for the benchmark in bulk, with histories only where they matter.

Texts and overlaps are the same in every run.
"""

import random
from datetime import date, timedelta
from hashlib import sha256
from itertools import count

from django.db import transaction
from django.utils import timezone

from annotations.models import (
    Claim,
    Evidence,
    Passage,
    PassagePerson,
    PassageTag,
    Placement,
    Role,
    Tag,
)
from corpus.models import Article, Person, Revision, Source
from corpus.models.article_order import DAY_SIZE
from corpus.names import name_key
from corpus.records.action import Action

BATCH = 500
TAGS = 12
PEOPLE = 20
SOURCES = 8
WORDS_PER_PARAGRAPH = 100
FIRST_DAY = date(2000, 1, 1)

_sort_keys = count(FIRST_DAY.toordinal() * DAY_SIZE, DAY_SIZE)


def text_of(words, seed):
    """Return a text of `words` distinct words, in paragraphs."""
    chance = random.Random(seed)
    syllables = "ba co du fe gi ha jo ku le mi no pu ra se ti vo wa xe yi zo".split()
    made = [
        "".join(chance.choices(syllables, k=chance.randint(1, 3))) + f"{number:x}"
        for number in range(words)
    ]
    paragraphs = range(0, words, WORDS_PER_PARAGRAPH)
    return "\n\n".join(" ".join(made[at : at + WORDS_PER_PARAGRAPH]) + "." for at in paragraphs)


def add_all(model, rows):
    return model.objects.bulk_create(rows, BATCH)


def add_tags():
    names = [f"theme {number}" for number in range(TAGS)]
    hues = [number % 10 + 1 for number in range(TAGS)]
    rows = zip(names, hues, strict=True)
    return add_all(Tag, [Tag(name=n, name_key=n, slug=n.replace(" ", "-"), hue=h) for n, h in rows])


def add_people():
    names = [f"Person Number {number}" for number in range(PEOPLE)]
    return add_all(Person, [Person(name=name, name_key=name_key(name)) for name in names])


def add_sources():
    names = [f"Daily Number {number}" for number in range(SOURCES)]
    return add_all(Source, [Source(name=n, name_key=name_key(n), reliability="B") for n in names])


def add_articles(texts, sources, by):
    """Add an article with its first revision for each text, each on a different day."""
    articles = []
    for number, text in enumerate(texts):
        key = next(_sort_keys)
        article = Article(
            language="en",
            title=f"Report {number} of what was seen and said on the day",
            text=text,
            sort_key=key,
            published_on=FIRST_DAY + timedelta(days=key // DAY_SIZE - FIRST_DAY.toordinal()),
            published_precision="day",
            source=sources[number % len(sources)],
        )
        articles.append(article)
    add_all(Article, articles)
    revisions = [
        Revision(
            article=article,
            number=1,
            text=article.text,
            sha256=sha256(article.text.encode()).hexdigest(),
            reason="as imported",
            created_by=by,
        )
        for article in articles
    ]
    add_all(Revision, revisions)
    return list(zip(articles, revisions, strict=True))


def add_passages(places, tags, people, by):
    """Mark passages at (article, revision, start, end), all tagged, some with people and notes."""
    passages = [
        Passage(
            article=article,
            quote=revision.text[start:end],
            created_by=by,
            note="Compare this with what was said a day before." if number % 4 == 0 else "",
        )
        for number, (article, revision, start, end) in enumerate(places)
    ]
    add_all(Passage, passages)
    placements = [
        Placement(passage=passage, revision=revision, start=start, end=end)
        for passage, (_, revision, start, end) in zip(passages, places, strict=True)
    ]
    add_all(Placement, placements)
    links, spoken = [], []
    for number, passage in enumerate(passages):
        for position in range(1 + (number % 3 == 0)):
            tag = tags[(number + position) % len(tags)]
            links.append(PassageTag(content_object=passage, tag=tag, position=position))
        if number % 2 == 0:
            person = people[number % len(people)]
            spoken.append(PassagePerson(passage=passage, person=person, role=Role.SPEAKS))
    add_all(PassageTag, links)
    add_all(PassagePerson, spoken)
    return passages


def overlapping(article, revision, number):
    """Return positions of `number` passages of 3 to 30 words, spread over an article."""
    chance = random.Random(number)
    starts = [0, *(at + 1 for at, letter in enumerate(revision.text) if letter == " ")]
    for _ in range(number):
        first = chance.randrange(len(starts) - 31)
        last = first + chance.randint(3, 30)
        yield article, revision, starts[first], starts[last] - 1


def add_claims(passages, people, by):
    """Draft a claim from each passage."""
    claims = [
        Claim(
            statement=f"Claim {number}: the convoy of that day had left before anyone was told",
            speaker=people[number % len(people)],
            created_by=by,
        )
        for number in range(len(passages))
    ]
    add_all(Claim, claims)
    pairs = zip(claims, passages, strict=True)
    evidence = [Evidence(claim=c, passage=p, stance="reports", created_by=by) for c, p in pairs]
    add_all(Evidence, evidence)
    return claims


def _with_history(row, action):
    """Insert a row and its first history row, without signals and without checks."""
    model = type(row)
    model._base_manager.bulk_create([row])
    history = model.history.model
    values = {field.attname: getattr(row, field.attname) for field in history.tracked_fields}
    about = {"history_date": timezone.now(), "history_type": "+", "history_user": action.by}
    model.history.bulk_create([history(**values, **about, action=action)])


def straight_passage(article, by):
    """Write the same rows as a save: a passage with the last tag and person, and histories."""
    with transaction.atomic():
        action = Action.objects.create(kind="passage.create", by=by)
        revision = Revision.objects.only("pk").get(article=article, number=1)
        passage = Passage(article=article, quote="x", note="A note.", created_by=by)
        _with_history(passage, action)
        _with_history(Placement(passage=passage, revision=revision, start=0, end=1), action)
        tag, person = Tag.objects.only("pk").last(), Person.objects.only("pk").last()
        _with_history(PassageTag(content_object=passage, tag=tag), action)
        spoken = PassagePerson(passage=passage, person=person, role=Role.SPEAKS)
        _with_history(spoken, action)
