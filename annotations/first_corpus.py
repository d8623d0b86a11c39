"""Loads the first corpus: five documents with their annotations, in one transaction."""

import json
from hashlib import sha256

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.serializers import deserialize

from annotations.models import Claim, Status, Tag
from corpus.models import Article, Snapshot, Source
from corpus.models.article_order import next_sort_key

FIXTURES = settings.BASE_DIR / "fixtures"
AUTHOR = "first-corpus"
# Models whose rows are identified by name: an existing row of that name is used, unchanged. People
# are always added: the same name can be another person, and duplicates can be merged.
UNIQUE_BY_NAME = {"annotations.tag": Tag, "corpus.source": Source}


class DocumentMissing(FileNotFoundError):
    """A snapshot's bytes are not among the documents of the fixture."""

    def __init__(self, digest):
        super().__init__(
            f"No document in {FIXTURES} has the SHA-256 {digest}. "
            "Restore the original file, including its line endings."
        )


def load_first_corpus():
    """Add the first corpus, inside `acting`; returns whether it was added.

    Writes nothing if one of its articles exists, deleted or not. Raises DocumentMissing.
    """
    rows = fixture_rows()
    if is_loaded(rows):
        return False
    add(rows)
    return True


def fixture_rows():
    return json.loads((FIXTURES / "first_corpus.json").read_text(encoding="utf-8"))


def is_loaded(rows):
    ids = [row["fields"]["public_id"] for row in rows if row["model"] == "corpus.article"]
    return Article.objects.filter(public_id__in=ids).exists()


def closed_account():
    """The author's account, without sign-in, locked until the transaction ends."""
    accounts = get_user_model().objects
    # The unique name serialises two first loads: the second waits here for the first.
    accounts.get_or_create(
        username=AUTHOR, defaults={"is_active": False, "password": unusable_password()}
    )
    return accounts.select_for_update().get(username=AUTHOR)


def unusable_password():
    account = get_user_model()()
    account.set_unusable_password()
    return account.password


def add(rows):
    """Save the rows one by one, in the order of the fixture, so that each writes its history."""
    documents = [path.read_bytes() for path in sorted(FIXTURES.glob("*.txt"))]
    content = {sha256(document).hexdigest(): document for document in documents}
    to_publish = []
    for item in deserialize("python", with_existing_names(rows)):
        row = item.object
        if row.pk is not None:
            # A snapshot of the same bytes exists already.
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
        elif isinstance(row, Tag):
            row.give_way()
        row.save()
    for claim in to_publish:
        claim.publish(together_with=to_publish)


def with_existing_names(rows):
    """The rows without tags and sources that exist by name; references go to the existing ones."""
    existing_ids = {}
    for row in rows:
        if row["model"] in UNIQUE_BY_NAME:
            existing = (
                UNIQUE_BY_NAME[row["model"]].objects.present().named(row["fields"]["name"]).first()
            )
            if existing:
                existing_ids[row["fields"]["public_id"]] = existing.public_id
    for row in rows:
        fields = row["fields"]
        is_existing = row["model"] in UNIQUE_BY_NAME and fields["public_id"] in existing_ids
        is_grade_of_existing = (
            row["model"] == "corpus.grade" and fields["source"][0] in existing_ids
        )
        if not is_existing and not is_grade_of_existing:
            yield {
                **row,
                "fields": {
                    name: with_existing_ids(value, existing_ids) for name, value in fields.items()
                },
            }


def with_existing_ids(value, existing_ids):
    """A natural key with the ids of existing rows in place of those of the fixture."""
    return [existing_ids.get(part, part) for part in value] if isinstance(value, list) else value
