import pytest
from django.core.management import CommandError, call_command

from annotations.formats.record import Annotation, OffsetRule, Piece, Unit
from annotations.models import AnnotationJob, Passage
from corpus.models import Article
from tests.support.annotation_files import annotated, file_of
from tests.support.factories import ADMINISTRATORS, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def administrator():
    return make_user(ADMINISTRATORS, "admin")


@pytest.fixture
def path(tmp_path):
    rule = OffsetRule(Unit.UTF16)
    nowhere = Annotation((Piece(0, 3, "Kabul"),), tags=("cities",), rule=rule)
    named = Annotation((Piece(11, 15, "left"),), author="nadia", tags=("roads",), rule=rule)
    path = tmp_path / "passages.jsonl"
    path.write_bytes(file_of(annotated(annotations=[nowhere, named], title="Convoy")).read())
    return str(path)


def run(*args):
    """(exit code, standard output) of the command."""
    from io import StringIO

    out, err = StringIO(), StringIO()
    try:
        call_command("import_annotations", *args, stdout=out, stderr=err)
    except SystemExit as ended:
        return ended.code, out.getvalue() + err.getvalue()
    return 0, out.getvalue() + err.getvalue()


def test_a_dry_run_says_what_would_happen_and_changes_nothing(path):
    code, output = run(path, "--dry-run")
    assert (code, output.splitlines()) == (
        1,
        [
            "Passages in new articles, at their positions: 1",
            "Annotations without a place in the text: 1",
            "New articles, if taken in: 1",
            "Positions counted in UTF-16 code units: 2",
            "Tags: 0 known, 1 new (roads)",
            "Authors: 0 known, 1 new (nadia)",
            "Nothing was changed.",
            "“Convoy”, “Kabul”: Its words are not in the text.",
        ],
    )
    counts = (Passage.objects.count(), Article.objects.count(), AnnotationJob.objects.count())
    assert counts == (0, 0, 0)


def test_it_imports_as_the_member_named(path):
    member = make_user()
    code, output = run(path, "--format", "twosource", "--as", member.username)
    assert (code, "Passages imported: 1" in output) == (1, True)
    passage = Passage.objects.present().get()
    assert (passage.quote, passage.created_by, passage.article.title) == ("left", member, "Convoy")
    assert AnnotationJob.objects.get().get_absolute_url() in output


def test_articles_stay_outside_if_so_told(path):
    _, output = run(path, "--without-articles")
    assert "Without an article: 1" in output
    assert (Passage.objects.count(), Article.objects.count()) == (0, 0)


def test_what_cannot_be_read_is_named(tmp_path, path):
    broken = tmp_path / "broken.bin"
    broken.write_bytes(b"\x00\xff nothing")
    with pytest.raises(CommandError, match="is not recognised"):
        run(str(broken))
    with pytest.raises(CommandError, match="not a file of annotations by Twosource"):
        run(str(broken), "--format", "twosource")
    with pytest.raises(CommandError, match="No such file"):
        run(str(tmp_path / "none"))
    with pytest.raises(CommandError, match="may not mark passages"):
        run(path, "--as", make_user(None).username)


def test_a_corpus_of_brat_is_read_from_its_folder(tmp_path):
    for name in ("2021/convoy", "2021/ferry"):
        path = tmp_path / "corpus" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The {path.stem} left.\n")
        path.with_suffix(".ann").write_text(f"T1\tvehicle 4 {4 + len(path.stem)}\t{path.stem}\n")
    (tmp_path / "corpus" / "annotation.conf").write_text("[entities]\nvehicle\n")
    (tmp_path / "corpus" / "notes.pdf").write_bytes(b"%PDF")
    (tmp_path / "corpus" / ".hidden").mkdir()
    (tmp_path / "corpus" / ".hidden" / "other.txt").write_text("No article.\n")

    code, output = run(str(tmp_path / "corpus"))

    assert (code, "Passages imported: 2" in output) == (0, True)
    assert sorted(Passage.objects.values_list("quote", flat=True)) == ["convoy", "ferry"]
    assert Article.objects.count() == 2
    assert AnnotationJob.objects.get().name == "corpus"


def test_a_folder_is_read_as_brat_alone(tmp_path):
    with pytest.raises(CommandError, match="is a folder, and only brat is read from one"):
        run(str(tmp_path), "--format", "twosource")
    with pytest.raises(CommandError, match=r"holds no \.ann file"):
        run(str(tmp_path))
