"""Tags, people, claims and origins that annotations name: those of the desk, and new ones.

What an import makes is marked as deleted at the job's `hidden_at`, and found again by that.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.db.models import Q

from annotations.models import Claim, Origin, Tag
from annotations.models.tag import rarest
from corpus.ids import is_id
from corpus.models import Alias, Person
from corpus.names import name_key
from corpus.records.action import current_action
from corpus.records.bulk_write import add_rows

# Names new on the desk of one kind that a file may bring.
MAX_NEW_NAMES = 20_000


def claim_key(link):
    """The identity of a LinkedClaim's statement: who states what."""
    return link.statement, name_key(link.speaker), name_key(link.attribution)


@dataclass
class Names:
    """What the desk has of the names in some annotations.

    `tags`, `people` and `origins` are {name key: row}, `claims` {claim_key: Claim}; `members` are
    accounts by username. People and claims that the file gives our ids for are `by_id`.
    """

    hidden_at: object
    tags: dict[str, Tag] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    claims: dict[tuple[str, str, str], Claim] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    members: dict[str, object] = field(default_factory=dict)
    by_id: dict[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, annotations, hidden_at, *, has_speakers=True):
        """The Names of Annotations, in a fixed number of queries.

        Without `has_speakers` the file cannot say who states a claim: it is the only one with its
        statement.
        """
        names = cls(hidden_at)
        names._find_tags({name_key(tag): tag for each in annotations for tag in each.tags})
        links = [link for each in annotations for link in each.claims]
        people = [(link.name, link.key) for each in annotations for link in each.people]
        people += [(link.speaker, "") for link in links if link.speaker]
        names._find_people(people)
        names._find_claims(links, has_speakers)
        names._find_origins({name_key(link.origin) for link in links if link.origin})
        authors = {each.author for each in annotations if each.author}
        if authors:
            accounts = get_user_model().objects.filter(username__in=authors)
            names.members = {account.username: account for account in accounts}
        return names

    @property
    def _present(self):
        return Q(deleted_at=None) | Q(deleted_at=self.hidden_at)

    def _find_tags(self, names):
        if not names:
            return
        rows = Tag.objects.filter(self._present, merged_into=None, name_key__in_array=list(names))
        # One that a colleague made since comes before the hidden one.
        self.tags = {row.name_key: row for row in sorted(rows, key=lambda row: not row.is_deleted)}
        missing = [name for key, name in names.items() if key not in self.tags]
        if missing:
            self.tags |= Tag.objects.by_former_names(missing)

    def _find_people(self, pairs):
        if not pairs:
            return
        ids = {key for _, key in pairs if is_id(key)}
        keys = {name_key(name) for name, _ in pairs}
        rows = Person.objects.filter(self._present).select_related("merged_into")
        self.by_id |= {row.public_id: row.resolved for row in rows.filter(public_id__in=ids)}
        called = [(row.name_key, row) for row in rows.filter(name_key__in_array=sorted(keys))]
        aliases = Alias.objects.present().filter(name_key__in_array=sorted(keys))
        aliases = aliases.filter(person__deleted_at=None).select_related("person__merged_into")
        called += [(alias.name_key, alias.person) for alias in aliases]
        candidates = {}
        for key, row in called:
            if not row.resolved.is_deleted or row.deleted_at == self.hidden_at:
                candidates.setdefault(key, {})[row.resolved.pk] = row.resolved
        for key, rows_by_pk in candidates.items():
            hidden = [row for row in rows_by_pk.values() if row.is_deleted]
            # Of several people of one name none is meant: the import makes another.
            if hidden or len(rows_by_pk) == 1:
                self.people[key] = (hidden or list(rows_by_pk.values()))[0]

    def _find_claims(self, links, has_speakers):
        if not links:
            return
        rows = Claim.objects.filter(self._present).select_related("speaker__merged_into")
        ids = {link.key for link in links if is_id(link.key)}
        self.by_id |= {row.public_id: row for row in rows.filter(public_id__in=ids)}
        statements = sorted({link.statement for link in links})
        by_words, by_statement = {}, defaultdict(list)
        for row in rows.filter(statement__in_array=statements).order_by("-pk"):
            speaker = row.speaker.resolved.pk if row.speaker else None
            by_words[row.statement, speaker, name_key(row.attribution)] = row
            by_statement[row.statement].append(row)
        for link in links:
            speaker = self.people.get(name_key(link.speaker)) if link.speaker else None
            key = link.statement, speaker and speaker.pk, name_key(link.attribution)
            if key in by_words and (speaker or not link.speaker):
                self.claims[claim_key(link)] = by_words[key]
            elif not has_speakers and len(by_statement[link.statement]) == 1:
                [self.claims[claim_key(link)]] = by_statement[link.statement]

    def _find_origins(self, keys):
        if keys:
            rows = Origin.objects.filter(self._present, name_key__in_array=sorted(keys))
            self.origins = {row.name_key: row for row in rows.order_by("pk")}

    def tag(self, name):
        return self.tags.get(name_key(name))

    def person(self, link):
        return self._of_id(Person, link.key) or self.people.get(name_key(link.name))

    def claim(self, link):
        return self._of_id(Claim, link.key) or self.claims.get(claim_key(link))

    def _of_id(self, model, key):
        row = self.by_id.get(key)
        return row if isinstance(row, model) else None


def add_missing(names, annotations, codes):
    """Make the rows that `names` has not, hidden; `codes` are {name key: Code} of the file."""
    hidden = {"deleted_at": names.hidden_at, "deleted_by": current_action().by}
    _add_tags(names, annotations, codes, hidden)
    links = [link for each in annotations for link in each.claims]
    people = {
        name_key(link.name): link.name
        for each in annotations
        for link in each.people
        if not names.person(link)
    }
    people |= {
        name_key(link.speaker): link.speaker
        for link in links
        if link.speaker and not names.claim(link) and name_key(link.speaker) not in names.people
    }
    rows = add_rows([Person(name=name, **hidden) for name in people.values()])
    names.people |= {row.name_key: row for row in rows}
    claims = {claim_key(link): link for link in links if not names.claim(link)}
    rows = add_rows([_new_claim(link, names, hidden) for link in claims.values()])
    names.claims |= dict(zip(claims, rows, strict=True))
    origins = {
        name_key(link.origin): link.origin
        for link in links
        if link.origin and name_key(link.origin) not in names.origins
    }
    rows = add_rows([Origin(name=name, **hidden) for name in origins.values()])
    names.origins |= {row.name_key: row for row in rows}


def _add_tags(names, annotations, codes, hidden):
    missing = {
        name_key(tag): tag for each in annotations for tag in each.tags if not names.tag(tag)
    }
    if not missing:
        return
    used, rows = Tag.used_hues(), []
    for key, name in missing.items():
        code = codes.get(key)
        hue = code.hue if code and code.hue else rarest(used)
        used[hue] += 1
        rows.append(Tag(name=name, definition=code.definition if code else "", hue=hue, **hidden))
    names.tags |= {row.name_key: row for row in add_rows(rows)}


def _new_claim(link, names, hidden):
    return Claim(
        statement=link.statement,
        speaker=names.people[name_key(link.speaker)] if link.speaker else None,
        attribution=link.attribution,
        said_on=link.said.first if link.said else None,
        said_precision=link.said.precision if link.said else "",
        created_by=current_action().by,
        **hidden,
    )
