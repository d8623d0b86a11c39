"""Sketches of the texts that are there, and which of them are nearly the same."""

from django.db import migrations


def fill(apps, schema_editor):
    # The tables are as the models of today have them: what finds pairs is written once.
    from corpus.models.resemblance import Sketch
    from corpus.resembling import sketch_of
    from corpus.search.words import terms

    articles = apps.get_model("corpus", "Article").objects.order_by("pk")
    sketches = {}
    for pk, text in articles.values_list("pk", "text").iterator(chunk_size=500):
        if sketch := sketch_of(terms(text)[0]):
            sketches[pk] = sketch
        if len(sketches) == 500:
            Sketch.objects.put_new(sketches)
            sketches = {}
    Sketch.objects.put_new(sketches)


class Migration(migrations.Migration):
    dependencies = [("corpus", "0004_importing")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
