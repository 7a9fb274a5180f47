"""The language in which a person reads our pages; empty: what their browser asks for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_roles_once")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(blank=True, default="", max_length=10, verbose_name="language of the pages"),
        ),
    ]
