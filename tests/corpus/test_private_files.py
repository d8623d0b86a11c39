import stat

from corpus.private_files import draft_beside, write_through


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_draft_beside_is_private(tmp_path):
    draft = draft_beside(tmp_path / "new" / "accounts.txt")
    assert (mode_of(draft), draft.read_bytes()) == (0o600, b"")
    assert (mode_of(draft.parent), draft.parent) == (0o700, tmp_path / "new")


def test_draft_beside_twice(tmp_path):
    assert draft_beside(tmp_path / "a") != draft_beside(tmp_path / "a")


def test_write_through_keeps_mode(tmp_path):
    draft = draft_beside(tmp_path / "a")
    write_through(draft, "naïve\n")
    assert (mode_of(draft), draft.read_bytes()) == (0o600, "naïve\n".encode())
