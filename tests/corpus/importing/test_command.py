"""`manage.py import_articles`, as it is called."""

import io
import multiprocessing
import signal
import time
from itertools import count
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from corpus.importing.batches import split_batches
from corpus.importing.loader import Loader
from corpus.importing.progress import Progress, progress_line
from corpus.management.commands import import_articles
from corpus.models import Article, Retrieval, Revision
from tests.corpus.importing.reading import jsonl, long_text, row_counts
from tests.support.factories import ADMINISTRATORS, EDITORS, make_user

ROWS = [
    {"url": "https://x.org/1", "text": "One.", "source": "The Wire"},
    {"url": "https://x.org/2", "text": "Two.", "published": "soon"},
    {"url": "https://x.org/3", "title": "No text"},
    {"url": "https://x.org/4", "text": "Four."},
]


@pytest.fixture
def administrator(db):
    return make_user(ADMINISTRATORS, "chief")


def run(*arguments):
    """(exit status, what was written to stdout, the lines written to stderr)."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("import_articles", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as ended:
        status = ended.code
    except CommandError as error:
        return error.returncode, str(error), []
    return status, out.getvalue(), err.getvalue().splitlines()


def counted(out):
    return out.partition(" refused")[0]


def test_import_reports_bad_records_and_takes_the_rest(administrator, tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text(jsonl(*ROWS) + "{broken\n")
    status, out, err = run(path)

    assert status == 1
    assert (
        counted(out) == "5 records read: 3 new, 0 the same, 0 with a different text, 0 updated, 2"
    )
    assert "New sources to complete and grade: The Wire, x.org." in out
    assert [line.partition(":")[0] for line in err] == [
        "news.jsonl, line 2, published",
        "news.jsonl, line 3, text",
        "news.jsonl, line 5",
    ]
    assert err[0].endswith("(imported without it)")
    assert Article.objects.count() == 3
    assert (
        Revision.objects.values_list("created_by__username", flat=True).distinct().get() == "chief"
    )


def test_import_again_changes_nothing(administrator, tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text(jsonl(*ROWS[:2]))
    assert run(path)[0] == 0
    before = row_counts()
    assert counted(run(path)[1]).startswith("2 records read: 0 new, 2 the same")
    assert row_counts() == before


def test_dry_run_changes_nothing(administrator, tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text(jsonl(*ROWS[:2]))
    before = row_counts()
    status, out, _ = run(path, "--dry-run")
    assert (status, counted(out)[:29]) == (0, "2 records read: 2 new, 0 the ")
    assert "nothing was changed" in out
    assert row_counts() == before


def test_update_makes_other_texts_the_texts_to_read(administrator, tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text(jsonl(ROWS[0]))
    run(path)
    path.write_text(jsonl(ROWS[0] | {"text": "One, corrected."}))
    assert "1 with a different text" in run(path)[1]
    assert "1 updated" in run(path, "--update")[1]
    assert Article.objects.get().text == "One, corrected."


def test_folder_with_columns_source_language_and_member(administrator, tmp_path):
    member = make_user(EDITORS, "pat")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.jsonl").write_text(jsonl({"body": "One."}))
    (tmp_path / "b.csv").write_text("body\nTwo.\n")
    (tmp_path / "notes.bin").write_bytes(b"\x00")
    named = ["--column", "text=body", "--source", "The Wire", "--language", "uk", "--by", "pat"]
    status, out, err = run(tmp_path, *named)

    assert (status, err) == (0, ["notes.bin: left out: its format is not recognised."])
    assert "skipped" not in out
    articles = Article.objects.order_by("text").values_list("text", "source__name", "language")
    assert list(articles) == [("One.", "The Wire", "uk"), ("Two.", "The Wire", "uk")]
    assert {each.created_by for each in Revision.objects.all()} == {member}


PAGE = """<!doctype html><html lang=en><head><title>{title}</title>
<link rel="canonical" href="{url}"></head><body><article><h1>{title}</h1><p>{text}</p></article>
</body></html>"""
APPLES = "Apples were sold at the market on Monday for twice the price of last year."
WARSHIPS = "Three warships left the harbour before dawn, and nobody would say why."


@pytest.mark.parametrize("options", [[], ["--update"]], ids=["first", "update"])
@pytest.mark.parametrize("url", ["https://root.example/", "https://paper.example/app"])
def test_pages_that_state_one_address_are_articles_of_their_own(
    administrator, tmp_path, url, options
):
    paths = [tmp_path / "apples.html", tmp_path / "warships.html"]
    for path, text in zip(paths, (APPLES, WARSHIPS), strict=True):
        path.write_text(PAGE.format(title=path.stem.title(), url=url, text=text))
    run(paths[0])
    status, out, err = run(paths[1], *options)

    assert (status, counted(out)[:24]) == (0, "1 records read: 1 new, 0")
    articles = Article.objects.order_by("title").values_list("title", "text", "url")
    assert list(articles) == [("Apples", APPLES, url), ("Warships", WARSHIPS, url)]
    is_told = "1 of the new articles have the address of another article" in out
    if "root" in url:
        assert (is_told, err) == (False, [])
    else:
        address = Article.objects.get(title="Apples").get_absolute_url()
        line = f"warships.html: “Warships” has the same address as “Apples” ({address}), but "
        assert (is_told, len(err), err[0].startswith(line)) == (True, 1, True)
        assert err[0].endswith("as separate articles. (imported anyway)")
    before = row_counts()
    for again in ([*paths, *options], [*reversed(paths), "--update"], [tmp_path]):
        assert counted(run(*again)[1]).startswith("2 records read: 0 new, 2 the same")
    assert row_counts() == before


def test_items_of_a_feed_with_one_address_stay_articles_of_their_own(administrator, tmp_path):
    path = tmp_path / "flash.rss"
    items = "".join(
        f"<item><title>Flash {n}</title><link>https://paper.example/flash</link>"
        f"<description>Flash {n}. {APPLES}</description></item>"
        for n in range(3)
    )
    path.write_text(f"<rss><channel><title>Paper</title>{items}</channel></rss>")
    assert counted(run(path, "--update")[1]).startswith("3 records read: 3 new, 0 the same")
    before = row_counts()
    for options in ([], ["--update"]):
        assert counted(run(path, *options)[1]).startswith("3 records read: 0 new, 3 the same")
    assert row_counts() == before


WRONG = {
    "nobody of that name": ["--by", "nobody"],
    "no format": ["--format", "pdf"],
    "no such column": ["--column", "body=text"],
    "no column": ["--column", "text"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_usage_ends_with_2(administrator, tmp_path, arguments):
    path = tmp_path / "news.jsonl"
    path.write_text(jsonl(ROWS[0]))
    assert run(path, *arguments)[0] in (1, 2)
    assert Article.objects.count() == 0


def test_what_cannot_be_read_ends_with_2(administrator, tmp_path):
    (tmp_path / "empty").mkdir()
    assert run(tmp_path / "nowhere.jsonl")[0] == 2
    assert run(tmp_path / "empty")[0] == 2
    (tmp_path / "picture.jsonl").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert run(tmp_path / "picture.jsonl")[0] == 2


@pytest.mark.django_db
def test_without_administrators_somebody_must_be_named(tmp_path):
    (tmp_path / "a.jsonl").write_text(jsonl(ROWS[0]))
    assert run(tmp_path / "a.jsonl") == (2, "Name the account to act for: --by USER.", [])


# Progress.


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_one_line_on_a_terminal_and_lines_elsewhere():
    output = {}
    for stream in (Terminal(), io.StringIO()):
        ticks = iter([0, 0, 60, 60.1, 120])
        progress = Progress(stream, 1000, clock=lambda ticks=ticks: next(ticks))
        progress._shown_at = 0
        progress.show(5, 10)
        progress.show(600, 250)
        progress.show(601, 251)
        progress.show(900, 1000, "a.zip/b.pdf")
        output[type(stream)] = stream.getvalue()
    assert (
        output[io.StringIO] == "600 records, 25 %, 10 a second, 3 min left\n"
        "900 records, 100 %, 8 a second, a.zip/b.pdf\n"
    )
    assert output[Terminal].count("\r") == 2
    assert "\n" not in output[Terminal]


def test_progress_says_time_left():
    assert progress_line(1, 0, 100, 0) == "1 record, 0 %"
    assert progress_line(50, 50, 100, 10) == "50 records, 50 %, 5 a second, 10 s left"
    assert progress_line(50, 1, 10_000, 10) == "50 records, 0 %, 5 a second, 27.8 h left"


# Killed in between.

RECORDS = 300
KILLS = 3
forked = multiprocessing.get_context("fork")


def importing(path, stops_after=None):
    """A process that imports in batches of ten; answers it and a pipe on which each is told.

    It stops once so many are saved.
    """
    messages, tells = forked.Pipe(duplex=False)
    numbers = count(1)

    def save_and_tell(loader, items, save=Loader.save):
        counts = save(loader, items)
        tells.send("saved")
        if next(numbers) == stops_after:
            signal.pause()
        return counts

    def run_in_child():
        Loader.save = save_and_tell
        split_batches.__defaults__ = (10,)
        call_command("import_articles", path, "--by", "killed", stdout=io.StringIO())

    # A connection that two processes share would be broken by both.
    connections.close_all()
    process = forked.Process(target=run_in_child)
    process.start()
    return process, messages


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("address", [{}, {"url": "https://paper.example/app"}], ids=["no", "one"])
def test_killed_import_is_whole_after_another(tmp_path, address):
    make_user(ADMINISTRATORS, "killed")
    path = tmp_path / "news.jsonl"
    rows = [
        {"text": long_text(n, 20 + n % 7), "source": f"s{n % 5}.org", **address}
        for n in range(RECORDS)
    ]
    path.write_text(jsonl(*rows))
    lots = Random(5)
    for _ in range(KILLS):
        before = Article.objects.count()
        process, messages = importing(path)
        # Some batches are in, and others are not: from here on anything may be cut off.
        for _ in range(before // 10 + 2):
            messages.recv()
        time.sleep(lots.random() / 20)
        process.kill()
        process.join()
        assert before < Article.objects.count() < RECORDS
        assert is_whole()
    assert run(path, "--by", "killed")[0] == 0

    assert Article.objects.count() == RECORDS
    assert is_whole()


def is_whole():
    """Whether every article has all that belongs to it, once."""
    texts = set(Article.objects.values_list("text", flat=True))
    articles = Article.objects.count()
    parts = [
        Revision.objects.filter(number=1).count(),
        Retrieval.objects.values("snapshot").distinct().count(),
        Article.history.count(),
        Article.objects.exclude(index=None).count(),
        Article.objects.exclude(sketch=None).count(),
    ]
    return len(texts) == articles and parts == [articles] * len(parts)


def test_files_of_a_folder_that_are_no_articles_are_named_before(administrator, tmp_path):
    (tmp_path / "a.txt").write_text("The convoy left at dawn.")
    (tmp_path / "README.txt").write_text("What is in this folder.")
    (tmp_path / "LICENSE").write_text("Free to use.")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    (tmp_path / "voice.mp3").write_bytes(b"ID3\x03")
    _, _, err = run(tmp_path)
    assert err == [
        "LICENSE: left out: its name is that of a note about files.",
        "README.txt: left out: its name is that of a note about files.",
        "photo.png: left out: an image; only text can be imported.",
        "voice.mp3: left out: a recording; import its transcript as text.",
    ]
    assert list(Article.objects.values_list("text", flat=True)) == ["The convoy left at dawn."]
    run(tmp_path / "README.txt")
    assert Article.objects.count() == 2


def test_limits_that_the_system_does_not_set_are_named_for_foreign_files(
    administrator, tmp_path, monkeypatch
):
    monkeypatch.setattr(import_articles, "missing_limits", lambda: ["memory is not limited: a"])
    (tmp_path / "a.txt").write_text("The convoy left at dawn.")
    assert run(tmp_path)[2] == []
    (tmp_path / "b.dat").write_bytes(b"Message-ID: <a@x.org>\nSubject: A\n\nIt came back.")
    _, _, err = run(tmp_path)
    assert err == ["Files of other programs are read with less care: memory is not limited: a."]
    assert Article.objects.get(title="A").text == "It came back."


def test_files_of_a_folder_are_excluded_by_name_folder_and_path(administrator, tmp_path):
    for name in ("a.txt", "b.TXT", "c.htm", "wire/d.txt", "wire/e.txt", "wire/x/f.txt", "x/g.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(name)
    patterns = ("*.htm", "wire/e*", "x/", "none")
    _, _, err = run(tmp_path, *(f"--exclude={each}" for each in patterns))
    assert err == [
        "No file matches --exclude none.",
        "c.htm: left out: excluded by *.htm.",
        "wire/e.txt: left out: excluded by wire/e*.",
        "wire/x/f.txt: left out: excluded by x/.",
        "x/g.txt: left out: excluded by x/.",
    ]
    texts = Article.objects.order_by("text").values_list("text", flat=True)
    assert list(texts) == ["a.txt", "b.TXT", "wire/d.txt"]
    # A file that is named itself is read.
    run(tmp_path / "x" / "g.txt", "--exclude=*.txt", "--exclude=x")
    assert Article.objects.filter(text="x/g.txt").count() == 1
