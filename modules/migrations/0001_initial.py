"""The first tables of the room."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import modules.fields
import modules.models.verification
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('assessments', '0001_initial'),
        ('people', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(help_text='Short and lasting; never changed.', max_length=60, unique=True, verbose_name='key')),
                ('topic', models.CharField(choices=[('covered', 'Who is covered'), ('crimes', 'Which crimes'), ('arrest', 'Arrest'), ('drugs', 'Drugs'), ('prosecution', 'Prosecution'), ('statements', 'What the person says'), ('condoms', 'Condoms'), ('immigration', 'Immigration'), ('trafficking', 'Trafficking: looking and asking'), ('youth', 'Under 18'), ('support', 'Support and referral'), ('conduct', "Officers' own conduct")], max_length=20, verbose_name='topic')),
                ('title', models.CharField(help_text='For example: Arrest for prostitution while the person reports.', max_length=200, verbose_name='the act')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='place in the table')),
            ],
            options={
                'verbose_name': 'act',
                'ordering': ['position', 'pk'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Authority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_verified', models.DateField(blank=True, null=True, verbose_name='last verified')),
                ('last_verified_by', models.CharField(blank=True, editable=False, help_text="The person's name as it stood that day. Shown in the workspace only.", max_length=150, verbose_name='last verified by')),
                ('check_days', models.PositiveSmallIntegerField(default=365, help_text='When this many days have passed without a check, what rests on it is listed as stale.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='check again after (days)')),
                ('entered_on', models.DateField(default=modules.models.verification.this_day, editable=False, verbose_name='entered on')),
                ('next_check_on', models.DateField(db_index=True, editable=False, null=True, verbose_name='next check due')),
                ('key', models.SlugField(help_text='Short and lasting; never changed.', max_length=60, unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('short_title', models.CharField(max_length=120, verbose_name='short title')),
                ('kind', models.CharField(choices=[('statute', 'Statute'), ('bulletin', 'Bulletin'), ('policy', 'Policy'), ('order', 'Order'), ('notice', 'Notice'), ('regulation', 'Regulation'), ('guideline', 'Guideline')], max_length=20, verbose_name='kind')),
                ('layer', models.CharField(choices=[('state_law', 'State law'), ('local_policy', 'San Francisco policy'), ('good_practice', 'Good practice')], help_text='State law, local policy and good practice are never mixed.', max_length=20, verbose_name='layer')),
                ('jurisdiction', models.CharField(max_length=60, verbose_name='jurisdiction')),
                ('effective_from', models.DateField(blank=True, null=True, verbose_name='in effect from')),
                ('effective_until', models.DateField(blank=True, null=True, verbose_name='in effect until')),
                ('status', models.CharField(choices=[('in_force', 'In force'), ('unknown', 'Status unknown'), ('superseded', 'Superseded'), ('repealed', 'Repealed'), ('not_found', 'Text not found')], default='unknown', max_length=20, verbose_name='status')),
                ('status_note', models.TextField(blank=True, help_text='Shown wherever this is cited.', verbose_name='note on the status')),
                ('official_link', models.URLField(blank=True, max_length=500, verbose_name='official text')),
                ('last_verified_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('last_verified_for', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.agency', verbose_name='verified for')),
                ('supersedes', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='modules.authority', verbose_name='replaces')),
            ],
            options={
                'verbose_name': 'authority',
                'verbose_name_plural': 'authorities',
                'ordering': ['layer', 'short_title'],
            },
        ),
        migrations.CreateModel(
            name='AuthorityChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('superseded', 'Superseded'), ('repealed', 'Repealed'), ('lapsed', 'Ran out'), ('overdue', 'Not checked in time')], max_length=12, verbose_name='what happened')),
                ('since', models.DateField(verbose_name='since')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='noticed on')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='settled on')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='everybody told on')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='modules.authority')),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='modules.authority')),
            ],
            options={
                'ordering': ['-opened_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('authority', 'kind'), name='one_open_change_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='ChangeLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='modules.authoritychange')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('change', 'user'), name='change_letter_once')],
            },
        ),
        migrations.CreateModel(
            name='EditionAsset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('content_type', models.CharField(max_length=60)),
                ('size', models.PositiveBigIntegerField()),
                ('width', models.PositiveIntegerField(null=True)),
                ('height', models.PositiveIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='GlossaryTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact_id', models.CharField(max_length=20, unique=True, verbose_name='fact id')),
                ('term', models.CharField(max_length=150, verbose_name='term')),
                ('meaning', models.TextField(verbose_name='meaning')),
                ('use', models.TextField(blank=True, verbose_name='when to use it')),
                ('avoid', models.BooleanField(default=False, verbose_name='better avoided')),
                ('draft', models.BooleanField(default=False, help_text='Not official; shown as such.', verbose_name='our working wording')),
                ('confidence', models.CharField(choices=[('A', 'A: read in an official text, a primary document or a published paper'), ('B', 'B: read in a reputable secondary source'), ('C', 'C: seen in part only, one weak source, or an inference'), ('MEM', 'MEM: general background, not looked up')], default='MEM', max_length=3, verbose_name='confidence')),
            ],
            options={
                'verbose_name': 'glossary term',
                'ordering': ['term'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='LanguageNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('pattern', models.CharField(help_text='A regular expression; case does not matter.', max_length=400, verbose_name='pattern')),
                ('guidance', models.TextField(verbose_name='why it matters')),
                ('instead', models.TextField(blank=True, verbose_name='say instead')),
                ('severity', models.CharField(choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High')], default='low', max_length=10, verbose_name='severity')),
                ('example', models.CharField(blank=True, help_text='Words that it would point at.', max_length=300, verbose_name='example')),
                ('allowed_in', models.JSONField(blank=True, default=list, help_text='A list, for example ["quotation", "definition", "quiz", "transcript"].', verbose_name='allowed in')),
                ('fact_id', models.CharField(blank=True, max_length=20, verbose_name='fact id')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='language_notes', to='people.agency', verbose_name='owner')),
            ],
            options={
                'verbose_name': 'language note',
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='LessonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('minutes', models.PositiveSmallIntegerField(default=10, help_text='How long it takes to read or do.', verbose_name='minutes')),
                ('body', modules.fields.ContentField([], blank=True, help_text='Add blocks in the order in which they are read. Nothing here reaches officers before it is signed.', verbose_name='lesson')),
            ],
            options={
                'verbose_name': 'lesson',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ModuleIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'module shelf',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ModulePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two sentences: what it is about, and for whom.', max_length=600, verbose_name='summary')),
                ('objectives', modules.fields.ContentField([], blank=True, help_text='What an officer can do afterwards. One each, starting with a verb.', verbose_name='objectives')),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Español'), ('zh-hant', '中文'), ('tl', 'Tagalog'), ('vi', 'Tiếng Việt'), ('ru', 'Русский')], default='en', max_length=10, verbose_name='language')),
            ],
            options={
                'verbose_name': 'module',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('only', models.BooleanField(default=True, editable=False, unique=True)),
                ('since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since')),
                ('module', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='card', to='modules.modulepage')),
            ],
            options={
                'verbose_name': 'bulletin card',
                'constraints': [models.CheckConstraint(condition=models.Q(('only', True)), name='one_card')],
            },
        ),
        migrations.CreateModel(
            name='CoAuthorship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'Lead'), ('co_author', 'Co-author'), ('legal_reviewer', 'Legal reviewer'), ('translator', 'Translator')], default='co_author', max_length=20, verbose_name='role')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coauthorships', to='people.agency')),
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coauthorships', to='modules.modulepage')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('module', 'agency'), name='coauthor_once')],
            },
        ),
        migrations.CreateModel(
            name='Credit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='name or pseudonym')),
                ('work', models.CharField(max_length=200, verbose_name='what they did')),
                ('consent_on', models.DateField(verbose_name='consent given on')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='people.agency')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='credits', to='modules.modulepage')),
            ],
            options={
                'ordering': ['agency', 'name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('module', 'agency', 'name'), name='credit_once')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('summary', models.TextField(blank=True, default='', editable=False, verbose_name='summary')),
                ('canonical', models.TextField(editable=False)),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='digest')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='put together on')),
                ('state', models.CharField(choices=[('candidate', 'Up for sign-off'), ('current', 'Current'), ('superseded', 'Superseded'), ('sent_back', 'Sent back'), ('withdrawn', 'Withdrawn')], default='candidate', max_length=12, verbose_name='state')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published on')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('translates', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='modules.edition')),
                ('assets', models.ManyToManyField(related_name='editions', to='modules.editionasset')),
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='modules.modulepage')),
            ],
            options={
                'ordering': ['module', '-number'],
                'constraints': [models.UniqueConstraint(fields=('module', 'number'), name='edition_number_once'), models.UniqueConstraint(condition=models.Q(('state', 'current')), fields=('module', 'language'), name='one_current_edition')],
            },
        ),
        migrations.CreateModel(
            name='Candidacy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('data', models.JSONField(editable=False)),
                ('due_at', models.DateTimeField(null=True, verbose_name='answer by')),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='candidacy', to='modules.edition')),
            ],
            options={
                'verbose_name_plural': 'candidacies',
            },
        ),
        migrations.CreateModel(
            name='EditionCredit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency_slug', models.SlugField()),
                ('agency_name', models.CharField(max_length=150)),
                ('name', models.CharField(max_length=120)),
                ('work', models.CharField(max_length=200)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='modules.edition')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EditionDissent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency_slug', models.SlugField()),
                ('agency_name', models.CharField(max_length=150)),
                ('fictional', models.BooleanField(default=False)),
                ('ground', models.CharField(max_length=40)),
                ('step_key', models.UUIDField(null=True)),
                ('step_title', models.CharField(blank=True, max_length=255)),
                ('block_id', models.CharField(blank=True, max_length=100)),
                ('reasons', models.TextField()),
                ('decision', models.TextField()),
                ('votes_for', models.PositiveSmallIntegerField()),
                ('votes_against', models.PositiveSmallIntegerField()),
                ('decided_on', models.DateField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dissents', to='modules.edition')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EditionSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agency_name', models.CharField(max_length=150)),
                ('perspective', models.CharField(blank=True, max_length=60)),
                ('answer', models.CharField(max_length=20)),
                ('fictional', models.BooleanField(default=False)),
                ('agency_slug', models.SlugField(blank=True, default='')),
                ('how', models.CharField(choices=[('account', 'signed in'), ('link', 'by link'), ('silence', 'by silence')], default='account', max_length=10)),
                ('signed_at', models.DateTimeField(null=True)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='modules.edition')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EditionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('key', models.UUIDField()),
                ('kind', models.CharField(choices=[('lesson', 'Lesson'), ('scenario', 'Scenario quiz')], max_length=10)),
                ('slug', models.SlugField(max_length=255)),
                ('title', models.CharField(max_length=255)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('content', models.JSONField(editable=False)),
                ('digest', models.CharField(max_length=64)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='modules.edition')),
                ('quiz', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='edition_steps', to='assessments.quiz')),
            ],
            options={
                'ordering': ['edition', 'position'],
                'indexes': [models.Index(fields=['key'], name='step_key')],
                'constraints': [models.UniqueConstraint(fields=('edition', 'position'), name='step_position_once'), models.UniqueConstraint(fields=('edition', 'key'), name='step_key_once'), models.UniqueConstraint(fields=('edition', 'slug'), name='step_slug_once')],
            },
        ),
        migrations.CreateModel(
            name='ChangeAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('block_id', models.CharField(max_length=100)),
                ('agency_name', models.CharField(max_length=150, verbose_name='answered by')),
                ('reasons', models.TextField(verbose_name='reasons')),
                ('answered_by_reference', models.CharField(editable=False, max_length=60)),
                ('answered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='answered on')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='change_answers', to='people.agency')),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='modules.authoritychange')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='change_answers', to='modules.editionstep')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('change', 'step', 'block_id'), name='change_answered_once'), models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='change_answer_has_reasons')],
            },
        ),
        migrations.CreateModel(
            name='ModuleOwner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owned_modules', to='people.agency')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned_modules', to=settings.AUTH_USER_MODEL)),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('module', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='owner_row', to='modules.modulepage')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('successor__isnull', True), ('person__isnull', True), models.Q(('successor', models.F('person')), _negated=True), _connector='OR'), name='successor_is_another_person')],
            },
        ),
        migrations.CreateModel(
            name='NameWithdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('agency_name', models.CharField(max_length=150)),
                ('withdrawn_on', models.DateField(default=django.utils.timezone.localdate)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='name_withdrawals', to='people.agency')),
                ('credit', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='modules.editioncredit')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='name_withdrawals', to='modules.edition')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('credit__isnull', True)), fields=('edition', 'agency'), name='agency_name_withdrawn_once')],
            },
        ),
        migrations.CreateModel(
            name='ProtectedPassage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('step_key', models.UUIDField()),
                ('step_title', models.CharField(max_length=255)),
                ('block_id', models.CharField(max_length=100)),
                ('quote', models.TextField(blank=True, verbose_name='exact words')),
                ('words', models.TextField(editable=False)),
                ('reasons', models.TextField(verbose_name='reasons')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='protected_passages', to='people.agency')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='protected_passages', to='modules.modulepage')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('module', 'agency', 'block_id', 'quote'), name='passage_protected_once')],
            },
        ),
        migrations.CreateModel(
            name='ProtectionConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='protection_consents', to='modules.edition')),
                ('passage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='modules.protectedpassage')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Resource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact_id', models.CharField(max_length=20, unique=True, verbose_name='fact id')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('role', models.CharField(max_length=300, verbose_name='what they do')),
                ('contact', models.CharField(blank=True, help_text='Leave empty rather than guess.', max_length=200, verbose_name='contact')),
                ('languages', models.CharField(blank=True, max_length=200, verbose_name='languages')),
                ('status', models.CharField(choices=[('active', 'Active'), ('unknown', 'Not confirmed'), ('closed', 'Closed')], default='unknown', max_length=10, verbose_name='status')),
                ('last_checked', models.DateField(blank=True, null=True, verbose_name='last checked')),
                ('check_days', models.PositiveSmallIntegerField(default=90, help_text='After this many days without a check it is no longer shown.', verbose_name='good for (days)')),
                ('expires_on', models.DateField(blank=True, editable=False, null=True, verbose_name='shown until')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('told_of', models.DateField(blank=True, editable=False, null=True)),
                ('confidence', models.CharField(choices=[('A', 'A: read in an official text, a primary document or a published paper'), ('B', 'B: read in a reputable secondary source'), ('C', 'C: seen in part only, one weak source, or an inference'), ('MEM', 'MEM: general background, not looked up')], default='MEM', max_length=3, verbose_name='confidence')),
                ('owner', models.ForeignKey(blank=True, help_text='The agency that checks it, and is told when it disappears. Empty: the administrators.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='people.agency', verbose_name='owner')),
            ],
            options={
                'verbose_name': 'resource',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ReferralCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checked_on', models.DateField(verbose_name='checked on')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='modules.resource')),
            ],
            options={
                'ordering': ['-checked_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ScenarioPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('minutes', models.PositiveSmallIntegerField(default=10, help_text='How long it takes to read or do.', verbose_name='minutes')),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                ('pass_mark', models.PositiveSmallIntegerField(default=80, verbose_name='pass mark (%)')),
                ('items', modules.fields.ContentField([], blank=True, help_text='Composite cases only. Never use a real case, even with the names changed.', verbose_name='items')),
            ],
            options={
                'verbose_name': 'scenario quiz',
                'constraints': [models.CheckConstraint(condition=models.Q(('pass_mark__lte', 100)), name='pass_mark_is_percent')],
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ScheduledReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(verbose_name='to be read again by')),
                ('reminded_on', models.DateField(blank=True, null=True)),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='read again on')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='scheduled_review', to='modules.edition')),
            ],
        ),
        migrations.CreateModel(
            name='SignOffPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('data', models.JSONField(editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='policies', to='modules.modulepage')),
            ],
            options={
                'ordering': ['module', 'version'],
                'constraints': [models.UniqueConstraint(fields=('module', 'version'), name='policy_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='The short code used in citations.', max_length=20, unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=400, verbose_name='title')),
                ('authors', models.CharField(blank=True, max_length=300, verbose_name='authors')),
                ('publisher', models.CharField(blank=True, max_length=300, verbose_name='publisher')),
                ('year', models.CharField(blank=True, max_length=40, verbose_name='year')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='link')),
                ('kind', models.CharField(choices=[('article', 'Article'), ('report', 'Report'), ('news', 'News story'), ('statute_text', 'Text of a law'), ('minutes', 'Minutes'), ('web', 'Web page'), ('slides', 'Slides'), ('book', 'Book'), ('thesis', 'Thesis')], max_length=20, verbose_name='kind')),
                ('note', models.TextField(blank=True, verbose_name='limits a reader should know')),
            ],
            options={
                'verbose_name': 'source',
                'ordering': ['key'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Provision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('confidence', models.CharField(choices=[('A', 'A: read in an official text, a primary document or a published paper'), ('B', 'B: read in a reputable secondary source'), ('C', 'C: seen in part only, one weak source, or an inference'), ('MEM', 'MEM: general background, not looked up')], default='MEM', help_text='How well this was checked. C and MEM are shown to learners as not confirmed.', max_length=3, verbose_name='confidence')),
                ('legal', models.BooleanField(default=False, help_text='Tick when a lawyer must approve this before anyone relies on it.', verbose_name="needs a lawyer's approval")),
                ('status_unknown', models.BooleanField(default=False, help_text='Tick when it may have changed and nobody has confirmed that it has not.', verbose_name='may have changed')),
                ('fact_id', models.CharField(max_length=20, unique=True, verbose_name='fact id')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('summary', models.TextField(help_text='Never invented official text.', verbose_name='the rule in our own words')),
                ('cite', models.CharField(help_text='For example: Penal Code 647.3(a)', max_length=200, verbose_name='where it stands')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('authority', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.PROTECT, related_name='provisions', to='modules.authority')),
                ('sources', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='provisions', to='modules.source', verbose_name='sources')),
            ],
            options={
                'verbose_name': 'provision',
                'ordering': ['authority', 'sort_order', 'pk'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='EditionCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('block_id', models.CharField(max_length=100)),
                ('fact_id', models.CharField(blank=True, max_length=20)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='modules.edition')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='modules.editionstep')),
                ('provision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='edition_citations', to='modules.provision')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='edition_citations', to='modules.source')),
            ],
            options={
                'verbose_name': 'passage',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('provision__isnull', False), ('source__isnull', True)), models.Q(('provision__isnull', True), ('source__isnull', False)), _connector='OR'), name='citation_of_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('confidence', models.CharField(choices=[('A', 'A: read in an official text, a primary document or a published paper'), ('B', 'B: read in a reputable secondary source'), ('C', 'C: seen in part only, one weak source, or an inference'), ('MEM', 'MEM: general background, not looked up')], default='MEM', help_text='How well this was checked. C and MEM are shown to learners as not confirmed.', max_length=3, verbose_name='confidence')),
                ('legal', models.BooleanField(default=False, help_text='Tick when a lawyer must approve this before anyone relies on it.', verbose_name="needs a lawyer's approval")),
                ('status_unknown', models.BooleanField(default=False, help_text='Tick when it may have changed and nobody has confirmed that it has not.', verbose_name='may have changed')),
                ('fact_id', models.CharField(max_length=20, verbose_name='fact id')),
                ('ruling', models.CharField(choices=[('may', 'May'), ('must', 'Must'), ('must_not', 'Must not'), ('may_not_be_used', 'May not be used'), ('silent', 'Silent: ask'), ('unknown', 'Unknown: ask')], max_length=20, verbose_name='ruling')),
                ('text', models.TextField(verbose_name='in plain words')),
                ('conditions', models.TextField(blank=True, verbose_name='conditions')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('act', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='rulings', to='modules.act')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='modules.authority', verbose_name='authority')),
                ('provision', models.ForeignKey(blank=True, help_text='Leave empty where the authority says nothing about the act.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='modules.provision', verbose_name='provision')),
            ],
            options={
                'verbose_name': 'ruling',
                'ordering': ['sort_order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('act', 'authority'), name='one_ruling_of_an_authority')],
            },
        ),
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('es', 'Español'), ('zh-hant', '中文'), ('tl', 'Tagalog'), ('vi', 'Tiếng Việt'), ('ru', 'Русский')], max_length=10, verbose_name='language')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='modules.edition')),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='translation', to='modules.modulepage')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='modules.modulepage')),
            ],
            options={
                'ordering': ['source', 'language'],
                'constraints': [models.UniqueConstraint(fields=('source', 'language'), name='one_translation_per_language'), models.CheckConstraint(condition=models.Q(('page', models.F('source')), _negated=True), name='translation_not_of_itself')],
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
                ('translated_from', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='modules.edition')),
                ('translation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='modules.translation')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('translation', 'place'), name='mark_once_per_place')],
            },
        ),
        migrations.CreateModel(
            name='WordingAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('step_key', models.UUIDField(db_index=True)),
                ('block_id', models.CharField(blank=True, max_length=100)),
                ('note_key', models.CharField(max_length=60)),
                ('words', models.TextField()),
                ('words_digest', models.CharField(max_length=64)),
                ('reason', models.TextField(verbose_name='why it stays')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EditionWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wordings', to='modules.edition')),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='modules.wordinganswer')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'answer'), name='wording_once_in_edition')],
            },
        ),
    ]
