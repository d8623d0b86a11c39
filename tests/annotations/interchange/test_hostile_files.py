"""Files of annotations that are wrong, huge or mean: a clear report, and nothing half-done."""

import io
import json

import pytest

from annotations.formats.record import Annotation, FormatError, LinkedClaim, LinkedPerson, Piece
from annotations.interchange import jobs, staging
from annotations.interchange.staging import recognised_format, stage
from annotations.models import AnnotationJob, AnnotationPart, Passage, Tag
from corpus.index_entry import TOO_MANY_WORDS
from corpus.models import Article
from tests.support.annotation_files import annotated, begun, file_of, imported, moved, planned
from tests.support.factories import TEXT, make_article, make_user

pytestmark = pytest.mark.django_db

DAWN = Piece(TEXT.index("dawn"), TEXT.index("dawn") + 4, "dawn")


@pytest.fixture
def by():
    return make_user()


def whys(job):
    return list(job.problems.values_list("why", flat=True))


@pytest.mark.parametrize(
    ("start", "end", "quote", "why"),
    [
        (-5, 4, "", "Its offsets -5–4 fit no text here, and it has no words."),
        (9, 9, "", "Its offsets 9–9 fit no text here, and it has no words."),
        (30, 20, "", "Its offsets 30–20 fit no text here, and it has no words."),
        (5, 2**40, "", "Its offsets 5–1099511627776 fit no text here, and it has no words."),
        (0, 4, "Kabul", "Its words are not in the text."),
        (33, 35, "", "There are no words at its position."),
        (None, None, "", "It has neither words nor offsets."),
    ],
)
def test_wrong_offsets_are_told(by, start, end, quote, why):
    job = planned(by, annotated(annotations=[Annotation((Piece(start, end, quote),))]))
    assert (whys(job), job.planned) == ([why], {"not_placed": 1, "new_articles": 1})


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"tags": tuple(map(str, range(1_000_000)))}, "It has 1,000,000 tags; the limit is 100."),
        ({"tags": ("x" * 101,)}, "The name of a tag has more than 100 characters."),
        ({"tags": (" \u200b",)}, "The name of a tag is empty."),
        ({"pieces": ()}, "It has no piece of a text."),
        ({"pieces": (DAWN,) * 1_001}, "It has 1,001 pieces; the limit is 1,000."),
        (
            {"people": (LinkedPerson("A", "sings"),)},
            "The role of a person is none of: speaks, spoken_of.",
        ),
        (
            {"claims": (LinkedClaim("A", "denies"),)},
            "The stance on a claim is none of: reports, supports, contradicts.",
        ),
        (
            {"claims": (LinkedClaim("A" * 501),)},
            "The name of a claim has more than 500 characters.",
        ),
        (
            {"claims": (LinkedClaim("A", speaker="B", attribution="C"),)},
            "A claim has both a speaker and an attribution.",
        ),
        ({"note": "x" * 10_001}, "The note has 10,001 characters; the limit is 10,000."),
    ],
)
def test_what_no_passage_can_have_is_refused(by, fields, why):
    job = planned(by, annotated("convoy", annotations=[Annotation(**{"pieces": (DAWN,)} | fields)]))
    assert (whys(job), job.planned["refused"], job.planned["new_exact"]) == ([why], 1, 1)


def test_a_million_tags_of_a_document_are_refused_and_nothing_is_kept(by, monkeypatch):
    monkeypatch.setattr(staging, "MAX_CODES", 500)
    labels = [[0, 3, f"tag {n}"] for n in range(501)]
    file = io.BytesIO(json.dumps({"id": 1, "text": TEXT, "label": labels}).encode())
    with pytest.raises(FormatError, match="more than 500 different tags"):
        stage(file, "doccano", "many.jsonl", by)
    assert (AnnotationJob.objects.count(), AnnotationPart.objects.count()) == (0, 0)


def test_a_flood_of_new_names_is_refused_as_a_whole(by, monkeypatch):
    monkeypatch.setattr(jobs, "MAX_NEW_NAMES", 20)
    people = [LinkedPerson(f"Person {n}", "speaks") for n in range(21)]
    job = planned(by, annotated(annotations=[Annotation((DAWN,), people=tuple(people))]))
    assert (job.is_given_up, AnnotationPart.objects.count()) == (True, 0)
    assert whys(job) == ["The file has more than 20 new people. Nothing was imported."]


