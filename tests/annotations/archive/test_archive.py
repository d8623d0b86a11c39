"""A desk, its archive, and the same desk again on either database."""

import json
import re
import zipfile
from hashlib import sha256
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from annotations.archive import versions
from annotations.archive.loading import NotEmpty, load_archive
from annotations.archive.reading import check_archive
from annotations.archive.refusal import ArchiveRefused
from annotations.archive.tables import NOT_ARCHIVED, archived_tables
from annotations.archive.versions import Upgrade
from annotations.archive.writing import write_archive
from annotations.models import Claim, PassageTag, Tag
from annotations.search.query import parse_query
from corpus.models import Action, Article, Sketch
from corpus.models.near_duplicate import SketchHash
from corpus.search.parser import parse
from corpus.search_index.rebuild import indexed_models
from corpus.undo.undo import undo
from tests.support.acts import act
from tests.upgrades import rows
from tests.upgrades.elsewhere import elsewhere

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def desk(tmp_path_factory, django_db_setup, django_db_blocker):
    """A full desk: its archive, and that of a desk made from it, which is the default database."""
    directory = tmp_path_factory.mktemp("archive")
    first, second = directory / "first.zip", directory / "second.zip"
    with django_db_blocker.unblock():
        with elsewhere(directory, is_migrated=True):
            rows.fill()
            editor = get_user_model().objects.get(username="administrator")
            act(editor, PassageTag.objects.latest("pk").delete, kind="passage.edit")
            write_archive(first)
        (directory / "desk.sqlite3").unlink(missing_ok=True)
        with elsewhere(directory, is_migrated=True):
            load_archive(first)
            write_archive(second)
            yield SimpleNamespace(first=first, second=second)


@pytest.fixture
def tampered(desk, tmp_path):
    """Write the archive with other contents of some files, and digests that fit them."""

    def write(changed=(), added=(), is_fitting=True):
        path = tmp_path / "tampered.zip"
        with zipfile.ZipFile(desk.first) as former, zipfile.ZipFile(path, "w") as package:
            manifest = json.loads(former.read("manifest.json"))
            for name in former.namelist():
                content = former.read(name)
                if name in dict(changed):
                    content = dict(changed)[name](content)
                for table in manifest["tables"]:
                    if is_fitting and name == f"tables/{table['name']}.jsonl":
                        table["sha256"] = sha256(content).hexdigest()
                        table["bytes"] = len(content)
                if name == "manifest.json":
                    edit = dict(changed).get("manifest")
                    content = json.dumps(edit(manifest) if edit else manifest).encode()
                package.writestr(name, content)
            for name, content in added:
                package.writestr(name, content)
        return path

    return write


def test_every_table_is_archived_or_has_a_reason_not_to_be():
    archived = {table.model for table in archived_tables()}
    links = {link.remote_field.through for table in archived_tables() for link in table.links}
    named = {apps.get_model(label) for label in NOT_ARCHIVED}
    models = set(apps.get_models(include_auto_created=True))
    assert models - archived - links - named == set()
    assert (archived | links) & named == set()


def test_the_document_names_every_table_and_column():
    lines = (settings.BASE_DIR / "docs/archive.md").read_text().splitlines()
    documented = [
        line.split(" | ")[:2]
        for line in lines
        if re.match(r"\| `(auth|django|corpus|annotations)_", line)
    ]
    histories = {t.model for t in archived_tables() if hasattr(t.model, "tracked_fields")}
    assert [
        [f"| `{table.name}`", ", ".join(f"`{column}`" for column in table.columns)]
        for table in archived_tables()
        if table.model not in histories
    ] == documented
    assert len(histories) > 15


def test_second_archive_is_the_same(desk):
    assert desk.second.read_bytes() == desk.first.read_bytes()


def test_every_table_has_rows(desk):
    manifest = check_archive(desk.first)
    assert [table.name for table in manifest.tables if not table.rows] == []
    assert manifest.originals > 5


def test_no_password_is_in_it(desk):
    with zipfile.ZipFile(desk.first) as package:
        accounts = [json.loads(line) for line in package.open("tables/auth_user.jsonl")]
    assert {"password"} & {column for row in accounts for column in row} == set()
    assert {user.has_usable_password() for user in get_user_model().objects.all()} == {False}


def test_everything_is_found(desk):
    unindexed = {model: model.objects.unindexed().count() for model in indexed_models()}
    assert unindexed == dict.fromkeys(indexed_models(), 0)
    assert parse_query(rows.SEARCHED).problems == ()
    found = Article.objects.matching(parse(rows.SEARCHED).tree)
    assert [article.title for article in found] == ["The convoy"]
    assert Sketch.objects.count() > 0
    assert SketchHash.objects.count() > 0


def test_publications_are_the_same_bytes(desk):
    publications = [claim.publication for claim in Claim.objects.published()]
    assert [sha256(each.record.encode()).hexdigest() for each in publications] == [
        each.sha256 for each in publications
    ]
    assert len(publications) > 0


def test_undo_works(desk):
    editor = get_user_model().objects.get(username="administrator")
    tag = Tag.objects.get(name="convoy of lorries")
    action = Action.objects.filter(kind="tag.edit").latest("pk")
    act(editor, undo, action)
    tag.refresh_from_db()
    assert tag.name == "convoy"


def test_keys_of_deleted_rows_are_not_given_again(desk):
    link = PassageTag.objects.latest("pk")
    history = PassageTag.history.model.objects.latest("id")
    assert history.id > link.pk
    new_link = PassageTag(
        content_object=link.content_object, tag=Tag.objects.get(name="road"), position=9
    )
    act(
        get_user_model().objects.get(username="administrator"),
        new_link.save,
        kind="passage.edit",
    )
    assert new_link.pk > history.id


