"""What was published: every table as it was on 28 November 2026, and its search tables."""

import corpus.ids
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

# What each database runs to make the tables that rows are found by, and the triggers that keep stale
# words from being found: FTS5 on SQLite, a generated tsvector on PostgreSQL.
SEARCH_TABLES = {
    "sqlite": [
        """
CREATE VIRTUAL TABLE corpus_article_index USING fts5(
    title, text, title_stems, text_stems, byline,
    tokenize = 'ascii', prefix = '1 2 3', columnsize = 0
)
        """,
        "INSERT INTO corpus_article_index(corpus_article_index, rank) VALUES('hashsize', 16000000)",
        """
CREATE TRIGGER corpus_article_index_stale AFTER UPDATE OF sort_key, title, text, byline ON corpus_article
WHEN old.sort_key IS NOT new.sort_key OR old.title IS NOT new.title OR old.text IS NOT new.text OR old.byline IS NOT new.byline BEGIN DELETE FROM corpus_article_index WHERE rowid = old.sort_key; END
        """,
        """
CREATE VIRTUAL TABLE corpus_person_index USING fts5(
    title, text, title_stems, text_stems, byline,
    tokenize = 'ascii', prefix = '1 2 3', columnsize = 0
)
        """,
        "INSERT INTO corpus_person_index(corpus_person_index, rank) VALUES('hashsize', 16000000)",
        """
CREATE TRIGGER corpus_person_index_stale AFTER UPDATE OF id, name ON corpus_person
WHEN old.id IS NOT new.id OR old.name IS NOT new.name BEGIN DELETE FROM corpus_person_index WHERE rowid = old.id; END
        """,
    ],
    "postgresql": [
        """
CREATE TABLE corpus_article_index (
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
        "CREATE INDEX corpus_article_index_lexemes ON corpus_article_index USING gin (lexemes)",
        """
CREATE FUNCTION corpus_article_index_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN DELETE FROM corpus_article_index WHERE rowid = old.sort_key; RETURN NULL; END $$
        """,
        """
CREATE TRIGGER corpus_article_index_stale AFTER UPDATE OF sort_key, title, text, byline ON corpus_article
FOR EACH ROW WHEN (old.sort_key IS DISTINCT FROM new.sort_key OR old.title IS DISTINCT FROM new.title OR old.text IS DISTINCT FROM new.text OR old.byline IS DISTINCT FROM new.byline) EXECUTE FUNCTION corpus_article_index_stale()
        """,
        """
CREATE TABLE corpus_person_index (
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
        "CREATE INDEX corpus_person_index_lexemes ON corpus_person_index USING gin (lexemes)",
        """
CREATE FUNCTION corpus_person_index_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN DELETE FROM corpus_person_index WHERE rowid = old.id; RETURN NULL; END $$
        """,
        """
CREATE TRIGGER corpus_person_index_stale AFTER UPDATE OF id, name ON corpus_person
FOR EACH ROW WHEN (old.id IS DISTINCT FROM new.id OR old.name IS DISTINCT FROM new.name) EXECUTE FUNCTION corpus_person_index_stale()
        """,
    ],
}
SEARCH_TABLE_NAMES = ["corpus_article_index", "corpus_person_index"]


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


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.BinaryField()),
                ('media_type', models.CharField(max_length=100)),
                ('sha256', models.CharField(max_length=64, unique=True, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField(verbose_name='bytes')),
            ],
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_undone', models.BooleanField(default=False, editable=False)),
                ('undoes', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='corpus.action')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['by', 'id'], name='action_by_member')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalSource',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, default=corpus.ids.new_id, editable=False, max_length=12)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('name_key', models.CharField(editable=False, max_length=400)),
                ('domain', models.CharField(blank=True, help_text='Such as reuters.com.', max_length=253)),
                ('country', models.CharField(blank=True, max_length=100)),
                ('description', models.TextField(blank=True)),
                ('reliability', models.CharField(choices=[('A', 'completely reliable'), ('B', 'usually reliable'), ('C', 'fairly reliable'), ('D', 'not usually reliable'), ('E', 'unreliable'), ('F', 'cannot be judged')], default='F', editable=False, max_length=1)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('deleted_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical source',
                'verbose_name_plural': 'historical sources',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=corpus.ids.new_id, editable=False, max_length=12, unique=True)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('name_key', models.CharField(db_index=True, editable=False, max_length=400)),
                ('kind', models.CharField(choices=[('person', 'person'), ('organisation', 'organisation'), ('group', 'group')], default='person', max_length=12)),
                ('description', models.TextField(blank=True)),
                ('deleted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='corpus.person')),
            ],
            options={
                'verbose_name_plural': 'people',
                'ordering': ['name_key', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'organisation', 'group'])), name='person_kind_known'), models.CheckConstraint(condition=models.Q(('name_key', ''), _negated=True), name='person_named'), models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='person_not_merged_into_self')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalPerson',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, default=corpus.ids.new_id, editable=False, max_length=12)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('name_key', models.CharField(db_index=True, editable=False, max_length=400)),
                ('kind', models.CharField(choices=[('person', 'person'), ('organisation', 'organisation'), ('group', 'group')], default='person', max_length=12)),
                ('description', models.TextField(blank=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('deleted_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='corpus.person')),
            ],
            options={
                'verbose_name': 'historical person',
                'verbose_name_plural': 'historical people',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalAlias',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('name', models.CharField(max_length=200)),
                ('name_key', models.CharField(db_index=True, editable=False, max_length=400)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('deleted_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='corpus.person')),
            ],
            options={
                'verbose_name': 'historical alias',
                'verbose_name_plural': 'historical aliases',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('name', models.CharField(max_length=200)),
                ('name_key', models.CharField(db_index=True, editable=False, max_length=400)),
                ('deleted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aliases', to='corpus.person')),
            ],
            options={
                'verbose_name_plural': 'aliases',
                'ordering': ['name_key', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('person', 'name_key'), name='alias_unique'), models.CheckConstraint(condition=models.Q(('name_key', ''), _negated=True), name='alias_named')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=corpus.ids.new_id, editable=False, max_length=12, unique=True)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('name_key', models.CharField(editable=False, max_length=400)),
                ('domain', models.CharField(blank=True, help_text='Such as reuters.com.', max_length=253)),
                ('country', models.CharField(blank=True, max_length=100)),
                ('description', models.TextField(blank=True)),
                ('reliability', models.CharField(choices=[('A', 'completely reliable'), ('B', 'usually reliable'), ('C', 'fairly reliable'), ('D', 'not usually reliable'), ('E', 'unreliable'), ('F', 'cannot be judged')], default='F', editable=False, max_length=1)),
                ('deleted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name_key', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('name_key',), name='source_name_unique'), models.CheckConstraint(condition=models.Q(('reliability__in', ['A', 'B', 'C', 'D', 'E', 'F'])), name='source_reliability_known'), models.CheckConstraint(condition=models.Q(('name_key', ''), _negated=True), name='source_named')],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=corpus.ids.new_id, editable=False, max_length=12, unique=True)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', models.CharField(blank=True, max_length=500)),
                ('byline', models.CharField(blank=True, max_length=300)),
                ('place', models.CharField(blank=True, help_text='Where it was written.', max_length=200)),
                ('url', models.URLField(blank=True, max_length=2000)),
                ('language', models.CharField(default='en', help_text='A BCP 47 tag: en, ru.', max_length=35)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('published_precision', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], max_length=5)),
                ('date_note', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField()),
                ('revision_number', models.PositiveIntegerField(default=1, editable=False)),
                ('sort_key', models.BigIntegerField(editable=False, unique=True)),
                ('deleted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='corpus.source')),
                ('address_key', models.CharField(blank=True, db_index=True, editable=False, max_length=400)),
            ],
            options={
                'ordering': ['-sort_key'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('published_on__isnull', False), ('published_precision__in', ['day', 'month', 'year'])), models.Q(('published_on__isnull', True), ('published_precision', '')), _connector='OR'), name='article_date_precise'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='article_has_text'), models.CheckConstraint(condition=models.Q(('revision_number__gte', 1)), name='article_revision_from_1')],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 of the text in UTF-8')),
                ('reason', models.CharField(max_length=500)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='corpus.article')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['article', 'number'],
                'constraints': [models.UniqueConstraint(fields=('article', 'number'), name='revision_number_unique'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='revision_number_from_1')],
            },
        ),
        migrations.CreateModel(
            name='Retrieval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(blank=True, max_length=2000)),
                ('retrieved_at', models.DateTimeField(blank=True, null=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='retrievals', to='corpus.article')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='retrievals', to='corpus.snapshot')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('retrieved_at', None)), fields=('article', 'snapshot'), name='retrieval_at_unknown_time_unique')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalGrade',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('letter', models.CharField(choices=[('A', 'completely reliable'), ('B', 'usually reliable'), ('C', 'fairly reliable'), ('D', 'not usually reliable'), ('E', 'unreliable'), ('F', 'cannot be judged')], max_length=1, verbose_name='grade')),
                ('reason', models.CharField(max_length=500)),
                ('graded_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='date')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('deleted_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='corpus.source')),
            ],
            options={
                'verbose_name': 'historical grade',
                'verbose_name_plural': 'historical grades',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalCredit',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('kind', models.CharField(choices=[('via', 'via'), ('carried_by', 'carried by'), ('cites', 'cites')], max_length=10)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('article', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='corpus.article')),
                ('deleted_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='corpus.source')),
            ],
            options={
                'verbose_name': 'historical credit',
                'verbose_name_plural': 'historical credits',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalArticle',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, default=corpus.ids.new_id, editable=False, max_length=12)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', models.CharField(blank=True, max_length=500)),
                ('byline', models.CharField(blank=True, max_length=300)),
                ('place', models.CharField(blank=True, help_text='Where it was written.', max_length=200)),
                ('url', models.URLField(blank=True, max_length=2000)),
                ('language', models.CharField(default='en', help_text='A BCP 47 tag: en, ru.', max_length=35)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('published_precision', models.CharField(blank=True, choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], max_length=5)),
                ('date_note', models.CharField(blank=True, max_length=200)),
                ('revision_number', models.PositiveIntegerField(default=1, editable=False)),
                ('sort_key', models.BigIntegerField(db_index=True, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='corpus.action')),
                ('deleted_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='corpus.source')),
            ],
            options={
                'verbose_name': 'historical article',
                'verbose_name_plural': 'historical articles',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Grade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('letter', models.CharField(choices=[('A', 'completely reliable'), ('B', 'usually reliable'), ('C', 'fairly reliable'), ('D', 'not usually reliable'), ('E', 'unreliable'), ('F', 'cannot be judged')], max_length=1, verbose_name='grade')),
                ('reason', models.CharField(max_length=500)),
                ('graded_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='date')),
                ('deleted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grades', to='corpus.source')),
            ],
            options={
                'ordering': ['-graded_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('letter__in', ['A', 'B', 'C', 'D', 'E', 'F'])), name='grade_letter_known')],
            },
        ),
        migrations.CreateModel(
            name='Credit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('kind', models.CharField(choices=[('via', 'via'), ('carried_by', 'carried by'), ('cites', 'cites')], max_length=10)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='corpus.article')),
                ('deleted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='corpus.source')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['via', 'carried_by', 'cites'])), name='credit_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('source', None), models.Q(('words', ''), _negated=True)), models.Q(('source__isnull', False), ('words', '')), _connector='OR'), name='credit_source_or_words', violation_error_message='Name a source or, where it is unknown, words: one of both.')],
            },
        ),
        migrations.CreateModel(
            name='ArticleIndex',
            fields=[
                ('article', models.OneToOneField(db_column='rowid', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='index', to='corpus.article', to_field='sort_key')),
                ('title', models.TextField()),
                ('text', models.TextField()),
                ('title_stems', models.TextField()),
                ('text_stems', models.TextField()),
                ('byline', models.TextField()),
            ],
            options={
                'db_table': 'corpus_article_index',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='PersonIndex',
            fields=[
                ('person', models.OneToOneField(db_column='rowid', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='index', to='corpus.person')),
                ('title', models.TextField()),
                ('text', models.TextField()),
                ('title_stems', models.TextField()),
                ('text_stems', models.TextField()),
                ('byline', models.TextField()),
            ],
            options={
                'db_table': 'corpus_person_index',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Sketch',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='corpus.article')),
                ('hashes', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Holder',
            fields=[
                ('pk', models.CompositePrimaryKey('hash', 'article_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('hash', models.BigIntegerField()),
                ('article', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='corpus.article')),
            ],
            options={
                'db_table': 'corpus_sketch_holder',
            },
        ),
        migrations.CreateModel(
            name='ImportJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=corpus.ids.new_id, editable=False, max_length=12, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('format', models.CharField(blank=True, max_length=20)),
                ('columns', models.JSONField(default=dict)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('language', models.CharField(blank=True, max_length=35)),
                ('is_update', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('finished_at', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('ready', 'waits to be started'), ('running', 'is under way'), ('stopped', 'was stopped'), ('given up', 'was given up'), ('finished', 'is finished')], default='ready', max_length=10)),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='bytes')),
                ('position', models.PositiveBigIntegerField(default=0)),
                ('new_count', models.PositiveIntegerField(default=0)),
                ('same_count', models.PositiveIntegerField(default=0)),
                ('other_count', models.PositiveIntegerField(default=0)),
                ('updated_count', models.PositiveIntegerField(default=0)),
                ('refused_count', models.PositiveIntegerField(default=0)),
                ('resembling_count', models.PositiveIntegerField(default=0)),
                ('dropped_count', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sources', models.ManyToManyField(related_name='+', to='corpus.source')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['ready', 'running', 'stopped', 'given up', 'finished'])), name='import_state_known')],
            },
        ),
        migrations.CreateModel(
            name='ImportProblem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.CharField(max_length=200)),
                ('line', models.PositiveBigIntegerField(null=True)),
                ('item', models.PositiveBigIntegerField(null=True)),
                ('field', models.CharField(blank=True, max_length=100)),
                ('reason', models.CharField(max_length=500)),
                ('is_left_out', models.BooleanField(default=True, verbose_name='the record did not go in')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='corpus.importjob')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Resemblance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('percent', models.PositiveSmallIntegerField(verbose_name='hundredths of both texts that are the same')),
                ('held_percent', models.PositiveSmallIntegerField(verbose_name='hundredths of the shorter one')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resembled_after', to='corpus.article')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resembled_before', to='corpus.article')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='resemblance_unique'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='resemblance_smaller_first')],
            },
        ),
        migrations.CreateModel(
            name='UploadChunk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.BinaryField()),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chunks', to='corpus.importjob')),
            ],
            options={
                'ordering': ['job', 'number'],
                'constraints': [models.UniqueConstraint(fields=('job', 'number'), name='upload_chunk_unique')],
            },
        ),
        migrations.RunPython(make_search_tables, drop_search_tables),
    ]
