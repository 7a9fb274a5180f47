"""Attempts that were granted stay on record."""

from django.db import migrations

from records.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("curriculum", "0001_initial")]

    operations = [
        refuse_changes("curriculum_extraattempts"),
    ]
