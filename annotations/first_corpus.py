"""How a desk takes in the first corpus: five documents and what is said about them, as one."""

import json
from hashlib import sha256

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.serializers import deserialize
from django.db import transaction

from annotations.models import Claim, Status, Tag
from corpus.models import Article, Snapshot, Source, acting
from corpus.models.article_order import next_sort_key

FIXTURES = settings.BASE_DIR / "fixtures"
AUTHOR = "first-corpus"
# What a name identifies on a desk: its own row of that name is used and stays as it is. A person
# is always added: the same name can be somebody else, and two that are one can be merged.
NAMED = {"annotations.tag": Tag, "corpus.source": Source}


class DocumentMissing(FileNotFoundError):
    """A snapshot's bytes are not among the documents of the fixture."""

    def __init__(self, digest):
        super().__init__(
            f"No document in {FIXTURES} has the SHA-256 {digest}. "
            "Put its bytes back as they were: line endings count."
        )


def load_first_corpus():
    """Add the first corpus in one transaction; True where it was added.

    Where the desk knows one of its articles, deleted or not, nothing at all is written, and the
    answer is False. Raises DocumentMissing.
    """
    rows = json.loads((FIXTURES / "first_corpus.json").read_text(encoding="utf-8"))
    if is_known(rows):
        return False
    with transaction.atomic():
        author = closed_account()
        # Asked again behind the lock on the account: another load may just have ended.
        if is_known(rows):
            return False
        with acting("first_corpus.load", author):
            add(rows, author)
    return True


def is_known(rows):
    ids = [row["fields"]["public_id"] for row in rows if row["model"] == "corpus.article"]
    return Article.objects.filter(public_id__in=ids).exists()


def closed_account():
    """The author's account, which nobody can sign in to, locked until the transaction ends."""
    accounts = get_user_model().objects
    # Two first loads meet at the name, which is unique: the second waits here for the first.
    accounts.get_or_create(
        username=AUTHOR, defaults={"is_active": False, "password": unusable_password()}
    )
    return accounts.select_for_update().get(username=AUTHOR)


def unusable_password():
    account = get_user_model()()
    account.set_unusable_password()
    return account.password


def add(rows, author):
    """Save the rows one by one, in the order of the fixture, so that each writes its history."""
    documents = [path.read_bytes() for path in sorted(FIXTURES.glob("*.txt"))]
    content = {sha256(document).hexdigest(): document for document in documents}
    to_publish = []
    for item in deserialize("python", with_names_of_the_desk(rows)):
        row = item.object
        if row.pk is not None:
            # A snapshot of the same bytes, which the desk had already.
            continue
        if isinstance(row, Snapshot):
            if row.sha256 not in content:
                raise DocumentMissing(row.sha256)
            row.content = content[row.sha256]
        elif isinstance(row, Article):
            row.sort_key = next_sort_key(Article.objects.all(), row.published_on)
        elif isinstance(row, Claim) and row.status == Status.PUBLISHED:
            row.status, row.slug = Status.DRAFT, ""
            to_publish.append(row)
        row.save()
    for claim in to_publish:
        claim.publish(author, together_with=to_publish)


def with_names_of_the_desk(rows):
    """The rows without tags and sources that the desk has by name; the others refer to its own."""
    own = {}
    for row in rows:
        if row["model"] in NAMED:
            found = NAMED[row["model"]].objects.present().named(row["fields"]["name"]).first()
            if found:
                own[row["fields"]["public_id"]] = found.public_id
    for row in rows:
        fields = row["fields"]
        is_own = row["model"] in NAMED and fields["public_id"] in own
        is_grade_of_own = row["model"] == "corpus.grade" and fields["source"][0] in own
        if not is_own and not is_grade_of_own:
            yield {**row, "fields": {name: renamed(value, own) for name, value in fields.items()}}


def renamed(value, own):
    """A natural key of a row that the desk has under another id, as the key of its own."""
    return [own.get(part, part) for part in value] if isinstance(value, list) else value
