"""Every group sees who reads what, as it sees everything else of the desk."""

from importlib import import_module

from django.db import migrations

groups = import_module("annotations.migrations.0002_groups")


def let_all_see(apps, schema_editor):
    using = schema_editor.connection.alias
    groups.make_permissions(apps, using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    seen = permissions.get(content_type__app_label="annotations", codename="view_reader")
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=groups.GROUPS):
        group.permissions.add(seen)


class Migration(migrations.Migration):
    dependencies = [("annotations", "0003_reader")]
    operations = [migrations.RunPython(let_all_see, migrations.RunPython.noop)]
