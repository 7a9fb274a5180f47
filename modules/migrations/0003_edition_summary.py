"""The summary belongs to the edition: readers never see a draft's. The triggers are put back on the rebuilt table."""

from django.db import migrations, models

from records.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("modules", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="summary",
            field=models.TextField(blank=True, default="", editable=False, verbose_name="summary"),
        ),
        refuse_changes("modules_edition", allow_update=("state", "published_at")),
    ]
