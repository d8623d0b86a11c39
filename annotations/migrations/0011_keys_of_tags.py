"""Tags have keys of their own; a desk that has tags gives its nine most used the nine digits."""

from django.db import migrations, models
from django.db.models import Count, Q

# By Django itself, SQLite would write the tables anew, without the triggers of the search index.
ADD = "ALTER TABLE annotations_{} ADD COLUMN digit smallint NULL"
CHECK = " CONSTRAINT tag_digit_known CHECK (digit >= 1 AND digit <= 9)"
DROP = "ALTER TABLE annotations_{} DROP COLUMN digit"
DIGITS = [(n, str(n)) for n in range(1, 10)]


def add_digit(model, check="", *operations):
    field = models.PositiveSmallIntegerField("key", choices=DIGITS, null=True, blank=True)
    return migrations.RunSQL(
        ADD.format(model) + check,
        DROP.format(model),
        state_operations=[migrations.AddField(model, "digit", field), *operations],
    )


def give_keys(apps, schema_editor):
    """The history gets the keys too: else the next edit of a tag would seem to have given it."""
    Tag, HistoricalTag = (apps.get_model("annotations", name) for name in ("Tag", "HistoricalTag"))
    passages = apps.get_model("annotations", "PassageTag").objects.filter(
        content_object__deleted_at=None, content_object__article__deleted_at=None
    )
    uses = dict(passages.order_by().values_list("tag").annotate(Count("pk")))
    standing = Tag.objects.filter(deleted_at=None, merged_into=None).order_by("name_key", "pk")
    used = [pk for pk in standing.values_list("pk", flat=True) if pk in uses]
    most_used = sorted(used, key=lambda pk: -uses[pk])[: len(DIGITS)]
    for digit, pk in enumerate(most_used, 1):
        Tag.objects.filter(pk=pk).update(digit=digit)
        HistoricalTag.objects.filter(id=pk).update(digit=digit)


class Migration(migrations.Migration):
    dependencies = [("annotations", "0010_words_indexed_once")]

    operations = [
        add_digit(
            "tag",
            CHECK,
            migrations.AddConstraint(
                "tag",
                models.CheckConstraint(
                    condition=Q(digit__gte=1, digit__lte=9), name="tag_digit_known"
                ),
            ),
        ),
        add_digit("historicaltag"),
        migrations.AddConstraint(
            "tag",
            models.UniqueConstraint(
                condition=Q(deleted_at=None, merged_into=None),
                fields=("digit",),
                name="tag_digit_unique",
                violation_error_message="Another tag has this key.",
            ),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop, elidable=True),
    ]
