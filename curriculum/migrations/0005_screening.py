"""Which notes of a screening an officer was shown; rows are only added."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from records.append_only import refuse_changes


class Migration(migrations.Migration):

    dependencies = [
        ('curriculum', '0004_package_claims'),
        ('modules', '0008_screening'),
    ]

    operations = [
        migrations.CreateModel(
            name='NoteShown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note_id', models.CharField(max_length=100)),
                ('digest', models.CharField(max_length=64)),
                ('how', models.CharField(choices=[('played', 'at its second, beside the video or the clock'), ('listed', 'read in the list')], max_length=10)),
                ('shown_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('edition_step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='modules.editionstep')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes_shown', to='curriculum.enrolment')),
            ],
            options={
                'verbose_name_plural': 'notes shown',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'digest'), name='note_shown_once')],
            },
        ),
        refuse_changes('curriculum_noteshown'),
    ]
