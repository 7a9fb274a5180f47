"""Translations: which page says what another page's edition says, and which edition an edition translates."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from records.append_only import refuse_changes


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0002_append_only'),
        ('modules', '0005_changes_are_kept'),
    ]

    operations = [
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Español'), ('zh-hant', '中文'), ('tl', 'Tagalog'), ('vi', 'Tiếng Việt'), ('ru', 'Русский')], max_length=10, verbose_name='language')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['source', 'language'],
            },
        ),
        migrations.CreateModel(
            name='TranslationMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=100)),
                ('kind', models.CharField(choices=[('stale', 'The source changed since'), ('kept', 'Right as it is')], max_length=10)),
                ('words_digest', models.CharField(max_length=64)),
                ('source_digest', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='edition',
            name='translates',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='modules.edition'),
        ),
        migrations.AddIndex(
            model_name='editionstep',
            index=models.Index(fields=['key'], name='step_key'),
        ),
        migrations.AddField(
            model_name='translation',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='modules.edition'),
        ),
        migrations.AddField(
            model_name='translation',
            name='page',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='translation', to='modules.modulepage'),
        ),
        migrations.AddField(
            model_name='translation',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='modules.modulepage'),
        ),
        migrations.AddField(
            model_name='translationmark',
            name='translated_from',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='modules.edition'),
        ),
        migrations.AddField(
            model_name='translationmark',
            name='translation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='modules.translation'),
        ),
        migrations.AddConstraint(
            model_name='translation',
            constraint=models.UniqueConstraint(fields=('source', 'language'), name='one_translation_per_language'),
        ),
        migrations.AddConstraint(
            model_name='translation',
            constraint=models.CheckConstraint(condition=models.Q(('page', models.F('source')), _negated=True), name='translation_not_of_itself'),
        ),
        migrations.AddConstraint(
            model_name='translationmark',
            constraint=models.UniqueConstraint(fields=('translation', 'place'), name='mark_once_per_place'),
        ),
        refuse_changes("modules_edition", allow_update=("state", "published_at")),
    ]
