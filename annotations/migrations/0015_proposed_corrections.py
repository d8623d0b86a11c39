"""Members propose corrections of texts, and editors decide on them."""

import corpus.ids
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

VERBS = {
    "Analysts": ("view", "add"),
    "Editors": ("view", "add", "change"),
    "Administrators": ("view", "add", "change"),
}


def allow(apps, schema_editor):
    using = schema_editor.connection.alias
    content_types = apps.get_model("contenttypes", "ContentType").objects.using(using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    content_type, _ = content_types.get_or_create(
        app_label="annotations", model="proposedcorrection"
    )
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=VERBS):
        for verb in VERBS[group.name]:
            # Django itself makes it after the last migration only.
            permission, _ = permissions.get_or_create(
                content_type=content_type,
                codename=f"{verb}_proposedcorrection",
                defaults={"name": f"Can {verb} proposed correction"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('annotations', '0014_import_of_annotations'),
        ('corpus', '0013_straight_quotation_marks_in_keys'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalProposedCorrection',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, default=corpus.ids.new_id, editable=False, max_length=12)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('reason', models.CharField(max_length=500)),
                ('state', models.CharField(choices=[('open', 'open'), ('taken over', 'taken over'), ('declined', 'not taken over')], default='open', max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('decision', models.CharField(blank=True, max_length=500, verbose_name='why')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('article', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='corpus.article')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deleted_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='corpus.revision')),
                ('taken_as', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='corpus.revision')),
            ],
            options={
                'verbose_name': 'historical proposed correction',
                'verbose_name_plural': 'historical proposed corrections',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ProposedCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=corpus.ids.new_id, editable=False, max_length=12, unique=True)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('text', models.TextField()),
                ('reason', models.CharField(max_length=500)),
                ('state', models.CharField(choices=[('open', 'open'), ('taken over', 'taken over'), ('declined', 'not taken over')], default='open', max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('decision', models.CharField(blank=True, max_length=500, verbose_name='why')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposed_corrections', to='corpus.article')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deleted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.revision')),
                ('taken_as', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.revision')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'taken over', 'declined'])), name='proposed_correction_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='proposed_correction_decided')],
            },
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
