import sqlite3

import pytest

from corpus.db.refused_backup import BackupRefused
from corpus.db.sqlite_copies import check


def test_a_copy_with_damaged_names_is_refused(tmp_path):
    path = tmp_path / "desk.sqlite3"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE words (word)")
    database.execute("CREATE INDEX by_word ON words (word)")
    database.close()
    content = path.read_bytes()
    damaged = content.replace(b"CREATE INDEX", b"CREATE INDEY").replace(b"by_word", b"by\x92word")
    path.write_bytes(damaged)
    with pytest.raises(BackupRefused) as refusal:
        check(path)
    assert str(refusal.value) == f"{path} is damaged: its names cannot be read."
