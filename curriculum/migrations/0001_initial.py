"""The first tables of the room."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('modules', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('hours', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='hours')),
                ('pass_mark', models.PositiveSmallIntegerField(blank=True, help_text="Raises the pass mark of every scenario below it. Empty: each scenario's own.", null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='pass mark, per cent')),
                ('attempts_limit', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='attempts at each scenario')),
                ('validity_months', models.PositiveSmallIntegerField(blank=True, help_text='Empty: it never lapses.', null=True, verbose_name='counts for, months')),
                ('evidence', models.CharField(choices=[('server_scored', 'Server-scored quiz'), ('read', 'Lessons marked as read')], default='server_scored', max_length=20, verbose_name='evidence')),
            ],
            options={
                'ordering': ['title'],
                'constraints': [models.CheckConstraint(condition=models.Q(('hours__gt', 0)), name='course_hours_above_zero'), models.CheckConstraint(condition=models.Q(('pass_mark__lte', 100)), name='course_pass_mark_per_cent'), models.CheckConstraint(condition=models.Q(('attempts_limit__gte', 1)), name='course_attempts_at_least_one')],
            },
        ),
        migrations.CreateModel(
            name='CourseModule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='position')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='course_modules', to='curriculum.course')),
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='course_modules', to='modules.modulepage')),
            ],
            options={
                'ordering': ['course', 'position'],
                'constraints': [models.UniqueConstraint(fields=('course', 'position'), name='course_position_once'), models.UniqueConstraint(fields=('course', 'module'), name='course_module_once')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_on', models.DateField()),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='people.officer')),
            ],
            options={
                'ordering': ['-sent_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('officer', 'sent_on'), name='reminder_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Requirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('legal_basis', models.TextField(blank=True, verbose_name='legal basis')),
                ('layer', models.CharField(choices=[('state_law', 'State law'), ('local_policy', 'San Francisco policy'), ('good_practice', 'Good practice')], max_length=20, verbose_name='layer')),
                ('everyone', models.BooleanField(default=False, verbose_name='everyone in the department')),
                ('ranks', models.JSONField(blank=True, default=list, help_text='Only these ranks; an empty list means every rank.', verbose_name='ranks')),
                ('due_days', models.PositiveSmallIntegerField(default=30, verbose_name='days to finish')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts on')),
                ('active', models.BooleanField(default=True, verbose_name='active')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requirements', to='curriculum.course')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requirements', to='people.department')),
                ('units', models.ManyToManyField(blank=True, related_name='requirements', to='people.unit')),
            ],
            options={
                'ordering': ['department', 'title'],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('due_on', models.DateField(verbose_name='due on')),
                ('assigned_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='assigned at')),
                ('completed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('valid_until', models.DateField(blank=True, editable=False, null=True)),
                ('waived_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('waived_by_reference', models.CharField(blank=True, editable=False, max_length=60)),
                ('waived_reason', models.TextField(blank=True, verbose_name='reason of the waiver')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='people.officer')),
                ('requirement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='curriculum.requirement')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
                'indexes': [models.Index(condition=models.Q(('completed_at__isnull', True), ('waived_at__isnull', True)), fields=['due_on'], name='assignment_open_due'), models.Index(fields=['requirement', 'valid_until'], name='assignment_lapse'), models.Index(fields=['requirement', 'officer'], name='assignment_turns')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('completed_at__isnull', True), ('waived_at__isnull', True)), fields=('requirement', 'officer'), name='assignment_open_once'), models.CheckConstraint(condition=models.Q(('completed_at__isnull', True), ('waived_at__isnull', True), _connector='OR'), name='assignment_done_or_waived'), models.CheckConstraint(condition=models.Q(models.Q(('waived_at__isnull', True), ('waived_reason', '')), models.Q(('waived_at__isnull', False), models.Q(('waived_reason', ''), _negated=True), models.Q(('waived_by_reference', ''), _negated=True)), _connector='OR'), name='assignment_waiver_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='started at')),
                ('completed_at', models.DateTimeField(blank=True, null=True, verbose_name='completed at')),
                ('completion_reference', models.CharField(blank=True, editable=False, max_length=64)),
                ('notice', models.CharField(blank=True, choices=[('waiting', 'Withdrawn, to be replaced'), ('moved', 'Withdrawn and replaced')], editable=False, max_length=10)),
                ('notice_about', models.CharField(blank=True, editable=False, max_length=255)),
                ('notice_reason', models.TextField(blank=True, editable=False)),
                ('assignment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='enrolment', to='curriculum.assignment')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='curriculum.course')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='people.officer')),
            ],
            options={
                'ordering': ['-started_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('completed_at__isnull', True), ('completion_reference', '')), models.Q(('completed_at__isnull', False), models.Q(('completion_reference', ''), _negated=True)), _connector='OR'), name='enrolment_done_has_its_completion')],
            },
        ),
        migrations.CreateModel(
            name='EnrolmentEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolment_pins', to='modules.edition')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pins', to='curriculum.enrolment')),
            ],
            options={
                'ordering': ['enrolment', 'position'],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'position'), name='enrolment_position_once'), models.UniqueConstraint(fields=('enrolment', 'edition'), name='enrolment_edition_once')],
            },
        ),
        migrations.CreateModel(
            name='ExtraAttempts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step_key', models.UUIDField(verbose_name='step')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='further attempts')),
                ('reason', models.TextField(verbose_name='reason')),
                ('granted_by_reference', models.CharField(editable=False, max_length=60, verbose_name='allowed by')),
                ('granted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='allowed at')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extra_attempts', to='curriculum.enrolment')),
            ],
            options={
                'verbose_name_plural': 'extra attempts',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='extra_attempts_at_least_one'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('granted_by_reference', ''), _negated=True)), name='extra_attempts_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='StepProgress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('completed_at', models.DateTimeField(blank=True, null=True)),
                ('carried_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='modules.editionstep')),
                ('edition_step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='progress', to='modules.editionstep')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress', to='curriculum.enrolment')),
            ],
            options={
                'verbose_name_plural': 'step progress',
                'ordering': ['enrolment', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'edition_step'), name='step_progress_once')],
            },
        ),
        migrations.AddField(
            model_name='course',
            name='modules',
            field=models.ManyToManyField(related_name='courses', through='curriculum.CourseModule', to='modules.modulepage'),
        ),
        migrations.AddField(
            model_name='enrolment',
            name='editions',
            field=models.ManyToManyField(related_name='enrolments', through='curriculum.EnrolmentEdition', to='modules.edition'),
        ),
    ]