def test_a_desk_with_rows_is_refused(desk):
    with pytest.raises(NotEmpty, match="auth_user has rows"):
        load_archive(desk.first)


def test_an_existing_file_is_kept(desk):
    before = desk.first.read_bytes()
    with pytest.raises(CommandError, match="exists already"):
        call_command("archive", str(desk.first))
    assert desk.first.read_bytes() == before


@pytest.mark.parametrize("portion", [0.0, 0.3, 0.9, 0.999])
def test_truncated(desk, tmp_path, portion):
    path = tmp_path / "truncated.zip"
    content = desk.first.read_bytes()
    path.write_bytes(content[: int(len(content) * portion)])
    with pytest.raises(ArchiveRefused, match="is no whole ZIP file"):
        check_archive(path)


def test_a_changed_row_is_noticed(tampered):
    path = tampered({"tables/corpus_person.jsonl": _replaced(b"Zamir", b"Ramiz")}, is_fitting=False)
    with pytest.raises(ArchiveRefused, match=r"corpus_person\.jsonl is damaged"):
        check_archive(path)


def _replaced(former, new):
    return lambda content: content.replace(former, new, 1)


@pytest.mark.parametrize(
    ("table", "former", "new", "message"),
    [
        ("corpus_source", b'"id":1,', b'"id":"1",', "line 1, id: must be a whole number"),
        ("corpus_source", b'"version":1', b'"version":-1', "version: must be from 0 to 2147483647"),
        ("corpus_source", b'{"id":1,', b'{"id":1,"more":1,', "columns are not those"),
        ("corpus_source", b'{"id":1,', b'{"id":NaN,', "NaN is no number"),
        ("corpus_source", b'{"id":1,', b"[" * 100_000, "line 1: no JSON"),
        ("corpus_article", b'"title":"', b'"title":"\\u0000', "title: holds a null character"),
        ("corpus_article", b'"title":"', b'"title":"\\ud800', "title: holds half a character"),
        ("corpus_article", b'"title":"', b'"title":"' + b"x" * 501, "the limit is 500"),
        ("corpus_action", b'"by_id":1,', b'"by_id":999,', "by_id names row 999 of auth_user"),
        ("corpus_action", b"T", b" ", "at: must be a time in UTC"),
    ],
)
def test_wrong_rows_are_refused_with_their_place(tampered, table, former, new, message):
    path = tampered({f"tables/{table}.jsonl": _replaced(former, new)})
    with pytest.raises(ArchiveRefused, match=message) as refusal:
        check_archive(path)
    assert f"tables/{table}.jsonl, line " in str(refusal.value)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "originals/../x", "more.txt"])
def test_foreign_files_are_refused(tampered, name):
    with pytest.raises(ArchiveRefused, match=r"which manifest\.json lacks"):
        check_archive(tampered(added=[(name, b"x")]))


def test_damaged_original(tampered, desk):
    with zipfile.ZipFile(desk.first) as package:
        name = next(each for each in package.namelist() if each.startswith("originals/"))
    with pytest.raises(ArchiveRefused, match=f"{name} is damaged"):
        check_archive(tampered({name: lambda content: content[::-1]}))


def test_a_bomb_is_refused(tampered, monkeypatch):
    monkeypatch.setattr("annotations.archive.package.MAX_UNPACKED", 100)
    monkeypatch.setattr("annotations.archive.package.MAX_RATIO", 0.5)
    with pytest.raises(ArchiveRefused, match="would unpack to"):
        check_archive(tampered())


def test_a_large_file_of_a_small_archive_is_refused(tampered, monkeypatch):
    monkeypatch.setattr("annotations.archive.package.LARGE_FILE", 10_000)
    zeros = {"tables/corpus_source.jsonl": lambda content: b"0" * 10_001}
    path = tampered(zeros)
    with zipfile.ZipFile(path) as former, zipfile.ZipFile(f"{path}.packed", "w") as packed:
        for name in former.namelist():
            packed.writestr(name, former.read(name), zipfile.ZIP_DEFLATED)
    message = r"corpus_source\.jsonl would unpack to 10,001 bytes: refused"
    with pytest.raises(ArchiveRefused, match=message):
        check_archive(path.with_name(f"{path.name}.packed"))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"version": 2}, "version 2 of the format; this desk reads up to 1"),
        ({"version": 0}, "names no version"),
        ({"format": "other"}, "does not say that this is an archive"),
        ({"tables": [{}]}, "manifest.json is incomplete"),
        ({"tables": []}, "which manifest.json lacks"),
    ],
)
def test_wrong_manifests_are_refused(tampered, values, message):
    with pytest.raises(ArchiveRefused, match=message):
        check_archive(tampered({"manifest": lambda manifest: manifest | values}))


def test_an_archive_of_a_former_version(tampered, monkeypatch):
    """A table that was called otherwise, and a column that was."""

    def former(manifest):
        for table in manifest["tables"]:
            if table["name"] == "corpus_person":
                table["columns"] = ["label" if c == "name" else c for c in table["columns"]]
        return manifest

    def change_row(table, row):
        if table == "corpus_person":
            row["name"] = row.pop("label")
        return row

    path = tampered(
        {
            "tables/corpus_person.jsonl": lambda c: c.replace(b'"name":', b'"label":'),
            "manifest": former,
        }
    )
    with pytest.raises(ArchiveRefused, match="does not know the column label"):
        check_archive(path)
    monkeypatch.setattr(versions, "VERSION", 2)
    monkeypatch.setitem(versions.UPGRADES, 1, Upgrade(change_row=change_row))
    assert check_archive(path).version == 1
