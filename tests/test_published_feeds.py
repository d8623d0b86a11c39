"""The command that reads published feeds."""

from tests.published_feeds import main

FEED = "<rss><channel><item><title>{0}</title><description>{0}</description></item></channel></rss>"


def test_feeds_of_a_folder_are_read_and_wrong_letters_are_named(tmp_path, capsys):
    (tmp_path / "a.xml").write_text(FEED.format("Straße"))
    # Nothing says in which encoding this letter is.
    (tmp_path / "b.xml").write_bytes(FEED.format("Straße").encode("cp1252"))
    (tmp_path / "c.rss").write_text(FEED.format(""))
    assert main([tmp_path]) == 0
    *wrong, totals = capsys.readouterr().out.splitlines()
    assert wrong == [f"{tmp_path}/b.xml, item 1: ß"]
    assert totals.startswith(
        "3 feeds, 1 of them without an entry that is read; 2 entries in, 1 refused, 1 remarks, "
        "1 with letters that the feed has not; "
    )


def test_folder_without_feeds_fails(tmp_path):
    assert main([tmp_path]) == 1
