"""The first tables of the room."""

import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Quiz',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True, verbose_name='digest')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('canonical', models.TextField(editable=False, verbose_name='definition')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name_plural': 'quizzes',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('subject', models.CharField(db_index=True, max_length=160)),
                ('number', models.PositiveSmallIntegerField()),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('score_percent', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100)])),
                ('passed', models.BooleanField(blank=True, null=True)),
                ('not_counted', models.JSONField(blank=True, default=list, editable=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to=settings.AUTH_USER_MODEL)),
                ('quiz', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='assessments.quiz')),
            ],
            options={
                'ordering': ['subject', 'number'],
                'constraints': [models.UniqueConstraint(fields=('user', 'quiz', 'subject', 'number'), name='attempt_number_once'), models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True)), fields=('user', 'quiz', 'subject'), name='one_open_attempt'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('passed__isnull', True), ('score_percent__isnull', True)), models.Q(('finished_at__isnull', False), ('passed__isnull', False), ('score_percent__lte', 100)), _connector='OR'), name='attempt_finished_whole')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_key', models.CharField(max_length=60)),
                ('scene_key', models.CharField(blank=True, max_length=60)),
                ('choices', models.JSONField()),
                ('token', models.CharField(max_length=64)),
                ('answered_at', models.DateTimeField()),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='assessments.attempt')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('attempt', 'item_key', 'scene_key'), name='answered_once'), models.UniqueConstraint(fields=('attempt', 'token'), name='answer_token_once')],
            },
        ),
    ]