def test_a_document_of_more_words_than_search_can_index_is_refused(by, monkeypatch):
    monkeypatch.setattr(staging, "has_too_many_words", lambda text: "convoy" in text)
    job = planned(by, annotated("convoy", annotations=[Annotation((DAWN,))]))
    assert whys(job)[0] == TOO_MANY_WORDS


def test_extras_nested_too_deeply_are_refused(by):
    extra = {}
    for _ in range(200):
        extra = {"a": extra}
    job = planned(by, annotated("convoy", annotations=[Annotation((DAWN,), extra=extra)]))
    assert (job.planned["refused"], job.planned["new_exact"]) == (1, 1)
    assert whys(job) == ["extra: More than 50 lists and objects are within each other."]


def test_annotations_of_unknown_articles_are_one_problem_a_document(by):
    entries = [
        annotated("dawn", "convoy", "Nobody", key=f"d{n}", has_text=False) for n in range(3_000)
    ]
    job = planned(by, *entries)
    assert job.planned == {"without_article": 9_000}
    assert job.problems.count() == 1_000
    assert (job.total, Article.objects.count()) == (9_000, 0)


@pytest.mark.parametrize("text", ["\0damaged", " \n", "half \ud800"])
def test_a_damaged_text_is_not_taken_in(by, text):
    entry = annotated(text="damaged", annotations=[Annotation((Piece(0, 1, "d"),))])
    document = type(entry.document)("one", text=text)
    job = imported(by, type(entry)(document, entry.annotations))
    assert (Article.objects.count(), Passage.objects.count()) == (0, 0)
    assert job.planned["documents"] == 1


def test_names_and_notes_with_unusable_characters_come_in_without_them(by):
    mark = Annotation((DAWN,), key="a\0", tags=("a\0b",), note="x\0y\ud800", author="n\0")
    imported(by, annotated(title="T\0\ud800", annotations=[mark], extra={"a": "\0\ud800"}))
    passage = Passage.objects.get()
    assert (passage.note, passage.article.title) == ("xy", "T")
    assert Tag.objects.get().name == "ab"


@pytest.mark.parametrize("content", [b"", b"[" * 100_000, b"\xff\xfe", b'{"a": 1}', b"PK\x03\x04"])
def test_no_format_is_recognised_where_there_is_none(content):
    assert recognised_format(io.BytesIO(content), "a.jsonl") == ""


@pytest.mark.parametrize(
    ("name", "format_name"), [("a.ZIP", "brat"), ("a.qdpx", "refi_qda"), ("a.json", ""), ("a", "")]
)
def test_a_file_that_none_can_read_is_of_the_format_of_its_ending(by, name, format_name):
    file = io.BytesIO(b"PK\x03\x04")
    assert recognised_format(file, name) == format_name
    if format_name:
        with pytest.raises(FormatError):
            stage(file, format_name, name, by)


@pytest.mark.parametrize("file_name", ["x", "x.jsonl", "x.zip"])
@pytest.mark.parametrize("name", ["twosource", "doccano", "brat", "refi_qda"])
def test_the_formats_are_recognised_by_what_is_in_the_file(name, file_name):
    mark = Annotation((DAWN,), tags=("a",))
    file = file_of(annotated(text=TEXT, annotations=[mark]), format_name=name)
    assert recognised_format(file, file_name) == name


def test_many_quotes_that_stand_everywhere_are_told_apart_or_refused(by):
    text = "a " * 5_000
    make_article(text.strip())
    marks = [Annotation((Piece(None, None, "a"),)) for _ in range(30)]
    entry = annotated(text=text.strip(), annotations=marks)
    job = planned(by, entry)
    assert job.planned == {"not_placed": 30}
    assert whys(job)[0] == (
        "Its words stand more than 1,000 times in the text, and nothing tells where."
    )


def test_a_part_that_fails_leaves_nothing_of_it(by, monkeypatch):
    job = begun(by, annotated("dawn"))

    def fails(*args):
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr("annotations.interchange.writing._keep_keys", fails)
        with pytest.raises(RuntimeError):
            moved(job)
    assert (Passage.objects.count(), Article.objects.count()) == (0, 0)
    assert moved(AnnotationJob.objects.get()).is_finished
