from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotations", "0005_plain_words")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="name_key",
            field=models.CharField(db_index=True, default="", editable=False, max_length=400),
            preserve_default=False,
        )
        for model in ("origin", "historicalorigin")
    ]
