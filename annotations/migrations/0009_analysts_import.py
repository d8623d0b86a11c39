"""Analysts may import articles, as those could until now who may add them one by one."""

from django.db import migrations

CODENAME = "add_importjob"
GROUPS = ("Analysts", "Editors", "Administrators")


def allow(apps, schema_editor):
    using = schema_editor.connection.alias
    content_types = apps.get_model("contenttypes", "ContentType").objects.using(using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    content_type, _ = content_types.get_or_create(app_label="corpus", model="importjob")
    # Django itself makes it after the last migration only.
    permission, _ = permissions.get_or_create(
        content_type=content_type, codename=CODENAME, defaults={"name": "Can add import job"}
    )
    adders = permissions.filter(content_type__app_label="corpus", codename="add_article")
    groups = apps.get_model("auth", "Group").objects.using(using)
    for group in groups.filter(name__in=GROUPS) | groups.filter(permissions__in=adders):
        group.permissions.add(permission)
    for account in apps.get_model("auth", "User").objects.using(using).filter(
        user_permissions__in=adders
    ):
        account.user_permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0008_names_of_other_codebooks"),
        ("corpus", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
