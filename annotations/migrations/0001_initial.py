"""What analysts say about it: every table as it was on 28 November 2026, search tables, groups."""

import corpus.ids
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import simple_history.models
import taggit.managers
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

# What each database runs to make the tables that rows are found by, and the triggers that keep stale
# words from being found: FTS5 on SQLite, a generated tsvector on PostgreSQL.
SEARCH_TABLES = {
    "sqlite": [
        """
CREATE VIRTUAL TABLE annotations_passage_index USING fts5(
    title, text, title_stems, text_stems, byline,
    tokenize = 'ascii', prefix = '1 2 3', columnsize = 0
)
        """,
        "INSERT INTO annotations_passage_index(annotations_passage_index, rank) VALUES('hashsize', 16000000)",
        """
CREATE TRIGGER annotations_passage_index_stale AFTER UPDATE OF id, quote, note ON annotations_passage
WHEN old.id IS NOT new.id OR old.quote IS NOT new.quote OR old.note IS NOT new.note BEGIN DELETE FROM annotations_passage_index WHERE rowid = old.id; END
        """,
        """
CREATE VIRTUAL TABLE annotations_claim_index USING fts5(
    title, text, title_stems, text_stems, byline,
    tokenize = 'ascii', prefix = '1 2 3', columnsize = 0
)
        """,
        "INSERT INTO annotations_claim_index(annotations_claim_index, rank) VALUES('hashsize', 16000000)",
        """
CREATE TRIGGER annotations_claim_index_stale AFTER UPDATE OF id, statement, attribution, verdict ON annotations_claim
WHEN old.id IS NOT new.id OR old.statement IS NOT new.statement OR old.attribution IS NOT new.attribution OR old.verdict IS NOT new.verdict BEGIN DELETE FROM annotations_claim_index WHERE rowid = old.id; END
        """,
        """
CREATE VIRTUAL TABLE annotations_tag_index USING fts5(
    title, text, title_stems, text_stems, byline,
    tokenize = 'ascii', prefix = '1 2 3', columnsize = 0
)
        """,
        "INSERT INTO annotations_tag_index(annotations_tag_index, rank) VALUES('hashsize', 16000000)",
        """
CREATE TRIGGER annotations_tag_index_stale AFTER UPDATE OF id, name, definition ON annotations_tag
WHEN old.id IS NOT new.id OR old.name IS NOT new.name OR old.definition IS NOT new.definition BEGIN DELETE FROM annotations_tag_index WHERE rowid = old.id; END
        """,
    ],
    "postgresql": [
        """
CREATE TABLE annotations_passage_index (
    rowid bigint PRIMARY KEY,
    title text NOT NULL,
    text text NOT NULL,
    title_stems text NOT NULL,
    text_stems text NOT NULL,
    byline text NOT NULL,
    lexemes tsvector GENERATED ALWAYS AS (array_to_tsvector(array_remove(
        string_to_array(title || text, ' ')
        || string_to_array(replace(rtrim(title_stems) || rtrim(text_stems), ' ', ' ='), ' ')
        || string_to_array(replace(rtrim(title), ' ', ' <'), ' ')
        || string_to_array(replace(rtrim(title_stems), ' ', ' <='), ' ')
        || string_to_array(replace(rtrim(byline), ' ', ' @'), ' '),
        ''
    ))) STORED
)
        """,
        "CREATE INDEX annotations_passage_index_lexemes ON annotations_passage_index USING gin (lexemes)",
        """
CREATE FUNCTION annotations_passage_index_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN DELETE FROM annotations_passage_index WHERE rowid = old.id; RETURN NULL; END $$
        """,
        """
CREATE TRIGGER annotations_passage_index_stale AFTER UPDATE OF id, quote, note ON annotations_passage
FOR EACH ROW WHEN (old.id IS DISTINCT FROM new.id OR old.quote IS DISTINCT FROM new.quote OR old.note IS DISTINCT FROM new.note) EXECUTE FUNCTION annotations_passage_index_stale()
        """,
        """
CREATE TABLE annotations_claim_index (
    rowid bigint PRIMARY KEY,
    title text NOT NULL,
    text text NOT NULL,
    title_stems text NOT NULL,
    text_stems text NOT NULL,
    byline text NOT NULL,
    lexemes tsvector GENERATED ALWAYS AS (array_to_tsvector(array_remove(
        string_to_array(title || text, ' ')
        || string_to_array(replace(rtrim(title_stems) || rtrim(text_stems), ' ', ' ='), ' ')
        || string_to_array(replace(rtrim(title), ' ', ' <'), ' ')
        || string_to_array(replace(rtrim(title_stems), ' ', ' <='), ' ')
        || string_to_array(replace(rtrim(byline), ' ', ' @'), ' '),
        ''
    ))) STORED
)
        """,
        "CREATE INDEX annotations_claim_index_lexemes ON annotations_claim_index USING gin (lexemes)",
        """
CREATE FUNCTION annotations_claim_index_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN DELETE FROM annotations_claim_index WHERE rowid = old.id; RETURN NULL; END $$
        """,
        """
CREATE TRIGGER annotations_claim_index_stale AFTER UPDATE OF id, statement, attribution, verdict ON annotations_claim
FOR EACH ROW WHEN (old.id IS DISTINCT FROM new.id OR old.statement IS DISTINCT FROM new.statement OR old.attribution IS DISTINCT FROM new.attribution OR old.verdict IS DISTINCT FROM new.verdict) EXECUTE FUNCTION annotations_claim_index_stale()
        """,
        """
CREATE TABLE annotations_tag_index (
    rowid bigint PRIMARY KEY,
    title text NOT NULL,
    text text NOT NULL,
    title_stems text NOT NULL,
    text_stems text NOT NULL,
    byline text NOT NULL,
    lexemes tsvector GENERATED ALWAYS AS (array_to_tsvector(array_remove(
        string_to_array(title || text, ' ')
        || string_to_array(replace(rtrim(title_stems) || rtrim(text_stems), ' ', ' ='), ' ')
        || string_to_array(replace(rtrim(title), ' ', ' <'), ' ')
        || string_to_array(replace(rtrim(title_stems), ' ', ' <='), ' ')
        || string_to_array(replace(rtrim(byline), ' ', ' @'), ' '),
        ''
    ))) STORED
)
        """,
        "CREATE INDEX annotations_tag_index_lexemes ON annotations_tag_index USING gin (lexemes)",
        """
CREATE FUNCTION annotations_tag_index_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN DELETE FROM annotations_tag_index WHERE rowid = old.id; RETURN NULL; END $$
        """,
        """
CREATE TRIGGER annotations_tag_index_stale AFTER UPDATE OF id, name, definition ON annotations_tag
FOR EACH ROW WHEN (old.id IS DISTINCT FROM new.id OR old.name IS DISTINCT FROM new.name OR old.definition IS DISTINCT FROM new.definition) EXECUTE FUNCTION annotations_tag_index_stale()
        """,
    ],
}
SEARCH_TABLE_NAMES = ["annotations_passage_index", "annotations_claim_index", "annotations_tag_index"]


