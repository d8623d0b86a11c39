"""Search fields about annotations and reading: `person:`, `speaker:`, `tag:` and `is:`."""

from django.db.models import Exists, OuterRef, Q

from annotations.articles.filters import links_of_passages, reading_condition
from annotations.models import Passage, PassagePerson, PassageTag, Role, Tag
from annotations.models.search_index import CLAIM, PASSAGE
from corpus.ids import is_id
from corpus.models import Article, Person
from corpus.names import name_key
from corpus.search.fields import SearchField, register

MAX_COMPLETIONS = 8


def register_fields():
    for field in (*FIELDS, IS):
        register(field)
    for field in PASSAGE_FIELDS:
        register(field, of=PASSAGE)
    register(SearchField("speaker", SPEAKER_HELP, stating), of=CLAIM)


def people_called(value):
    """Keys of people with this name or id, else whose names start with it; merged ones too."""
    standing = Person.objects.standing()
    matches = standing.filter(public_id=value) if is_id(value) else standing.known_as(value)
    if not matches.exists():
        matches = standing.starting(value)
    return Person.objects.identities(matches.order_by().values("pk")).order_by().values("pk")


def tags_called(value):
    """Keys of tags with this name or id, else of tags below it: tag:actor matches actor/state."""
    standing = Tag.objects.standing()
    matches = standing.filter(public_id=value) if is_id(value) else standing.named(value)
    if not matches.exists():
        matches = standing.starting(value)
    return matches.order_by().values("pk")


def naming(value, member):
    links = links_of_passages(PassagePerson, member, person__in=people_called(value))
    return Q(Exists(links))


def tagged(value, member):
    return Q(Exists(links_of_passages(PassageTag, member, tag__in=tags_called(value))))


def speaking(value, member, words):
    """The condition of `speaker:` on articles: one passage has the speaker and the words."""
    passages = {"passage__in": Passage.objects.order_by().matching(words).values("pk")}
    links = links_of_passages(
        PassagePerson,
        member,
        role=Role.SPEAKS,
        person__in=people_called(value),
        **(passages if words else {}),
    )
    return Q(Exists(links))


def passage_speaking(value, member):
    links = PassagePerson.objects.filter(role=Role.SPEAKS, person__in=people_called(value))
    return Q(pk__in=links.order_by().values("passage"))


def stating(value, member):
    return Q(speaker__in=people_called(value))


def passage_naming(value, member):
    links = PassagePerson.objects.filter(person__in=people_called(value))
    return Q(pk__in=links.order_by().values("passage"))


def passage_tagged(value, member):
    links = PassageTag.objects.filter(tag__in=tags_called(value))
    return Q(pk__in=links.order_by().values("content_object"))


def is_state(value, member):
    """The condition of `is:`: a reading status, tagged or duplicate. Raises ValueError."""
    _state(value)
    return STATES[name_key(value)](member)


def _state(value):
    if name_key(value) not in STATES:
        names = ", ".join(f"is:{name}" for name in STATES)
        raise ValueError(f"is:{value} does not exist. Use {names}.")


def _reading(state):
    return lambda member: Q(reading_condition(state, member))


def _is_tagged(member):
    passages = Passage.objects.present().visible_to(member).filter(article=OuterRef("pk"))
    return Q(Exists(passages))


def _is_duplicate(member):
    return Q(pk__in=Article.objects.order_by().duplicated().values("pk"))


STATES = {
    "unread": _reading("unread"),
    "reading": _reading("reading"),
    "done": _reading("done"),
    "assigned": _reading("assigned"),
    "tagged": _is_tagged,
    "duplicate": _is_duplicate,
}


def people_starting(typed):
    people = Person.objects.standing().starting(typed).in_name_order()
    return list(people.values_list("name", flat=True)[:MAX_COMPLETIONS])


def tags_starting(typed):
    tags = Tag.objects.standing().starting(typed).in_name_order()
    return list(tags.values_list("name", flat=True)[:MAX_COMPLETIONS])


def states_starting(typed):
    return [state for state in STATES if state.startswith(name_key(typed))]


PERSON_HELP = "a person linked to a passage, under any name"
SPEAKER_HELP = "a person who speaks in a passage; other words are searched in that passage"
TAG_HELP = "a tag of a passage"
FIELDS = [
    SearchField("person", PERSON_HELP, naming, people_starting),
    SearchField("speaker", SPEAKER_HELP, speaking, people_starting, takes_words=True),
    SearchField("tag", TAG_HELP, tagged, tags_starting),
]
IS_HELP = "unread, reading, done, assigned, tagged or duplicate"
IS = SearchField("is", IS_HELP, is_state, states_starting, check=_state)
PASSAGE_FIELDS = [
    SearchField("person", PERSON_HELP, passage_naming, people_starting),
    SearchField("speaker", SPEAKER_HELP, passage_speaking, people_starting),
    SearchField("tag", TAG_HELP, passage_tagged, tags_starting),
]
