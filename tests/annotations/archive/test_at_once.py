"""What an archive holds while others write, and what a desk holds after an archive was refused."""

from threading import Thread
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection, transaction

from annotations.archive.loading import load_archive, refuse_unless_empty
from annotations.archive.refusal import ArchiveRefused
from annotations.archive.writing import one_moment, write_archive
from corpus.models import Article, WordForm
from tests.support.archives import rewritten
from tests.upgrades.elsewhere import elsewhere
from tests.upgrades.test_archives import STORED


def write_meanwhile():
    """Commit a row in a connection of its own, as a colleague does."""

    def write():
        User.objects.create_user("colleague")
        connection.close()

    colleague = Thread(target=write)
    colleague.start()
    colleague.join(timeout=60)
    assert not colleague.is_alive()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_archive_is_of_one_moment_and_lets_others_write():
    with one_moment():
        before = User.objects.count()
        write_meanwhile()
        assert User.objects.count() == before
    assert User.objects.count() == before + 1


@pytest.mark.django_db
def test_an_archive_is_refused_inside_a_transaction(tmp_path):
    with transaction.atomic(), pytest.raises(RuntimeError, match="outside of transactions"):
        write_archive(tmp_path / "desk.zip")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def refused(tmp_path_factory, django_db_setup, django_db_blocker):
    """Why an archive was refused whose fifth table breaks a rule of the database; its desk."""
    directory = tmp_path_factory.mktemp("refused")

    def twice(rows):
        rows[1]["public_id"] = rows[0]["public_id"]
        return rows

    path = rewritten(STORED[-1], directory / "twice.zip", "corpus_source", twice)
    with django_db_blocker.unblock(), elsewhere(directory, is_migrated=True):
        groups = Group.objects.count()
        with pytest.raises(ArchiveRefused) as refusal:
            load_archive(path)
        yield SimpleNamespace(message=str(refusal.value), groups=groups)


@pytest.mark.django_db
def test_an_archive_that_breaks_a_rule_leaves_the_desk_empty(refused):
    assert refused.message.startswith("tables/corpus_source.jsonl cannot be stored: ")
    refuse_unless_empty()
    assert Group.objects.count() == refused.groups
    assert (Article.objects.count(), WordForm.objects.count()) == (0, 0)
