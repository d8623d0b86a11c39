"""The command `export`, which writes what a member sees to a file."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from annotations.formats import json_lines
from annotations.interchange.desk_entries import desk_entries
from annotations.models import Passage
from corpus.models import Action
from tests.support.factories import (
    ADMINISTRATORS,
    make_article,
    make_evidence,
    make_passage,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def administrator():
    return make_user(ADMINISTRATORS)


def test_passages_of_a_search_are_written_and_logged(tmp_path, administrator):
    article = make_article("The convoy left. Nobody saw it.")
    make_passage(article, "Nobody saw it", tags=["a", "b"])
    make_passage(article, "The convoy left")
    file = tmp_path / "out.csv"
    call_command("export", str(file), format="csv", query="nobody", tags="rows", no_bom=True)
    rows = list(csv.DictReader(io.StringIO(file.read_text(), newline="")))
    assert [(row["quote"], row["tag"]) for row in rows] == [
        ("Nobody saw it", "a"),
        ("Nobody saw it", "b"),
    ]
    assert [each.name for each in tmp_path.iterdir()] == ["out.csv"]
    logged = Action.objects.filter(kind="passages.export").values_list("by")
    assert list(logged) == [(administrator.pk,)]


def test_evidence_goes_to_standard_output(capsysbinary):
    claim = make_evidence().claim
    call_command("export", "-", format="jsonl", what="claims", table="evidence")
    [line] = capsysbinary.readouterr().out.splitlines()
    assert json.loads(line)["claim"] == claim.public_id


def test_passages_come_back_as_they_are(tmp_path):
    make_passage(make_article("Kabul fell."), "Kabul", tags=["cities"], note="“?”\nSee b.")
    make_passage()
    file = tmp_path / "desk.jsonl"
    call_command("export", str(file), format="twosource")
    with file.open("rb") as written:
        assert list(json_lines.loads(written)) == list(desk_entries(Passage.objects.all()))


def test_what_a_format_cannot_hold_is_said(capfd):
    make_passage(make_article("Kabul fell."), "Kabul", tags=["cities"])
    call_command("export", "-", format="doccano")
    shown = capfd.readouterr()
    assert json.loads(shown.out)["label"] == [[0, 5, "cities"]]
    assert "Not in the file: untagged passages, unplaced passages, pieces of a passage" in shown.err


def test_failed_export_leaves_the_folder_as_it_was(tmp_path, monkeypatch):
    def fail(entries):
        yield b"one line\n"
        raise RuntimeError

    monkeypatch.setattr(json_lines, "dumps", fail)
    with pytest.raises(RuntimeError):
        call_command("export", str(tmp_path / "desk.jsonl"), format="twosource")
    assert list(tmp_path.iterdir()) == []


def test_workbook_is_written_whole(tmp_path):
    make_passage()
    file = tmp_path / "out.xlsx"
    call_command("export", str(file), format="xlsx")
    assert file.read_bytes()[:4] == b"PK\x03\x04"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"query": '""'}, 'No words in “""”.'),
        ({"by": "nobody"}, "There is no active account 'nobody'."),
        ({"table": "evidence"}, "Choose as table: passages; tags=rows; bom=0."),
    ],
)
def test_what_cannot_be_exported_is_refused_and_leaves_the_file(tmp_path, options, message):
    file = tmp_path / "out.csv"
    file.write_text("earlier")
    with pytest.raises(CommandError) as refusal:
        call_command("export", str(file), format="csv", **options)
    assert str(refusal.value) == message
    assert file.read_text() == "earlier"


def test_folder_that_is_missing_is_named(tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command("export", str(tmp_path / "none" / "out.csv"), format="csv")
