"""A third way in which a note of a screening comes before an officer: after its second was passed over."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('curriculum', '0005_screening')]

    operations = [
        migrations.AlterField(
            model_name='noteshown',
            name='how',
            field=models.CharField(choices=[('played', 'at its second, beside the video or the clock'), ('passed', 'after its second was passed over, beside the video or the clock'), ('listed', 'read in the list')], max_length=10),
        ),
    ]
