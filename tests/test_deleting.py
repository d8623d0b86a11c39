"""What somebody made is deleted by no page, and no account takes it along."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import PROTECT, ForeignKey, OneToOneField
from django.test import RequestFactory

from corpus.models.revision import ImmutableModel
from corpus.records.record import NotDeletable, Record, SoftlyDeleted
from tests.support.full_records import MAKERS, every_record

pytestmark = pytest.mark.django_db


# Made anew from what they are about, or of an upload that has been taken in.
DERIVED = {"NearDuplicate", "Sketch", "SketchHash", "ImportJob", "ImportProblem", "UploadChunk"}
DERIVED |= {"CodebookJob", "CodebookPart"}
DERIVED |= {"AnnotationJob", "AnnotationPart", "AnnotationProblem"}


def our_models():
    """All but what nobody made: indexes and sketches of texts, and the steps of imports."""
    for label in ("corpus", "annotations"):
        models = apps.get_app_config(label).get_models()
        yield from (model for model in models if is_made(model))


def is_made(model):
    return model._meta.managed and model.__name__ not in DERIVED


def keys_of(model):
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey | OneToOneField)
    ]


def test_every_reference_protects_what_it_refers_to():
    unprotected = {
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in keys_of(model)
        if field.remote_field.on_delete is not PROTECT
    }
    # A history row only copies the references of the row it tells of.
    assert {name for name in unprotected if not name.startswith("Historical")} == set()


def test_every_record_and_part_is_deleted_softly_or_frozen():
    """Links (a tag on a passage, a person in it) alone are taken off for good.

    What an import brought is kept beside its rows. A reader beside an article, and what is
    known of a member, change state and are never deleted. A saved search is let go by its
    owner, and its history brings it back.
    """
    ours = {model for model in our_models() if not model.__name__.startswith("Historical")}
    others = {
        model.__name__ for model in ours if not issubclass(model, SoftlyDeleted | ImmutableModel)
    }
    assert others == {
        "Action",
        "ClaimTag",
        "ImportedArticle",
        "ImportedPassage",
        "IndexState",
        "Member",
        "PassagePerson",
        "PassageTag",
        "Placement",
        "ReadingState",
        "SavedSearch",
        "WordForm",
    }


@every_record
def test_row_refuses_to_be_deleted_for_good(make):
    row = make()
    with pytest.raises(NotDeletable):
        row.delete()
    with pytest.raises(NotDeletable):
        type(row).objects.all().delete()


def test_admin_offers_two_actions_on_records_and_none_on_accounts():
    request = RequestFactory().get("/admin/")
    request.user = User.objects.create_superuser("over")
    offered = {
        model: sorted(model_admin.get_actions(request))
        for model, model_admin in admin.site._registry.items()
    }
    softly = {model: ["delete_selected", "restore_selected"] for model in MAKERS}
    assert {model: names for model, names in offered.items() if issubclass(model, Record)} == softly
    assert {name for model, names in offered.items() if model not in softly for name in names} == (
        set()
    )
