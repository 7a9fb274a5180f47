"""What was signed, answered and withdrawn stays as it is."""

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
        refuse_changes("modules_authoritychange", allow_update=("closed_at", "told_at")),
        refuse_changes("modules_changeanswer"),
        refuse_changes("modules_referralcheck"),
        refuse_changes("modules_candidacy"),
        refuse_changes("modules_protectionconsent"),
        refuse_changes("modules_editiondissent"),
        refuse_changes("modules_editioncredit"),
        refuse_changes("modules_namewithdrawal"),
        refuse_changes("modules_wordinganswer"),
        refuse_changes("modules_editionwording"),
    ]
