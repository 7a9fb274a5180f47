"""Notes of signed dossiers, and the step that shows them."""

import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from records.append_only import refuse_changes


class Migration(migrations.Migration):

    dependencies = [
        ('modules', '0007_thin_licences'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='ScreeningNotes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('language', models.CharField(max_length=10)),
                ('content', models.JSONField()),
                ('standing', models.BooleanField(default=True)),
                ('deposited_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name_plural': 'screening notes',
                'ordering': ['title', '-pk'],
            },
        ),
        migrations.AlterField(
            model_name='editionstep',
            name='kind',
            field=models.CharField(choices=[('lesson', 'Lesson'), ('scenario', 'Scenario quiz'), ('scorm', 'Package made elsewhere'), ('screening', 'Annotated screening')], max_length=10),
        ),
        migrations.CreateModel(
            name='ScreeningPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('minutes', models.PositiveSmallIntegerField(default=10, help_text='How long it takes to read or do.', verbose_name='minutes')),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                ('notes', models.ForeignKey(blank=True, help_text='From a published dossier. The notes are shown as the agencies signed them.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='modules.screeningnotes', verbose_name='notes')),
            ],
            options={
                'verbose_name': 'annotated screening',
            },
            bases=('wagtailcore.page',),
        ),
        refuse_changes('modules_screeningnotes', allow_update=('standing',)),
    ]