def make_search_tables(apps, schema_editor):
    for statement in SEARCH_TABLES[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop_search_tables(apps, schema_editor):
    for name in SEARCH_TABLE_NAMES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION {name}_stale() CASCADE")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}_stale")
        schema_editor.execute(f"DROP TABLE {name}")


# The groups of a desk. Their permissions are the policy that views and admin ask for.
CORPUS = ["source", "grade", "person", "alias", "article", "credit"]
ANNOTATIONS = ["tag", "origin", "claim", "evidence", "relation", "passage", "passageperson"]
FROZEN = {
    "corpus": ["action", "snapshot", "retrieval", "revision"],
    "annotations": ["placement", "publication", "quotedspan", "passagetag", "claimtag"],
}
# What members say of their own reading, by other ways than forms of these rows.
OF_MEMBERS = ["reader", "dismissal", "member"]


def allowed(app, models, *verbs):
    return {f"{app}.{verb}_{model}" for model in models for verb in verbs}


SEE = allowed("corpus", CORPUS + FROZEN["corpus"], "view") | allowed(
    "annotations", ANNOTATIONS + FROZEN["annotations"] + OF_MEMBERS, "view"
)
# Tags and people are made while tagging; keeping them in order is the editors' work.
ANNOTATE = (
    allowed("annotations", ["passage", "claim", "evidence", "relation"], "add", "change")
    | allowed("annotations", ["tag", "origin"], "add")
    | allowed("corpus", ["person", "alias"], "add")
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

    Safe to call again: what a group has besides stays.
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

    initial = True

    dependencies = [
        ('corpus', '0001_initial'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=corpus.ids.new_id, editable=False, max_length=12, unique=True)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('statement', models.CharField(max_length=500)),
                ('attribution', models.CharField(blank=True, help_text="In the document's words, where nobody is named.", max_length=200)),
                ('said_on', models.DateField(blank=True, null=True)),
                ('said_precision', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], max_length=5)),
                ('credibility', models.PositiveSmallIntegerField(choices=[(1, 'confirmed by other sources'), (2, 'probably true'), (3, 'possibly true'), (4, 'doubtful'), (5, 'improbable'), (6, 'cannot be judged')], default=6)),
                ('verdict', models.CharField(blank=True, max_length=100)),
                ('status', models.CharField(choices=[('draft', 'draft'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='draft', editable=False, max_length=9)),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('slug', models.CharField(blank=True, editable=False, max_length=100)),
                ('key', models.UUIDField(blank=True, editable=False, null=True)),
                ('request_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('edited_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to=settings.AUTH_USER_MODEL)),
                ('deleted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('speaker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='corpus.person')),
            ],
            options={
                'ordering': ['-pk'],
                'permissions': [('publish_claim', 'Can publish and withdraw claims')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'published', 'withdrawn'])), name='claim_status_known'), models.CheckConstraint(condition=models.Q(('credibility__in', [1, 2, 3, 4, 5, 6])), name='claim_credibility_known'), models.CheckConstraint(condition=models.Q(models.Q(('said_on__isnull', False), ('said_precision__in', ['day', 'month', 'year'])), models.Q(('said_on__isnull', True), ('said_precision', '')), _connector='OR'), name='claim_date_precise'), models.CheckConstraint(condition=models.Q(('statement', ''), _negated=True), name='claim_states'), models.CheckConstraint(condition=models.Q(('speaker', None), ('attribution', ''), _connector='OR'), name='claim_speaker_or_attribution', violation_error_message='Name a speaker or give the attribution, not both.'), models.UniqueConstraint(fields=('created_by', 'key'), name='claim_key_unique')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalOrigin',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, default=corpus.ids.new_id, editable=False, max_length=12)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('briefing', 'briefing'), ('interview', 'interview'), ('hearing', 'hearing'), ('statement', 'statement'), ('document', 'document'), ('observation', 'observation'), ('other', 'other')], default='other', max_length=12)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('dated_on', models.DateField(blank=True, null=True)),
                ('dated_precision', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], max_length=5)),
                ('description', models.TextField(blank=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('deleted_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical origin',
                'verbose_name_plural': 'historical origins',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPassage',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, default=corpus.ids.new_id, editable=False, max_length=12)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('quote', models.TextField()),
                ('note', models.TextField(blank=True)),
                ('key', models.UUIDField(blank=True, editable=False, null=True)),
                ('request_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('edited_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('article', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='corpus.article')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deleted_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical passage',
                'verbose_name_plural': 'historical passages',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRelation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, default=corpus.ids.new_id, editable=False, max_length=12)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('kind', models.CharField(choices=[('contradicts', 'contradicts'), ('repeats', 'repeats'), ('supports', 'supports'), ('corrects', 'corrects')], max_length=11)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('deleted_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_claim', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='annotations.claim')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to_claim', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='annotations.claim')),
            ],
            options={
                'verbose_name': 'historical relation',
                'verbose_name_plural': 'historical relations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=corpus.ids.new_id, editable=False, max_length=12, unique=True)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('briefing', 'briefing'), ('interview', 'interview'), ('hearing', 'hearing'), ('statement', 'statement'), ('document', 'document'), ('observation', 'observation'), ('other', 'other')], default='other', max_length=12)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('dated_on', models.DateField(blank=True, null=True)),
                ('dated_precision', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], max_length=5)),
                ('description', models.TextField(blank=True)),
                ('deleted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['briefing', 'interview', 'hearing', 'statement', 'document', 'observation', 'other'])), name='origin_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('dated_on__isnull', False), ('dated_precision__in', ['day', 'month', 'year'])), models.Q(('dated_on__isnull', True), ('dated_precision', '')), _connector='OR'), name='origin_date_precise'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='origin_named')],
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=corpus.ids.new_id, editable=False, max_length=12, unique=True)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('quote', models.TextField()),
                ('note', models.TextField(blank=True)),
                ('key', models.UUIDField(blank=True, editable=False, null=True)),
                ('request_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('edited_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='corpus.article')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='passages', to=settings.AUTH_USER_MODEL)),
                ('deleted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'permissions': [('edit_any_passage', 'Can edit and delete passages of others')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quote', ''), _negated=True), name='passage_has_quote'), models.UniqueConstraint(fields=('created_by', 'key'), name='passage_key_unique')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalPlacement',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('piece', models.PositiveSmallIntegerField(default=0)),
                ('start', models.PositiveIntegerField(null=True)),
                ('end', models.PositiveIntegerField(null=True)),
                ('prefix', models.CharField(blank=True, max_length=32)),
                ('suffix', models.CharField(blank=True, max_length=32)),
                ('state', models.CharField(choices=[('placed', 'placed'), ('needs_review', 'needs review'), ('lost', 'lost')], default='placed', max_length=12)),
                ('score', models.FloatField(default=100.0)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='corpus.revision')),
                ('passage', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='annotations.passage')),
                ('is_set_aside', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'historical placement',
                'verbose_name_plural': 'historical placements',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPassagePerson',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('role', models.CharField(choices=[('speaks', 'speaks'), ('spoken_of', 'spoken of')], max_length=9)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='corpus.person')),
                ('passage', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='annotations.passage')),
            ],
            options={
                'verbose_name': 'historical passage person',
                'verbose_name_plural': 'historical passage persons',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalEvidence',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, default=corpus.ids.new_id, editable=False, max_length=12)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('stance', models.CharField(choices=[('reports', 'reports'), ('supports', 'supports'), ('contradicts', 'contradicts')], max_length=11)),
                ('why', models.TextField(blank=True, max_length=2000)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('claim', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='annotations.claim')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deleted_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('origin', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='annotations.origin')),
                ('passage', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='annotations.passage')),
            ],
            options={
                'verbose_name': 'historical evidence',
                'verbose_name_plural': 'historical evidence',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=corpus.ids.new_id, editable=False, max_length=12, unique=True)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('stance', models.CharField(choices=[('reports', 'reports'), ('supports', 'supports'), ('contradicts', 'contradicts')], max_length=11)),
                ('why', models.TextField(blank=True, max_length=2000)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='annotations.claim')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deleted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('origin', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='annotations.origin')),
                ('passage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='annotations.passage')),
            ],
            options={
                'verbose_name_plural': 'evidence',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('stance__in', ['reports', 'supports', 'contradicts'])), name='evidence_stance_known'), models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('passage', 'claim'), name='evidence_unique')],
            },
        ),
        migrations.CreateModel(
            name='PassagePerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('speaks', 'speaks'), ('spoken_of', 'spoken of')], max_length=9)),
                ('passage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='annotations.passage')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passage_links', to='corpus.person')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['speaks', 'spoken_of'])), name='passage_person_role_known'), models.UniqueConstraint(fields=('passage', 'person', 'role'), name='passage_person_unique')],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('piece', models.PositiveSmallIntegerField(default=0)),
                ('start', models.PositiveIntegerField(null=True)),
                ('end', models.PositiveIntegerField(null=True)),
                ('prefix', models.CharField(blank=True, max_length=32)),
                ('suffix', models.CharField(blank=True, max_length=32)),
                ('state', models.CharField(choices=[('placed', 'placed'), ('needs_review', 'needs review'), ('lost', 'lost')], default='placed', max_length=12)),
                ('score', models.FloatField(default=100.0)),
                ('passage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='annotations.passage')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='corpus.revision')),
                ('is_set_aside', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['revision', 'piece'],
                'indexes': [models.Index(fields=['revision', 'start'], name='placement_in_text_order'), models.Index(condition=models.Q(('state', 'placed'), _negated=True), fields=['passage'], name='placement_not_placed')],
                'constraints': [models.UniqueConstraint(fields=('passage', 'revision', 'piece'), name='placement_unique'), models.CheckConstraint(condition=models.Q(('state__in', ['placed', 'needs_review', 'lost'])), name='placement_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('end', None), ('start', None), ('state', 'lost')), models.Q(models.Q(('state', 'lost'), _negated=True), ('end__isnull', False), ('start__isnull', False), ('start__lt', models.F('end'))), _connector='OR'), name='placement_span_or_lost'), models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 100)), name='placement_score_in_percent'), models.CheckConstraint(condition=models.Q(('is_set_aside', False), ('state', 'lost'), _connector='OR'), name='placement_set_aside_lost')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('record', models.TextField()),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('published_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='annotations.claim')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['claim', 'number'],
                'constraints': [models.UniqueConstraint(fields=('claim', 'number'), name='publication_number_unique'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='publication_from_1')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalClaim',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, default=corpus.ids.new_id, editable=False, max_length=12)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('statement', models.CharField(max_length=500)),
                ('attribution', models.CharField(blank=True, help_text="In the document's words, where nobody is named.", max_length=200)),
                ('said_on', models.DateField(blank=True, null=True)),
                ('said_precision', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], max_length=5)),
                ('credibility', models.PositiveSmallIntegerField(choices=[(1, 'confirmed by other sources'), (2, 'probably true'), (3, 'possibly true'), (4, 'doubtful'), (5, 'improbable'), (6, 'cannot be judged')], default=6)),
                ('verdict', models.CharField(blank=True, max_length=100)),
                ('status', models.CharField(choices=[('draft', 'draft'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='draft', editable=False, max_length=9)),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('slug', models.CharField(blank=True, editable=False, max_length=100)),
                ('key', models.UUIDField(blank=True, editable=False, null=True)),
                ('request_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('edited_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deleted_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('speaker', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='corpus.person')),
                ('publication', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='annotations.publication')),
            ],
            options={
                'verbose_name': 'historical claim',
                'verbose_name_plural': 'historical claims',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='QuotedSpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('piece', models.PositiveSmallIntegerField(default=0)),
                ('revision_number', models.PositiveIntegerField()),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('passage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quoted_spans', to='annotations.passage')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quoted_spans', to='annotations.publication')),
            ],
            options={
                'ordering': ['publication', 'passage', 'piece'],
                'constraints': [models.UniqueConstraint(fields=('publication', 'passage', 'piece'), name='quoted_span_unique'), models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='quoted_span_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=corpus.ids.new_id, editable=False, max_length=12, unique=True)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('kind', models.CharField(choices=[('contradicts', 'contradicts'), ('repeats', 'repeats'), ('supports', 'supports'), ('corrects', 'corrects')], max_length=11)),
                ('deleted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations_from', to='annotations.claim')),
                ('to_claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations_to', to='annotations.claim')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['contradicts', 'repeats', 'supports', 'corrects'])), name='relation_kind_known'), models.CheckConstraint(condition=models.Q(('from_claim', models.F('to_claim')), _negated=True), name='relation_between_two', violation_error_message='A claim has no relation to itself.'), models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('from_claim', 'to_claim', 'kind'), name='relation_unique'), models.UniqueConstraint(django.db.models.functions.comparison.Least('from_claim', 'to_claim'), django.db.models.functions.comparison.Greatest('from_claim', 'to_claim'), models.F('kind'), condition=models.Q(('deleted_at', None), ('kind__in', ['contradicts', 'repeats'])), name='relation_symmetric_once', violation_error_message='These two claims are related so already.')],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=corpus.ids.new_id, editable=False, max_length=12, unique=True)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=100)),
                ('slug', models.SlugField(allow_unicode=True, blank=True, editable=False, max_length=100)),
                ('name_key', models.CharField(editable=False, max_length=200)),
                ('definition', models.TextField(blank=True)),
                ('hue', models.PositiveSmallIntegerField(choices=[(1, '1'), (2, '2'), (3, '3'), (4, '4'), (5, '5'), (6, '6'), (7, '7'), (8, '8'), (9, '9'), (10, '10')])),
                ('deleted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='annotations.tag')),
            ],
            options={
                'ordering': ['name_key', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name_key', ''), _negated=True), name='tag_named'), models.CheckConstraint(condition=models.Q(('name__contains', ','), _negated=True), name='tag_name_without_comma', violation_error_message="A tag's name holds no comma."), models.CheckConstraint(condition=models.Q(('hue__gte', 1), ('hue__lte', 10)), name='tag_hue_known'), models.UniqueConstraint(condition=models.Q(('deleted_at', None), ('merged_into', None)), fields=('name_key',), name='tag_name_unique'), models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='tag_not_merged_into_self')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalTag',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, default=corpus.ids.new_id, editable=False, max_length=12)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=100)),
                ('slug', models.SlugField(allow_unicode=True, blank=True, editable=False, max_length=100)),
                ('name_key', models.CharField(editable=False, max_length=200)),
                ('definition', models.TextField(blank=True)),
                ('hue', models.PositiveSmallIntegerField(choices=[(1, '1'), (2, '2'), (3, '3'), (4, '4'), (5, '5'), (6, '6'), (7, '7'), (8, '8'), (9, '9'), (10, '10')])),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('deleted_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='annotations.tag')),
            ],
            options={
                'verbose_name': 'historical tag',
                'verbose_name_plural': 'historical tags',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='PassageTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tag_links', to='annotations.passage')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_links', to='annotations.tag')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('content_object', 'tag'), name='passage_tag_unique')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalPassageTag',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('content_object', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='annotations.passage')),
                ('tag', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='annotations.tag')),
            ],
            options={
                'verbose_name': 'historical passage tag',
                'verbose_name_plural': 'historical passage tags',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalClaimTag',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('content_object', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='annotations.claim')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tag', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='annotations.tag')),
            ],
            options={
                'verbose_name': 'historical claim tag',
                'verbose_name_plural': 'historical claim tags',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ClaimTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tag_links', to='annotations.claim')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_links', to='annotations.tag')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('content_object', 'tag'), name='claim_tag_unique')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalReader',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('state', models.CharField(choices=[('unread', 'unread'), ('reading', 'reading'), ('done', 'done')], default='unread', max_length=7)),
                ('is_assigned', models.BooleanField(default=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('article', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='corpus.article')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical reader',
                'verbose_name_plural': 'historical readers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Reader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('unread', 'unread'), ('reading', 'reading'), ('done', 'done')], default='unread', max_length=7)),
                ('is_assigned', models.BooleanField(default=False)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readers', to='corpus.article')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reading', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['member', 'state'], name='reader_by_member')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['unread', 'reading', 'done'])), name='reader_state_known'), models.UniqueConstraint(fields=('article', 'member'), name='reader_unique')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalDismissal',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('kind', models.CharField(choices=[('place', 'not here'), ('person', 'nowhere in this article'), ('spelling', 'another name'), ('words', 'not here'), ('phrase', 'nowhere in this article')], max_length=8)),
                ('words', models.CharField(blank=True, max_length=400)),
                ('prefix', models.CharField(blank=True, max_length=32)),
                ('suffix', models.CharField(blank=True, max_length=32)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('article', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='corpus.article')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deleted_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='corpus.person')),
            ],
            options={
                'verbose_name': 'historical dismissal',
                'verbose_name_plural': 'historical dismissals',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMember',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('hides_colleagues', models.BooleanField(default=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical member',
                'verbose_name_plural': 'historical members',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hides_colleagues', models.BooleanField(default=False)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='member', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Dismissal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('kind', models.CharField(choices=[('place', 'not here'), ('person', 'nowhere in this article'), ('spelling', 'another name'), ('words', 'not here'), ('phrase', 'nowhere in this article')], max_length=8)),
                ('words', models.CharField(blank=True, max_length=400)),
                ('prefix', models.CharField(blank=True, max_length=32)),
                ('suffix', models.CharField(blank=True, max_length=32)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dismissals', to='corpus.article')),
                ('created_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='dismissals', to=settings.AUTH_USER_MODEL)),
                ('deleted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dismissals', to='corpus.person')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['kind', 'words'], name='dismissal_by_words')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('article', 'person', 'kind', 'words', 'prefix', 'suffix'), name='dismissal_unique'), models.CheckConstraint(condition=models.Q(('kind__in', ['place', 'person', 'spelling', 'words', 'phrase'])), name='dismissal_kind_known'), models.UniqueConstraint(condition=models.Q(('deleted_at', None), ('person', None)), fields=('article', 'kind', 'words', 'prefix', 'suffix'), name='dismissal_of_phrase_unique'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['words', 'phrase']), ('person', None)), models.Q(('person__isnull', False), models.Q(('kind__in', ['words', 'phrase']), _negated=True)), _connector='OR'), name='dismissal_of_person_or_phrase')],
            },
        ),
        migrations.CreateModel(
            name='PassageIndex',
            fields=[
                ('passage', models.OneToOneField(db_column='rowid', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='index', to='annotations.passage')),
                ('title', models.TextField()),
                ('text', models.TextField()),
                ('title_stems', models.TextField()),
                ('text_stems', models.TextField()),
                ('byline', models.TextField()),
            ],
            options={
                'db_table': 'annotations_passage_index',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='ClaimIndex',
            fields=[
                ('claim', models.OneToOneField(db_column='rowid', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='index', to='annotations.claim')),
                ('title', models.TextField()),
                ('text', models.TextField()),
                ('title_stems', models.TextField()),
                ('text_stems', models.TextField()),
                ('byline', models.TextField()),
            ],
            options={
                'db_table': 'annotations_claim_index',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='TagIndex',
            fields=[
                ('tag', models.OneToOneField(db_column='rowid', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='index', to='annotations.tag')),
                ('title', models.TextField()),
                ('text', models.TextField()),
                ('title_stems', models.TextField()),
                ('text_stems', models.TextField()),
                ('byline', models.TextField()),
            ],
            options={
                'db_table': 'annotations_tag_index',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='HistoricalSavedSearch',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, default=corpus.ids.new_id, editable=False, max_length=12)),
                ('name', models.CharField(max_length=100)),
                ('query', models.TextField()),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('member', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical saved search',
                'verbose_name_plural': 'historical saved searches',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=corpus.ids.new_id, editable=False, max_length=12, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('query', models.TextField()),
                ('member', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='saved_searches', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'saved searches',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('member', 'name'), name='saved_search_name_unique'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_search_named')],
            },
        ),
        migrations.AddField(
            model_name='claim',
            name='publication',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='annotations.publication'),
        ),
        migrations.AddField(
            model_name='claim',
            name='tags',
            field=taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='annotations.ClaimTag', to='annotations.Tag', verbose_name='Tags'),
        ),
        migrations.AddField(
            model_name='passage',
            name='tags',
            field=taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='annotations.PassageTag', to='annotations.Tag', verbose_name='Tags'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'draft'), ('publication__isnull', False), _connector='OR'), name='claim_published_with_publication'),
        ),
        migrations.RunPython(make_search_tables, drop_search_tables),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
