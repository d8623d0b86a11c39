"""Preparing batches in processes of their own."""

import io
import os
import pickle
import signal
import sys
from select import select
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from corpus.importing import early_readers, prepare, worker_process
from corpus.importing.drafts import Draft
from corpus.importing.file_list import files_at
from corpus.importing.prepare import batches_of, stripe_count, striped_batches
from corpus.importing.worker_process import (
    MAX_WAITING,
    ReaderDied,
    _has_message,
    _next_message,
    prepared_batches,
)
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

    in_process = [(list(each), each.done, each.new_words) for each in batches_of(files, {})]
    from_process = [(list(each), each.done, each.new_words) for each in prepared_batches(files, {})]
    assert from_process == in_process
    [(items, done, new_words)] = in_process
    assert {"elan", "ауезов", "plain"} <= new_words
    assert done == sum(file.size for file in files)
    assert len([item for item in items if isinstance(item, Draft)]) == 3
    assert items[-1].reason == "It cannot be read: No such file or directory."


@pytest.mark.parametrize("stripe_bytes", [1, 100, 250, 700])
@pytest.mark.parametrize("number", [1, 2, 3, 7])
def test_processes_share_the_stripes(folder, monkeypatch, stripe_bytes, number):
    """In the order of the stripes, their items are all of them, each once."""
    (folder / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + (folder / "a.jsonl").read_bytes())
    (folder / "d.jsonl").write_text("[{}]")
    (folder / "e.jsonl").write_text("")
    (folder / "f.csv").write_text("text\nOne.\nTwo.\n")
    (folder / "g.jsonl").write_text(jsonl(*({"text": f"{n}."} for n in range(30))))
    files = files_at(["."]).to_read
    (folder / "c.jsonl").unlink()
    with (folder / "g.jsonl").open("a") as grown:
        grown.write(jsonl({"text": "Written since."}) * 30)
    whole = [item for batch in batches_of(files, {}) for item in batch]

    monkeypatch.setattr(prepare, "STRIPE_BYTES", stripe_bytes)
    shares = [striped_batches(files, {}, first, number) for first in range(number)]
    merged = [
        item
        for stripe in range(stripe_count(files))
        for batch in iter(shares[stripe % number].__next__, None)
        for item in batch
    ]
    assert [list(share) for share in shares] == [[]] * number
    assert merged == whole
    assert len(whole) == 72


def test_records_of_several_processes_stay_in_order(folder, monkeypatch):
    (folder / "a.jsonl").write_text(jsonl(*({"text": long_text(n, 200)} for n in range(2_500))))
    files = files_at(["a.jsonl"]).to_read
    assert stripe_count(files) == 4
    batches = prepared_batches(files, {})
    lines = [draft.record.place.line for batch in batches for draft in batch]
    assert lines == list(range(1, 2_501))


def test_process_that_is_killed_is_told(folder, monkeypatch):
    """The others end too; a fault would show as a test that does not end."""
    processes = []

    class NotedProcess(worker_process._Process):
        def __init__(self, *request):
            super().__init__(*request)
            processes.append(self)

    monkeypatch.setattr(worker_process, "_Process", NotedProcess)
    (folder / "a.jsonl").write_text(jsonl(*({"text": long_text(n, 200)} for n in range(2_500))))
    batches = prepared_batches(files_at(["a.jsonl"]).to_read, {})
    next(batches)
    os.kill(processes[1].pid, signal.SIGKILL)
    with pytest.raises(ReaderDied, match="with status -9"):
        list(batches)
    assert all(process.returncode is not None for process in processes)
    assert len(processes) == 2


def test_who_waits_learns_whether_a_batch_is_ready(folder):
    (folder / "a.jsonl").write_text(jsonl(*({"text": long_text(n, 200)} for n in range(2_500))))
    batches = prepared_batches(files_at(["a.jsonl"]).to_read, {})
    assert not batches.is_next_ready(0)
    read = 0
    while batches.is_next_ready(60) and next(batches, None) is not None:
        read += 1
    assert read == 4
    assert batches.is_next_ready(0)


def test_a_message_that_was_buffered_with_the_one_before_it_is_ready():
    reading_end, writing_end = os.pipe()
    process = SimpleNamespace(stdout=os.fdopen(reading_end, "rb"))
    os.write(writing_end, pickle.dumps("first") + pickle.dumps("second"))
    assert _next_message(process) == "first"
    assert _has_message(process, 0)
    assert _next_message(process) == "second"
    assert not _has_message(process, 0)
    process.stdout.close()
    os.close(writing_end)


