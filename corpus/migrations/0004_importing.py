"""What imports know articles by, sketches of their texts, and jobs; filled for what is there."""

import corpus.ids
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from corpus.addresses import address_key
from corpus.models.search_tables import ARTICLES


def fill(apps, schema_editor):
    Article = apps.get_model("corpus", "Article")
    for pk, url in Article.objects.exclude(url="").values_list("pk", "url").iterator():
        Article.objects.filter(pk=pk).update(address_key=address_key(url))
    # Adding a column, Django on SQLite builds the table anew, and drops the triggers on it.
    ARTICLES.create_trigger(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('corpus', '0003_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Sketch',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='corpus.article')),
                ('hashes', models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name='article',
            name='address_key',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=400),
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
                ('state', models.CharField(choices=[('ready', 'waits to be started'), ('running', 'is under way'), ('stopped', 'was stopped'), ('finished', 'is finished')], default='ready', max_length=10)),
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
            },
        ),
        migrations.AddConstraint(
            model_name='importjob',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['ready', 'running', 'stopped', 'finished'])), name='import_state_known'),
        ),
        migrations.AddConstraint(
            model_name='resemblance',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='resemblance_unique'),
        ),
        migrations.AddConstraint(
            model_name='resemblance',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='resemblance_smaller_first'),
        ),
        migrations.AddConstraint(
            model_name='uploadchunk',
            constraint=models.UniqueConstraint(fields=('job', 'number'), name='upload_chunk_unique'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
