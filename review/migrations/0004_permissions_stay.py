"""A permission to hold a recording is never rewritten or deleted, only withdrawn."""

from django.db import migrations

from records.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("review", "0003_materials")]

    operations = [refuse_changes("review_hostingpermission", allow_update=("withdrawn_at", "withdrawn_reason"))]