@pytest.fixture
def early(folder, monkeypatch):
    """Files whose processes are started by `start_early`; no others can be."""
    (folder / "a.jsonl").write_text(jsonl(*({"text": long_text(n, 200)} for n in range(2_500))))
    monkeypatch.setattr(sys, "executable", "/nowhere")
    early_readers.start_readers(["a.jsonl", "--column", "text=text", "--by", "chief"])
    return files_at(["a.jsonl"]).to_read


def test_processes_that_were_started_early_are_used(early):
    batches = prepared_batches(early, {"text": "text"})
    lines = [draft.record.place.line for batch in batches for draft in batch]
    assert lines == list(range(1, 2_501))


def test_process_started_early_that_fails_says_why(folder, monkeypatch, capfd):
    def fail(*_):
        raise RuntimeError("no stripes")

    (folder / "a.jsonl").write_text(jsonl(*({"text": long_text(n, 200)} for n in range(2_500))))
    monkeypatch.setattr(worker_process, "striped_batches", fail)
    early_readers.start_readers(["a.jsonl"])

    with pytest.raises(ReaderDied, match="status 1"):
        list(prepared_batches(files_at(["a.jsonl"]).to_read, {}))
    assert "RuntimeError: no stripes\n" in capfd.readouterr().err


def test_processes_read_on_while_no_batch_is_taken(folder, monkeypatch):
    """One batch is sent, some wait and one is prepared; the first is too long for a pipe."""
    reading_end, writing_end = os.pipe()

    def stripes(*_):
        for _ in range(20):
            os.write(writing_end, b".")
            yield "long" * 1_000_000

    (folder / "a.jsonl").write_text(jsonl(*({"text": long_text(n, 200)} for n in range(2_500))))
    monkeypatch.setattr(worker_process, "striped_batches", stripes)
    monkeypatch.setattr(worker_process, "_process_number", lambda _: 1)
    early_readers.start_readers(["a.jsonl"])
    prepared = [os.read(reading_end, 1) for _ in range(MAX_WAITING + 2)]
    assert prepared == [b"."] * 4
    assert not select([reading_end], [], [], 0.2)[0]
    batches = prepared_batches(files_at(["a.jsonl"]).to_read, {})
    assert next(batches) == "long" * 1_000_000
    assert os.read(reading_end, 1) == b"."
    batches.close()
    os.close(reading_end)
    os.close(writing_end)


def test_processes_that_were_started_for_other_columns_end_unused(early):
    [(_, copies)] = worker_process._early
    with pytest.raises(FileNotFoundError):
        prepared_batches(early, {"text": "body"})
    # They have been waited for.
    for copy in copies:
        with pytest.raises(ProcessLookupError):
            os.kill(copy._pid, 0)


def test_a_copy_that_is_killed_is_told(early):
    batches = prepared_batches(early, {"text": "text"})
    next(batches)
    os.kill(batches._processes[1]._pid, signal.SIGKILL)
    with pytest.raises(ReaderDied, match="with status -9"):
        list(batches)


@pytest.mark.parametrize(
    "arguments", [[], ["--format", "xyz", "a.jsonl"], ["a.jsonl", "--column", "x"], ["gone"], ["."]]
)
def test_nothing_is_started_early_for_other_arguments(folder, arguments, capfd):
    early_readers.start_readers(arguments)
    assert (worker_process._early, capfd.readouterr()) == ([], ("", ""))


def test_one_processor_reads_here(folder, monkeypatch):
    monkeypatch.setattr(worker_process.os, "cpu_count", lambda: 1)
    monkeypatch.setattr(sys, "executable", "/nowhere")
    assert len(list(prepared_batches(files_at(["."]).to_read, {}))) == 1


def test_columns_are_known_apart(folder):
    (folder / "a.jsonl").write_text(jsonl({"body": "One."}))
    batches = prepared_batches(files_at(["a.jsonl"]).to_read, {"text": "body"})
    assert [[draft.text for draft in batch] for batch in batches] == [["One."]]


def test_who_reads_no_further_ends_it(folder, capfd):
    """Nothing is left waiting; a fault would show as a test that does not end."""
    (folder / "a.jsonl").write_text(jsonl(*({"text": long_text(n)} for n in range(2_500))))
    batches = prepared_batches(files_at(["a.jsonl"]).to_read, {})
    assert len(next(batches)) == 1_000
    batches.close()
    assert capfd.readouterr().err == ""


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
