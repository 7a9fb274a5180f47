"""Which items did not count when an attempt was finished. The triggers are put back on the rebuilt table."""

from django.db import migrations, models

from records.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="not_counted",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        refuse_changes("assessments_attempt", allow_update=("finished_at", "score_percent", "passed", "not_counted")),
    ]
