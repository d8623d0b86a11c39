"""The tables of what was published: articles, people, sources with their grades, origins."""

from collections import Counter

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from annotations.articles.rows import lines_of
from annotations.exports.passages import address_of
from annotations.exports.table import Noun, Table
from annotations.models import Claim, Evidence, Origin, PassagePerson, Role
from annotations.models.member import seen_by
from corpus.db.grouping import grouped
from corpus.models import Alias, Article, Credit, Grade, Person, Source

ARTICLE_COLUMNS = (
    *("id", "permalink", "title", "byline", "place", "address", "source", "grade", "published"),
    *("precision", "date note", "language", "credits", "revision", "passages", "reading status"),
    "assigned to me",
)
PERSON_COLUMNS = (
    *("id", "permalink", "name", "kind", "description", "also known as", "claims"),
    *("passages as speaker", "passages mentioned in"),
)
SOURCE_COLUMNS = (
    *("id", "permalink", "name", "domain", "country", "grade", "grade words", "description"),
    "articles",
)
GRADE_COLUMNS = ("source", "name", "grade", "grade words", "date", "reason")
ORIGIN_COLUMNS = (
    *("id", "name", "kind", "place", "date", "precision", "description", "evidence", "claims"),
)


def _articles(keys, member):
    articles = Article.objects.listed().filter(sort_key__in_array=keys).order_by("-sort_key")
    articles = list(articles)
    credits_of = Credit.objects.present().filter(article__pk__in_array=[row.pk for row in articles])
    credits_by_article = {}
    for credit in credits_of.select_related("source").order_by("position", "pk"):
        credits_by_article.setdefault(credit.article_id, []).append(str(credit))
    for article, line in zip(articles, lines_of(articles, member), strict=True):
        yield (
            article.public_id,
            address_of("article", article.public_id),
            article.display_title,
            article.byline,
            article.place,
            article.url,
            line.source,
            line.reliability,
            article.published and article.published.isoformat(),
            article.published_precision,
            article.date_note,
            article.language,
            tuple(credits_by_article.get(article.pk, ())),
            article.revision_number,
            line.passage_count,
            line.state or "unread",
            "yes" if line.is_mine else "",
        )


def _people(keys, member):
    person = Coalesce("person__merged_into", "person")
    is_one = Q(person__pk__in_array=keys) | Q(person__merged_into__pk__in_array=keys)
    aliases = Alias.objects.present().filter(is_one, person__deleted_at=None)
    names = grouped(aliases.order_by("name_key").values_list(person, "name"))
    merged = Person.objects.present().filter(merged_into__pk__in_array=keys).in_name_order()
    for pk, name in merged.values_list("merged_into", "name"):
        names[pk].append((name,))
    links = PassagePerson.objects.filter(
        is_one, seen_by(member, "passage__"), passage__deleted_at=None
    ).filter(passage__article__deleted_at=None)
    counted = links.order_by().values("role", identity=person)
    counted = counted.annotate(number=Count("passage", distinct=True))
    passages = {(row["identity"], row["role"]): row["number"] for row in counted}
    claims_stated = Claim.objects.present().filter(
        Q(speaker__pk__in_array=keys) | Q(speaker__merged_into__pk__in_array=keys)
    )
    claims = Counter(
        claims_stated.order_by().values_list(Coalesce("speaker__merged_into", "speaker"), flat=True)
    )
    for row in Person.objects.standing().filter(pk__in_array=keys).order_by("-pk"):
        yield (
            row.public_id,
            address_of("person", row.public_id),
            row.name,
            row.kind,
            row.description,
            tuple(name for (name,) in names[row.pk]),
            claims[row.pk],
            passages.get((row.pk, Role.SPEAKS), 0),
            passages.get((row.pk, Role.SPOKEN_OF), 0),
        )


def _sources(keys, member):
    articles = Article.objects.present().filter(source__pk__in_array=keys).order_by()
    numbers = dict(articles.values_list("source").annotate(Count("pk")))
    for row in Source.objects.present().filter(pk__in_array=keys).order_by("-pk"):
        yield (
            row.public_id,
            address_of("source", row.public_id),
            row.name,
            row.domain,
            row.country,
            row.reliability,
            str(row.reliability_words),
            row.description,
            numbers.get(row.pk, 0),
        )


def _grades(keys, member):
    grades = Grade.objects.present().filter(source__pk__in_array=keys).select_related("source")
    for grade in grades.order_by("-source", "-graded_on", "-pk"):
        yield (
            grade.source.public_id,
            grade.source.name,
            grade.letter,
            str(grade.letter_words),
            grade.graded_on.isoformat(),
            grade.reason,
        )


def _origins(keys, member):
    evidence = Evidence.objects.standing().filter(origin__pk__in_array=keys).order_by()
    counted = evidence.values_list("origin").annotate(
        Count("pk", distinct=True), Count("claim", distinct=True)
    )
    numbers = {pk: counts for pk, *counts in counted}
    for row in Origin.objects.present().filter(pk__in_array=keys).order_by("-pk"):
        yield (
            row.public_id,
            row.name,
            row.kind,
            row.place,
            row.dated and row.dated.isoformat(),
            row.dated_precision,
            row.description,
            *numbers.get(row.pk, (0, 0)),
        )


ARTICLES = Noun(
    "articles", "article", (Table("articles", "title", ARTICLE_COLUMNS, _articles),), "sort_key"
)
PEOPLE = Noun("people", "person", (Table("people", "name", PERSON_COLUMNS, _people),))
SOURCES = Noun(
    "sources",
    "source",
    (
        Table("sources", "name", SOURCE_COLUMNS, _sources),
        Table("grades", "name", GRADE_COLUMNS, _grades),
    ),
)
ORIGINS = Noun("origins", "origin", (Table("origins", "name", ORIGIN_COLUMNS, _origins),))
