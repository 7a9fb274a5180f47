"""Which step was really done, where it was done in another language."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('curriculum', '0003_assignment_turns'),
        ('modules', '0012_translations'),
    ]

    operations = [
        migrations.AddField(
            model_name='stepprogress',
            name='carried_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='modules.editionstep'),
        ),
    ]
