"""Objections by block and ground, votes, proposals to weaken a rule, approval links, hours."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('modules', '0009_signing_append_only'),
        ('people', '0003_roles_once'),
        ('review', '0003_docket_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('why', models.TextField(verbose_name='why a vote is called')),
                ('called_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('closes_at', models.DateTimeField(verbose_name='closes')),
                ('result', models.CharField(choices=[('open', 'Open'), ('overridden', 'Objection overridden'), ('upheld', 'Objection upheld'), ('no_quorum', 'Too few votes: the objection stands'), ('moot', 'The objection was settled before the vote ended')], default='open', max_length=12)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='HoursEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='name or pseudonym')),
                ('day', models.DateField(verbose_name='day')),
                ('hours', models.DecimalField(decimal_places=2, max_digits=4, validators=[django.core.validators.MinValueValidator(Decimal('0.25')), django.core.validators.MaxValueValidator(Decimal('24'))], verbose_name='hours')),
                ('work', models.CharField(max_length=200, verbose_name='what for')),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('state', models.CharField(choices=[('entered', 'Entered'), ('approved', 'Approved'), ('refused', 'Not approved')], default='entered', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-day', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('ground', models.CharField(choices=[('wrong_fact', 'A fact is wrong'), ('law', 'The law or policy is stated wrongly'), ('harm', 'It would harm people'), ('wording', 'The wording'), ('missing_voice', 'A voice is missing'), ('process', 'How it came about'), ('other', 'Something else')], max_length=20, verbose_name='ground')),
                ('step_key', models.UUIDField(null=True)),
                ('step_title', models.CharField(blank=True, max_length=255)),
                ('block_id', models.CharField(blank=True, max_length=100)),
                ('words', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('standing', 'Standing'), ('changed', 'Answered by a change'), ('withdrawn', 'Withdrawn'), ('overridden', 'Overridden by a vote'), ('upheld', 'Upheld by a vote')], default='standing', max_length=12)),
                ('due_on', models.DateField(verbose_name='answer due')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ObjectionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('raised', 'Raised'), ('replied', 'The authors replied'), ('changed', 'The passage was changed'), ('unchanged', 'Put up again with the passage unchanged'), ('withdrawn', 'Withdrawn'), ('vote_called', 'A vote was called'), ('overridden', 'Overridden by a vote'), ('upheld', 'Upheld by a vote'), ('no_quorum', 'Too few agencies voted')], max_length=12)),
                ('words', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PolicyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consents', models.BooleanField()),
                ('reasons', models.TextField(blank=True, verbose_name='reasons')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PolicyProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField()),
                ('data', models.JSONField(editable=False)),
                ('reasons', models.TextField(verbose_name='reasons')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('state', models.CharField(choices=[('open', 'Waiting for consent'), ('accepted', 'Accepted by every co-author'), ('refused', 'Refused'), ('overtaken', 'Overtaken by another rule')], default='open', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='SentNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.CharField(choices=[('override', 'Override: publish in spite of it'), ('uphold', 'Uphold: send the candidate back'), ('abstain', 'Abstain')], max_length=10)),
                ('reasons', models.TextField(verbose_name='reasons')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='signoff',
            name='how',
            field=models.CharField(choices=[('account', 'signed in'), ('link', 'by link'), ('silence', 'by silence')], default='account', max_length=10),
        ),
        migrations.AddField(
            model_name='signoff',
            name='shown_name',
            field=models.CharField(blank=True, default='', max_length=150),
        ),
        migrations.AddField(
            model_name='signoff',
            name='shown_role',
            field=models.CharField(blank=True, default='', max_length=150),
        ),
        migrations.AlterField(
            model_name='signoff',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sign_offs', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='ApprovalLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('role', models.CharField(max_length=150, verbose_name='role in the agency')),
                ('secret_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('open', 'Waiting'), ('answered', 'Answered'), ('revoked', 'Revoked'), ('expired', 'Expired')], default='open', max_length=10)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approval_links', to='people.agency')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approval_links', to='modules.edition')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='signoff',
            name='link',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sign_off', to='review.approvallink'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('how', 'account'), ('link__isnull', True), ('person__isnull', False)), models.Q(('how', 'link'), ('link__isnull', False), ('person__isnull', True), models.Q(('shown_name', ''), _negated=True)), models.Q(('how', 'silence'), ('link__isnull', True), ('person__isnull', True)), _connector='OR'), name='signed_by_whom'),
        ),
        migrations.AddField(
            model_name='decision',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency'),
        ),
        migrations.AddField(
            model_name='decision',
            name='called_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hoursentry',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hours', to='people.agency'),
        ),
        migrations.AddField(
            model_name='hoursentry',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hoursentry',
            name='entered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hoursentry',
            name='module',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='hours', to='modules.modulepage'),
        ),
        migrations.AddField(
            model_name='objection',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='people.agency'),
        ),
        migrations.AddField(
            model_name='objection',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='modules.edition'),
        ),
        migrations.AddField(
            model_name='objection',
            name='sign_off',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='objection', to='review.signoff'),
        ),
        migrations.AddField(
            model_name='decision',
            name='objection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='review.objection'),
        ),
        migrations.AddField(
            model_name='objectionstep',
            name='agency',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency'),
        ),
        migrations.AddField(
            model_name='objectionstep',
            name='edition',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='modules.edition'),
        ),
        migrations.AddField(
            model_name='objectionstep',
            name='objection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='history', to='review.objection'),
        ),
        migrations.AddField(
            model_name='objectionstep',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policyanswer',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency'),
        ),
        migrations.AddField(
            model_name='policyanswer',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policyproposal',
            name='module',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='policy_proposals', to='modules.modulepage'),
        ),
        migrations.AddField(
            model_name='policyproposal',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policyanswer',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='review.policyproposal'),
        ),
        migrations.AddField(
            model_name='vote',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency'),
        ),
        migrations.AddField(
            model_name='vote',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='review.decision'),
        ),
        migrations.AddField(
            model_name='vote',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='hoursentry',
            constraint=models.CheckConstraint(condition=models.Q(('hours__gt', 0), ('hours__lte', 24)), name='hours_of_a_day'),
        ),
        migrations.AddIndex(
            model_name='objection',
            index=models.Index(fields=['edition', 'state'], name='objection_of_edition'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('result', 'open')), fields=('objection',), name='one_open_vote'),
        ),
        migrations.AddConstraint(
            model_name='policyproposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('module',), name='one_open_proposal'),
        ),
        migrations.AddConstraint(
            model_name='policyanswer',
            constraint=models.UniqueConstraint(fields=('proposal', 'agency'), name='one_policy_answer_per_agency'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.UniqueConstraint(fields=('decision', 'agency'), name='one_vote_per_agency'),
        ),
    ]
