"""Rows for tests, created by the models' own methods, each in an Action.

Omitted values get defaults; the member who acts is an analyst unless `by` is given.
"""

from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from annotations.corrections.proposals import propose
from annotations.models import Claim, Origin, Relation, RelationKind, Stance, Tag
from annotations.passages.marking import Annotation, Marking, mark
from corpus.dates import parse
from corpus.models import Alias, Article, Person, PersonKind, Source, acting
from tests.support.acts import act

ANALYSTS, EDITORS, ADMINISTRATORS = "Analysts", "Editors", "Administrators"
PASSWORD = "correct horse battery staple"
TEXT = "The convoy left at dawn, he said.\n\nNobody saw it return."

_numbers = count(1)


def make_user(group=ANALYSTS, username=None):
    """A member of a group, or of none for None."""
    username = username or f"{(group or 'nobody').lower()}-{next(_numbers)}"
    user = get_user_model().objects.create_user(username, password=PASSWORD)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_source(name=None, reliability=None, by=None, **fields):
    """A source, graded today if `reliability` is given."""
    by = by or make_user()
    with acting("source.create", by):
        source = Source.objects.create(name=name or f"Source {next(_numbers)}", **fields)
        if reliability:
            source.grade(reliability, "as the test says")
    return source


def make_person(name=None, aliases=(), kind=PersonKind.PERSON, by=None, **fields):
    with acting("person.create", by or make_user()):
        name = name or f"Person {next(_numbers)}"
        person = Person.objects.create(name=name, kind=kind, **fields)
        for alias in aliases:
            Alias.objects.create(person=person, name=alias)
    return person


def make_article(text=TEXT, title=None, published=None, by=None, **fields):
    """An article; `published` is written as "2021-08-05", "2021-08" or "2021"."""
    title = f"Article {next(_numbers)}" if title is None else title
    fields |= {"text": text, "title": title} | _dated("published", published)
    fields.setdefault("language", "en")
    return act(by or make_user(), Article.objects.add, **fields)


def make_proposal(article=None, text="The convoy left at noon.", reason="As printed.", by=None):
    """A proposed correction of the current text of an article."""
    article = article or make_article()
    return act(by or make_user(), propose, article, article.revision, text, reason)


def make_tag(name=None, by=None, **fields):
    with acting("tag.create", by or make_user()):
        fields.setdefault("hue", 1)
        return Tag.objects.create(name=name or f"tag {next(_numbers)}", **fields)


def make_passage(article=None, quote=None, by=None, *, start=None, tags=(), people=(), note=""):
    """A passage at the first occurrence of `quote`, by default of the whole first paragraph.

    `tags` are names, `people` pairs of a Person and a role.
    """
    article = article or make_article()
    quote = article.text.split("\n\n")[0] if quote is None else quote
    start = article.text.index(quote) if start is None else start
    marking = Marking(
        revision=article.revision_number, start=start, end=start + len(quote), quote=quote
    )
    annotation = Annotation(tags=tuple(tags), people=tuple(people), note=note)
    return act(by or make_user(), mark, article, marking, annotation)


def make_origin(name=None, by=None, dated=None, **fields):
    """An origin; `dated` is written as "2021-08-05", "2021-08" or "2021"."""
    name = name or f"Origin {next(_numbers)}"
    with acting("origin.create", by or make_user()):
        return Origin.objects.create(name=name, **_dated("dated", dated), **fields)


def make_claim(statement=None, by=None, said=None, **fields):
    """A draft; `said` is written as "2021-08-05", "2021-08" or "2021", `tags` are names."""
    statement = statement or f"Statement {next(_numbers)}"
    if fields.get("speaker") is None:
        fields.setdefault("attribution", "reportedly")
    said = parse(said) if said else None
    fields |= {"statement": statement, "said": said}
    return act(by or make_user(), Claim.objects.make, **fields)


def make_evidence(claim=None, passage=None, stance=Stance.REPORTS, by=None, **fields):
    """Evidence; `fields` are `origin` and `why`."""
    by = by or make_user()
    claim = claim or make_claim(by=by)
    passage = passage or make_passage(by=by)
    return act(by, claim.add_evidence, passage, stance, **fields)


def make_published_claim(statement=None, by=None, passage=None, **fields):
    """A claim that one passage reports, published by an editor."""
    by = by or make_user(EDITORS)
    claim = make_claim(statement, by=by, **fields)
    make_evidence(claim, passage, by=by)
    return act(by, claim.publish).claim


def make_full_claim(by=None):
    """A published claim with everything that lists show, related to another published claim."""
    by = by or make_user(EDITORS)
    claim = make_claim(speaker=make_person(by=by), attribution="", tags=["a", "b"], by=by)
    for title in ("", "Titled"):
        article = make_article(source=make_source(by=by), title=title, by=by)
        make_evidence(claim, make_passage(article, by=by), by=by)
    make_relation(claim, make_published_claim(by=by), by=by)
    act(by, claim.publish)
    return claim


def make_relation(from_claim=None, to_claim=None, kind=RelationKind.CONTRADICTS, by=None):
    pair = from_claim or make_claim(), to_claim or make_claim()
    return act(by or make_user(), Relation.objects.relate, *pair, kind)


def _dated(field, text):
    date = parse(text) if text else None
    if date is None:
        return {}
    return {f"{field}_on": date.first, f"{field}_precision": date.precision}
