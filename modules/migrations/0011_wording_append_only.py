from django.db import migrations

from records.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("modules", "0010_wording_answers")]

    operations = [
        refuse_changes("modules_wordinganswer"),
        refuse_changes("modules_editionwording"),
    ]
