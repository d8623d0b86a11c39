"""The three groups of a desk. Their permissions are the policy that views and admin ask for."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

CORPUS = ["source", "grade", "person", "alias", "article", "credit"]
ANNOTATIONS = ["tag", "origin", "claim", "evidence", "relation", "passage", "passageperson"]
FROZEN = {
    "corpus": ["action", "snapshot", "retrieval", "revision"],
    "annotations": ["placement", "publication", "quotedspan", "passagetag", "claimtag"],
}


def allowed(app, models, *verbs):
    return {f"{app}.{verb}_{model}" for model in models for verb in verbs}


SEE = allowed("corpus", CORPUS + FROZEN["corpus"], "view") | allowed(
    "annotations", ANNOTATIONS + FROZEN["annotations"], "view"
)
# Tags and people are made while tagging; keeping them in order is the editors' work.
ANNOTATE = (
    allowed("annotations", ["passage", "claim", "evidence", "relation"], "add", "change")
    | allowed("annotations", ["tag", "origin"], "add")
    | allowed("corpus", ["person"], "add")
)
EDIT = (
    allowed("corpus", CORPUS, "add", "change", "delete")
    | allowed("annotations", ANNOTATIONS, "add", "change", "delete")
    | {"annotations.edit_any_passage", "annotations.publish_claim"}
)
# Accounts are closed, never deleted; who may do what is decided here, not on a page.
ADMINISTER = {"auth.add_user", "auth.change_user", "auth.view_user", "auth.view_group"}

GROUPS = {
    "Analysts": SEE | ANNOTATE,
    "Editors": SEE | ANNOTATE | EDIT,
    "Administrators": SEE | ANNOTATE | EDIT | ADMINISTER,
}


def make_groups(apps, schema_editor=None):
    """Make the groups where they are missing, with all that their members may do.

    Safe to call again, with the apps of today too: what a group has besides stays.
    """
    using = schema_editor.connection.alias if schema_editor else "default"
    make_permissions(apps, using)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.using(using).select_related("content_type")
    }
    for name, names in GROUPS.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        group.permissions.add(*(known[permission] for permission in sorted(names)))


def make_permissions(apps, using):
    """Make the permissions now: Django itself makes them after the last migration only."""
    for label in ["auth", "corpus", "annotations"]:
        config = apps.get_app_config(label)
        had = getattr(config, "models_module", None)
        # An app as a migration sees it has no module of models and would be passed over.
        config.models_module = had or True
        create_permissions(config, verbosity=0, using=using, apps=apps)
        config.models_module = had


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("corpus", "0001_initial"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
