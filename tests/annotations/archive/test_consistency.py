"""An archive whose digests fit and whose rows do not fit each other is refused, saying where."""

import json
from functools import partial

import pytest

from annotations.archive.json_text import parse_json
from annotations.archive.loading import load_archive
from annotations.archive.reading import check_archive
from annotations.archive.refusal import ArchiveRefused
from annotations.archive.writing import write_archive
from annotations.models import Passage
from tests.support.archives import rewritten
from tests.upgrades import rows
from tests.upgrades.elsewhere import elsewhere

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def archive(tmp_path_factory, django_db_setup, django_db_blocker):
    directory = tmp_path_factory.mktemp("consistency")
    path = directory / "desk.zip"
    with django_db_blocker.unblock(), elsewhere(directory, is_migrated=True):
        rows.fill()
        write_archive(path)
    return path


@pytest.fixture
def changed_archive(archive, tmp_path):
    return partial(rewritten, archive, tmp_path / "changed.zip")


def changed(column, value, where=lambda row: True):
    """Change a column of the first row for which `where` holds; a function takes the value."""

    def change(table_rows):
        row = next(filter(where, table_rows))
        row[column] = value(row[column]) if callable(value) else value
        return table_rows

    return change


def longer(text):
    return f"{text} More."


def is_former(row):
    return row["text"] != ""


def without_former(table_rows):
    return [row for row in table_rows if not is_former(row)]


CASES = {
    "another text of the article": (
        "corpus_article",
        changed("text", longer),
        r"corpus_revision.jsonl, line \d+: this is the newest text of article 1, which has another",
    ),
    "another digest of the newest text": (
        "corpus_revision",
        changed("sha256", lambda digest: digest[:-1] + "0g"[digest[-1] == "0"]),
        r"line 1: this is the newest text of article 1, which has another one",
    ),
    "another text before a correction": (
        "corpus_revision",
        changed("text", longer, is_former),
        r"line \d+: sha256 is not that of its text",
    ),
    "a text after the newest": (
        "corpus_revision",
        changed("number", 9),
        r"line 1: number is 9; the newest text of article 1 is \d",
    ),
    "a newest text that is not there": (
        "corpus_article",
        changed("revision_number", 7, lambda row: row["id"] == 1),
        r"corpus_revision.jsonl, line 1: sha256 is not that of its text",
    ),
    "no texts before corrections": (
        "corpus_revision",
        without_former,
        r"names row \d+ of corpus_revision, which is missing",
    ),
    "a placement in the text of another article": (
        "annotations_passage",
        changed("article_id", lambda key: 2 if key == 1 else 1),
        r"annotations_placement.jsonl, line \d+: passage \d+ is not of the article of revision \d+",
    ),
    "another length of a text": (
        "annotations_placement",
        changed("text_length", 1_000_000),
        r"line 1: text_length is 1000000, and the text of revision \d+ has \d+ characters",
    ),
    "another record of a publication": (
        "annotations_publication",
        changed("record", lambda record: record.replace("1", "2", 1)),
        r"line 1: sha256 is not that of its record",
    ),
    "a publication without an author": (
        "annotations_publication",
        changed("published_by_id", None),
        r"line 1, published_by_id: must not be null",
    ),
    "a publication by nobody": (
        "annotations_publication",
        changed("published_by_id", 999),
        r"line 1: published_by_id names row 999 of auth_user, which is missing",
    ),
    "a publication of another claim": (
        "annotations_publication",
        changed("claim_id", lambda key: key % 2 + 1),
        r"annotations_claim.jsonl, line \d+: publication_id names a publication of claim \d+",
    ),
}


def with_other_quotes(table_rows):
    return [row | {"quote": "Words that stand nowhere"} for row in table_rows]


def with_spaced_quotes(table_rows):
    return [row | {"quote": f"“{row['quote'].replace(' ', '  ')}”"} for row in table_rows]


