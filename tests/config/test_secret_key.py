import stat
from concurrent.futures import ThreadPoolExecutor

from config.secret_key import stored_secret_key
from config.site_url import refuse_weak


def test_kept_secret_key_is_kept(tmp_path):
    directory = tmp_path / "new" / "var"
    key = stored_secret_key(directory)
    assert stored_secret_key(directory) == key
    assert [path.name for path in directory.iterdir()] == ["secret_key"]


def test_kept_secret_key_is_private(tmp_path):
    directory = tmp_path / "var"
    stored_secret_key(directory)
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert stat.S_IMODE((directory / "secret_key").stat().st_mode) == 0o600


def test_kept_secret_key_is_strong(tmp_path):
    refuse_weak(debug=False, secret_key=stored_secret_key(tmp_path), allowed_hosts=[])


def test_kept_secret_key_two_at_once(tmp_path):
    for attempt in range(20):
        directory = tmp_path / str(attempt)
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(stored_secret_key, [directory] * 8))
        assert keys == {(directory / "secret_key").read_text().strip()}
