"""What an edition says is never changed: the database refuses it."""

from django.db import migrations

from records.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("modules", "0001_initial")]

    operations = [
        refuse_changes("modules_edition", allow_update=("state", "published_at")),
        refuse_changes("modules_editionstep"),
        refuse_changes("modules_editionasset"),
        refuse_changes("modules_editioncitation"),
        refuse_changes("modules_editionsignature"),
        refuse_changes("modules_edition_assets"),
    ]
