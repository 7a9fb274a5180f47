"""When each authority is due, and: what moved and what was answered stays on record."""

from datetime import date, timedelta

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from records.append_only import refuse_changes


def work_out_next_checks(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for authority in apps.get_model("modules", "Authority").objects.all():
        last: date = authority.last_verified or authority.entered_on
        authority.next_check_on = last + timedelta(days=authority.check_days)
        authority.save(update_fields=["next_check_on"])


class Migration(migrations.Migration):
    dependencies = [("modules", "0004_law_that_moves")]

    operations = [
        migrations.AlterModelOptions(name="editioncitation", options={"verbose_name": "passage"}),
        migrations.RunPython(work_out_next_checks, migrations.RunPython.noop),
        refuse_changes("modules_authoritychange", allow_update=("closed_at", "told_at")),
        refuse_changes("modules_changeanswer"),
    ]
