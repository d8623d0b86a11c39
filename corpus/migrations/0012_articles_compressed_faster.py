"""Compress the texts of articles by lz4 on PostgreSQL, where the server was built with it.

Its default leaves many texts of a few kilobytes as they are, after it has tried. Only texts
written from now on are compressed so: the others stay readable as they are.
"""

from django.db import migrations

HAS_LZ4 = "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"
COMPRESS = "ALTER TABLE corpus_article ALTER COLUMN text SET COMPRESSION lz4"


def compress_by_lz4(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(HAS_LZ4)
        if cursor.fetchone() == (True,):
            cursor.execute(COMPRESS)


class Migration(migrations.Migration):
    dependencies = [("corpus", "0011_blocks_left_out_of_pages")]

    operations = [migrations.RunPython(compress_by_lz4, migrations.RunPython.noop)]
