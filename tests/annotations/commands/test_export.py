import json

import pytest
from django.core.management import CommandError, call_command

from annotations.formats import json_lines
from annotations.interchange.desk_entries import desk_entries
from annotations.models import Passage
from tests.support.factories import make_article, make_passage, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def passages():
    article, other = make_article("Kabul fell, he said."), make_article("Herat held.")
    return [
        make_passage(article, "Kabul fell", by=make_user(), tags=["cities"], note="“?”\nSee b."),
        make_passage(other, "Herat", by=make_user()),
    ]


def test_all_passages_come_back_as_they_are(passages, tmp_path, capsys):
    call_command("export", str(tmp_path / "desk.jsonl"), format="jsonl")

    with (tmp_path / "desk.jsonl").open("rb") as file:
        assert list(json_lines.loads(file)) == list(desk_entries(Passage.objects.all()))
    assert capsys.readouterr().err == "Passages: 2. Articles: 2.\n"


def test_query_chooses_the_passages_of_every_member(passages, tmp_path):
    call_command("export", str(tmp_path / "a"), format="jsonl", query="Kabul")
    call_command("export", str(tmp_path / "b"), format="jsonl", query="tag:cities")

    expected = list(desk_entries(Passage.objects.filter(pk=passages[0].pk)))
    for name in "ab":
        with (tmp_path / name).open("rb") as file:
            assert list(json_lines.loads(file)) == expected


def test_what_a_format_cannot_hold_is_said(passages, capfd):
    call_command("export", "-", format="doccano")

    shown = capfd.readouterr()
    labels = [json.loads(line)["label"] for line in shown.out.splitlines()]
    assert labels == [[[0, 10, "cities"]], []]
    assert "Not in the file: passages without a tag" in shown.err


def test_file_that_exists_is_not_overwritten(passages, tmp_path):
    path = tmp_path / "notes"
    path.write_text("Mine.")

    with pytest.raises(CommandError, match="notes exists already"):
        call_command("export", str(path), format="jsonl")

    assert path.read_text() == "Mine."


def test_folder_that_is_missing_is_named(passages, tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("export", str(tmp_path / "none" / "desk.jsonl"), format="jsonl")

    assert list(tmp_path.iterdir()) == []


def test_failed_export_leaves_no_file(passages, tmp_path, monkeypatch):
    def fail(entries):
        yield b"one line\n"
        raise RuntimeError

    monkeypatch.setattr(json_lines, "dumps", fail)

    with pytest.raises(RuntimeError):
        call_command("export", str(tmp_path / "desk.jsonl"), format="jsonl")

    assert list(tmp_path.iterdir()) == []


def test_query_that_cannot_be_parsed_is_refused(passages, tmp_path):
    with pytest.raises(CommandError):
        call_command("export", str(tmp_path / "desk.jsonl"), format="jsonl", query="( )")

    assert list(tmp_path.iterdir()) == []
