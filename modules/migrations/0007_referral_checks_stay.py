"""That somebody checked a referral is evidence: the database keeps it as it is."""

from django.db import migrations

from records.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("modules", "0006_rule_table_card_referrals")]

    operations = [refuse_changes("modules_referralcheck")]
