"""Many rows written at once: the same rows and history as one by one, in a few statements."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from annotations.models import Origin, Passage, PassagePerson, PassageTag, Role, Tag, TagIndex
from corpus.index_entry import index_columns
from corpus.models import Person, acting
from corpus.records.bulk_write import add_rows, change_rows, delete_rows, restore_rows
from tests.support.factories import make_article, make_passage, make_person, make_tag, make_user

pytestmark = pytest.mark.django_db
KEY = UUID("12345678123456781234567812345678")


@pytest.fixture
def by():
    return make_user()


def rows_of(model, *but):
    """The rows of a table, and of its history, as values without what is each one's own."""
    own = {"id", "public_id", "history_id", "history_date", "action_id", *but}

    def plain(rows):
        return [{k: v for k, v in row.items() if k not in own} for row in rows.values()]

    return plain(model.objects.order_by("pk")), plain(model.history.order_by("history_id"))


def undone(work):
    """What `work` answers; what it wrote is taken back."""
    with transaction.atomic():
        answer = work()
        transaction.set_rollback(True)
    return answer


def drafts(article, by):
    moment = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
    said = {"article": article, "created_by": by, "created_at": moment}
    return [
        Passage(quote="“One”", note="a\r\nb\t\\N", key=KEY, **said),
        Passage(quote="Два", edited_at=moment, **said),
    ]


def test_rows_added_at_once_are_those_added_one_by_one(by):
    article = make_article()

    def one_by_one():
        with acting("test", by):
            for row in drafts(article, by):
                row.save()
        return rows_of(Passage)

    def at_once():
        with acting("test", by):
            add_rows(drafts(article, by))
        return rows_of(Passage)

    assert undone(at_once) == undone(one_by_one)


def test_rows_added_at_once_are_found(by):
    with acting("test", by):
        [tag] = add_rows([drafted("air strike")])
        [person] = add_rows([Person(name="Ada", name_key="ada")])
    assert list(Tag.objects.unindexed()) == list(Person.objects.unindexed()) == []
    assert (tag.index.text, person.index.text) == (" air strike ", " ada ")


def test_words_left_under_the_key_of_a_new_row_are_not_its_own(by):
    tag = make_tag("a", by=by)
    TagIndex.objects.filter(pk=tag.pk).delete()
    TagIndex.objects.put_new({tag.pk: index_columns("", "left")})
    Tag.keep_all_indexed([tag])
    assert TagIndex.objects.get(pk=tag.pk).text == " left "
    Tag.keep_all_indexed([tag], anew=True)
    assert TagIndex.objects.get(pk=tag.pk).text == " a "


def drafted(name):
    tag = Tag(name=name, hue=1)
    Tag.derive([tag])
    return tag


def test_rows_changed_at_once_are_those_changed_one_by_one(by):
    make_tag("a", by=by)
    make_tag("b", by=by)

    def changed(write):
        tags = list(Tag.objects.order_by("pk"))
        for tag in tags:
            tag.name, tag.definition, tag.version = tag.name * 2, "said", tag.version + 1
            Tag.derive([tag])
        with acting("test", by):
            write(tags)
        found = list(Tag.objects.order_by("pk").values_list("index__text", flat=True))
        return rows_of(Tag), found

    def one_by_one(tags):
        for tag in tags:
            tag.save()

    def at_once(tags):
        change_rows(tags, ["name", "name_key", "slug", "definition", "version"])

    expected = undone(lambda: changed(one_by_one))
    assert undone(lambda: changed(at_once)) == expected
    assert expected[1] == [" aa said ", " bb said "]


def test_columns_that_are_not_named_stay(by):
    tag = make_tag("a", by=by)
    tag.name, tag.definition = "b", "said"
    with acting("test", by):
        change_rows([tag], ["definition"])
    tag.refresh_from_db()
    assert (tag.name, tag.definition) == ("a", "said")


def test_links_deleted_at_once_have_the_history_of_those_deleted_one_by_one(by):
    passage = make_passage(tags=["a", "b", "c"], by=by)

    def deleted(write):
        with acting("test", by):
            write(list(passage.tag_links.all()[:2]))
        return rows_of(PassageTag)

    def one_by_one(links):
        for link in links:
            link.delete()

    assert undone(lambda: deleted(delete_rows)) == undone(lambda: deleted(one_by_one))


def test_rows_that_come_back_have_their_keys_and_a_history_of_it(by):
    passage = make_passage(people=[(make_person(by=by), Role.SPEAKS)], by=by)
    [link] = passage.people.all()
    with acting("test", by):
        delete_rows([link])
    with acting("test", by):
        restore_rows([link])
    assert list(passage.people.values_list("pk", flat=True)) == [link.pk]
    kinds = PassagePerson.history.order_by("history_id").values_list("history_type", flat=True)
    assert list(kinds) == ["+", "-", "+"]


def test_refused_rows_are_an_integrity_error_on_either_database(by):
    make_tag("a", by=by)
    with pytest.raises(IntegrityError), acting("test", by):
        add_rows([drafted("b"), drafted("a")])
    assert [tag.name for tag in Tag.objects.all()] == ["a"]


def test_dates_are_written_as_one_row_writes_them(by):
    def draft():
        return Origin(name="Briefing", dated_on=date(2021, 8, 5), dated_precision="day")

    def one():
        with acting("test", by):
            draft().save()
        return rows_of(Origin)

    def many():
        with acting("test", by):
            add_rows([draft()])
        return rows_of(Origin)

    assert undone(many) == undone(one)


@pytest.mark.parametrize("number", [3, 40])
def test_many_rows_take_as_many_queries_as_some(by, number, django_assert_num_queries):
    passage = make_passage(by=by)
    with acting("test", by):
        tags = add_rows([drafted(f"t{n}") for n in range(number)])
        links = [PassageTag(content_object=passage, tag=tag) for tag in tags]
        add_rows(links)
        with django_assert_num_queries(2):
            delete_rows(links)
