"""What stands with an edition is never changed; the triggers of signatures are put back on the rebuilt table."""

from django.db import migrations

from records.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("modules", "0008_signing")]

    operations = [
        refuse_changes("modules_editionsignature"),
        refuse_changes("modules_candidacy"),
        refuse_changes("modules_protectionconsent"),
        refuse_changes("modules_editiondissent"),
        refuse_changes("modules_editioncredit"),
        refuse_changes("modules_namewithdrawal"),
    ]
