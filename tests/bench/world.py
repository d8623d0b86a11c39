"""The data of the benchmark: 10,000 articles, passages and claims, and three articles to read."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection, transaction

from annotations.models import Claim, Tag
from corpus.models import Article, Person
from tests.bench import seeding
from tests.support.acts import act

ROWS = 10_000
WORDS = 1_500
SHORT = 60
MARKED = (0, 10, 100, 1000)


@dataclass(frozen=True)
class World:
    """`marked` are articles by their number of passages; the others have none."""

    member: object
    marked: dict[int, Article]
    plain: Article
    fresh: Article
    bare: Article
    published: Claim
    tags: list[Tag]
    people: list[Person]
    addresses: dict[int, str]
    words: str


def make_world():
    with transaction.atomic():
        member = _member()
        tags, people = seeding.add_tags(), seeding.add_people()
        sources = seeding.add_sources()
        short = [seeding.text_of(SHORT, seed) for seed in range(20)]
        texts = (short[number % len(short)] for number in range(ROWS))
        kept = seeding.add_articles(texts, sources, member)
        places = [(article, revision, 0, 60) for article, revision in kept]
        passages = seeding.add_passages(places, tags, people, member)
        claims = seeding.add_claims(passages, people, member)
        long = [seeding.text_of(WORDS, seed) for seed in range(len(MARKED) + 3)]
        *read, plain, fresh, bare = seeding.add_articles(long, sources, member)
        marked = {}
        for number, (article, revision) in zip(MARKED, read, strict=True):
            places = list(seeding.overlapping(article, revision, number))
            seeding.add_passages(places, tags, people, member)
            marked[number] = article
    published = act(member, claims[ROWS // 2].publish).claim
    _gather_statistics()
    addresses = {number: article.get_absolute_url() for number, article in marked.items()}
    words = " ".join(marked[1000].text.split()[8:14])
    made = [article for article, _ in (plain, fresh, bare)]
    return World(member, marked, *made, published, tags, people, addresses, words)


def _member():
    member = get_user_model().objects.create_user("bench")
    member.groups.add(Group.objects.get(name="Editors"))
    return member


def _gather_statistics():
    """Update the planner's statistics, as autovacuum does on a desk in use."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