@pytest.fixture(scope="module")
def loaded(archive, tmp_path_factory, django_db_setup, django_db_blocker):
    """What becomes of archives with other quotes: why each is refused, or its passages."""
    outcomes = {}
    for change in (with_other_quotes, with_spaced_quotes):
        directory = tmp_path_factory.mktemp("quotes")
        path = rewritten(archive, directory / "changed.zip", "annotations_passage", change)
        with django_db_blocker.unblock(), elsewhere(directory, is_migrated=True):
            try:
                load_archive(path)
            except ArchiveRefused as refusal:
                outcomes[change] = str(refusal)
            outcomes[change] = outcomes.get(change), Passage.objects.count()
    return outcomes


def test_a_quote_that_is_not_at_its_place_is_refused(loaded):
    refusal, passages = loaded[with_other_quotes]
    assert refusal == (
        "tables/annotations_passage.jsonl, id 1: its quote “Words that stand nowhere” is not what "
        "stands at its place in any text of its article."
    )
    assert passages == 0


def test_quotes_that_differ_in_white_space_and_punctuation_come_in(loaded):
    refusal, passages = loaded[with_spaced_quotes]
    assert (refusal, passages > 5) == (None, True)


def test_the_archive_itself_is_whole(archive):
    assert check_archive(archive).version == 1


@pytest.mark.parametrize("case", CASES)
def test_rows_that_do_not_fit_each_other_are_refused(changed_archive, case):
    table, change, message = CASES[case]
    with pytest.raises(ArchiveRefused, match=message):
        check_archive(changed_archive(table, change))


def test_an_article_without_one_of_its_texts_is_refused(archive, tmp_path):
    def is_first(row):
        return row["article_id"] == 1 and row["text"] == ""

    later = changed("number", lambda number: number + 1, is_first)
    path = rewritten(archive, tmp_path / "later.zip", "corpus_revision", later)
    more = changed("revision_number", lambda number: number + 1, lambda row: row["id"] == 1)
    message = r"corpus_article.jsonl, line 1: revision_number is 2, and the archive has 1 of its"
    with pytest.raises(ArchiveRefused, match=message):
        check_archive(rewritten(path, tmp_path / "more.zip", "corpus_article", more))


@pytest.mark.parametrize(
    ("name", "numbers", "message"),
    [
        ("tables", {"rows": 10**6}, r"auth_group.jsonl has \d rows; the manifest: 1,000,000"),
        ("tables", {"bytes": 10**6}, r"auth_group.jsonl has [\d,]+ bytes; the manifest: 1,000,000"),
        ("originals", {"bytes": 10**6}, r"names \d+ originals of 1,000,000 bytes, and the rows of"),
        ("originals", {"number": 10**6}, r"holds \d+ originals, and manifest.json says 1,000,000"),
    ],
)
def test_counts_of_the_manifest_are_those_of_the_file(changed_archive, name, numbers, message):
    def edit(manifest):
        entry = manifest[name][0] if name == "tables" else manifest[name]
        entry |= numbers

    path = changed_archive("auth_group", lambda table_rows: table_rows, edit)
    with pytest.raises(ArchiveRefused, match=message):
        check_archive(path)


def test_an_original_that_no_row_names_is_refused(changed_archive):
    path = changed_archive("corpus_snapshot", lambda table_rows: table_rows[:-1])
    with pytest.raises(ArchiveRefused, match=r"\d originals of [\d,]+ bytes|which is missing"):
        check_archive(path)


@pytest.mark.parametrize("text", ['{"id": 1, "id": 1}', '[{"a": {"b": 1, "c": 2, "b": 3}}]'])
def test_a_key_that_stands_twice_is_refused(text):
    with pytest.raises(ValueError, match=r"the key '(id|b)' stands twice"):
        parse_json(text)


def test_a_row_with_a_key_twice_is_refused_with_its_place(changed_archive):
    def twice(table_rows):
        lines = "".join(f"{json.dumps(row)}\n" for row in table_rows)
        return lines.replace('{"id": 1,', '{"id": 2, "id": 1,', 1).encode()

    message = r"corpus_source.jsonl, line 1: no JSON: the key 'id' stands twice"
    with pytest.raises(ArchiveRefused, match=message):
        check_archive(changed_archive("corpus_source", twice))
