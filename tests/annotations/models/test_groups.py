from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from tests.support.factories import ADMINISTRATORS, ANALYSTS, EDITORS, make_user

pytestmark = pytest.mark.django_db

groups = import_module("annotations.migrations.0001_initial")
# Permissions that are called otherwise since, as their models are.
RENAMED = {"annotations.view_reader": "annotations.view_readingstate"}
VERBS = {ANALYSTS: ["view", "add"]}
GROUPS = {
    group: {RENAMED.get(name, name) for name in names}
    | {"corpus.add_importjob"}
    | {
        f"annotations.{verb}_proposedcorrection"
        for verb in VERBS.get(group, ["view", "add", "change"])
    }
    for group, names in groups.GROUPS.items()
}

UNSEEN = {"SavedSearch", "ImportJob", "ImportProblem", "UploadChunk"}
UNSEEN |= {"CodebookJob", "CodebookPart", "ImportedArticle", "ImportedPassage"}
UNSEEN |= {"AnnotationJob", "AnnotationPart", "AnnotationProblem"}
UNSEEN |= {"IndexState", "NearDuplicate", "Sketch", "SketchHash", "WordForm"}


def permissions_of(group):
    rows = Permission.objects.filter(group__name=group).select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}" for row in rows}


@pytest.fixture
def make_groups(monkeypatch):
    """What makes the groups, with the names of today."""
    monkeypatch.setattr(groups, "GROUPS", GROUPS)
    return lambda: groups.make_groups(apps)


@pytest.mark.parametrize("group", GROUPS)
def test_group_is_there_with_its_permissions(group):
    assert permissions_of(group) == GROUPS[group]


def test_groups_are_three():
    names = sorted(Group.objects.values_list("name", flat=True))
    assert names == [ADMINISTRATORS, ANALYSTS, EDITORS]


def test_each_group_may_do_all_that_the_one_before_may():
    assert permissions_of(ANALYSTS) < permissions_of(EDITORS) < permissions_of(ADMINISTRATORS)


def test_everything_of_the_desk_is_seen_by_every_group():
    models = [*apps.get_app_config("corpus").get_models()]
    models += apps.get_app_config("annotations").get_models()
    # Searches that a member saved are that member's alone. An index shows nothing of its own, nor
    # do sketches of texts; imports are asked for by who may add articles, or change tags.
    ours = [
        model
        for model in models
        if not model.__name__.startswith("Historical")
        and model._meta.managed
        and model.__name__ not in UNSEEN
    ]
    seen = {f"{model._meta.app_label}.view_{model._meta.model_name}" for model in ours}

    may = permissions_of(ANALYSTS)
    assert {name for name in may if ".view_" in name} == seen


def test_analysts_annotate_and_do_no_more():
    may = permissions_of(ANALYSTS)
    assert {name for name in may if ".view_" not in name} == {
        "annotations.add_claim",
        "annotations.add_evidence",
        "annotations.add_origin",
        "annotations.add_passage",
        "annotations.add_proposedcorrection",
        "annotations.add_relation",
        "annotations.add_tag",
        "annotations.change_claim",
        "annotations.change_evidence",
        "annotations.change_passage",
        "annotations.change_relation",
        "corpus.add_alias",
        "corpus.add_importjob",
        "corpus.add_person",
    }


def test_nobody_deletes_accounts_or_changes_what_groups_may_do():
    may = permissions_of(ADMINISTRATORS)
    assert {name for name in may if name.startswith("auth.")} == {
        "auth.add_user",
        "auth.change_user",
        "auth.view_group",
        "auth.view_user",
    }


@pytest.mark.parametrize(
    ("group", "publishes"), [(ANALYSTS, False), (EDITORS, True), (ADMINISTRATORS, True)]
)
def test_editors_publish_and_edit_what_others_marked(group, publishes):
    user = make_user(group)
    assert user.has_perm("annotations.publish_claim") is publishes
    assert user.has_perm("annotations.edit_any_passage") is publishes


def test_groups_are_made_again_after_everything_was_flushed(make_groups):
    Group.objects.all().delete()
    Permission.objects.all().delete()
    make_groups()

    assert permissions_of(EDITORS) == GROUPS[EDITORS]
    assert apps.get_app_config("corpus").models_module.__name__ == "corpus.models"


def test_groups_made_again_keep_what_was_added(make_groups):
    group = Group.objects.get(name=ANALYSTS)
    extra = Permission.objects.get(codename="publish_claim")
    group.permissions.add(extra)
    count = group.permissions.count()
    make_groups()

    assert group.permissions.count() == count
    assert Group.objects.count() == 3
