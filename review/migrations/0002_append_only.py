"""Answers to candidates, and the history of flags, are never changed: the database refuses it."""

from django.db import migrations

from records.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial")]

    operations = [refuse_changes("review_signoff"), refuse_changes("review_flagstep")]
