"""Preparing batches in a process of their own."""

import io
import sys

import pytest
from django.core.management import call_command

from corpus.importing import worker_process
from corpus.importing.drafts import Draft
from corpus.importing.file_list import files_at
from corpus.importing.prepare import batches_of
from corpus.importing.worker_process import ReaderDied, prepared_batches
from corpus.models import Article, ArticleIndex, Sketch
from tests.corpus.importing.reading import jsonl, long_text, row_counts
from tests.corpus.importing.test_command import run
from tests.support.factories import ADMINISTRATORS, make_user

ROWS = [
    {"text": long_text(1), "title": "Élan", "url": "https://x.org/1", "published": "2021-08"},
    {"text": long_text(2), "byline": "Олжас Ауезов", "published": "soon"},
    {"text": "\ud800 half a pair"},
    {"title": "No text"},
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with three files, of which one cannot be read."""
    (tmp_path / "a.jsonl").write_text(jsonl(*ROWS) + "{broken\n")
    (tmp_path / "b.txt").write_text("Title: Plain\n\nA plain text.\n")
    (tmp_path / "c.jsonl").write_text(jsonl({"text": "Gone."}))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(worker_process, "MIN_PROCESS_BYTES", 0)
    monkeypatch.setattr(worker_process.os, "cpu_count", lambda: 2)
    return tmp_path


def test_batches_are_the_same_apart(folder):
    files = files_at(["."]).to_read
    (folder / "c.jsonl").unlink()

    in_process = [(list(batch), batch.done) for batch in batches_of(files, {})]
    from_process = [(list(batch), batch.done) for batch in prepared_batches(files, {})]
    assert from_process == in_process
    [(items, done)] = in_process
    assert done == sum(file.size for file in files)
    assert len([item for item in items if isinstance(item, Draft)]) == 3
    assert items[-1].reason == "It cannot be read: No such file or directory."


def test_one_processor_reads_here(folder, monkeypatch):
    monkeypatch.setattr(worker_process.os, "cpu_count", lambda: 1)
    monkeypatch.setattr(sys, "executable", "/nowhere")
    assert len(list(prepared_batches(files_at(["."]).to_read, {}))) == 1


def test_columns_are_known_apart(folder):
    (folder / "a.jsonl").write_text(jsonl({"body": "One."}))
    batches = prepared_batches(files_at(["a.jsonl"]).to_read, {"text": "body"})
    assert [[draft.text for draft in batch] for batch in batches] == [["One."]]


def test_who_reads_no_further_ends_it(folder):
    """Nothing is left waiting; a fault would show as a test that does not end."""
    (folder / "a.jsonl").write_text(jsonl(*({"text": long_text(n)} for n in range(2_500))))
    batches = prepared_batches(files_at(["a.jsonl"]).to_read, {})
    assert len(next(batches)) == 1_000
    batches.close()


@pytest.mark.django_db
def test_what_is_imported_is_found_by_the_words_that_its_rows_have(folder):
    make_user(ADMINISTRATORS, "chief")
    (folder / "c.jsonl").write_text(jsonl({"text": long_text(1), "title": "Twice"}))
    assert run(folder)[0] == 1
    assert Article.objects.count() == 4

    index_rows = list(ArticleIndex.objects.order_by("pk").values())
    sketches = list(Sketch.objects.order_by("pk").values())
    counts = row_counts()
    call_command("rebuild_search", stdout=io.StringIO())
    assert list(ArticleIndex.objects.order_by("pk").values()) == index_rows
    assert list(Sketch.objects.order_by("pk").values()) == sketches
    assert row_counts() == counts
    assert counts["NearDuplicate"] == 1


@pytest.mark.django_db
def test_reader_that_dies_is_told(folder, monkeypatch):
    make_user(ADMINISTRATORS, "chief")
    dying = folder / "dying"
    dying.write_text("#!/bin/sh\nexit 3\n")
    dying.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(dying))
    with pytest.raises(ReaderDied):
        list(prepared_batches(files_at(["a.jsonl"]).to_read, {}))
    status, message, _ = run("a.jsonl")
    assert (status, message.partition(".")[0]) == (1, "Reading ended early, with status 3")
