"""The open name of the flagger goes; rules, anchors, pauses, notices and feedback come."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from records.append_only import refuse_changes
from review.words_index import index_flag_words


class Migration(migrations.Migration):
    dependencies = [
        ('modules', '0007_referral_checks_stay'),
        ('people', '0004_user_language'),
        ('review', '0008_seal_flaggers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='flag',
            name='flag_sent_once',
        ),
        migrations.RemoveConstraint(
            model_name='flag',
            name='flag_has_its_target',
        ),
        migrations.RemoveIndex(
            model_name='flag',
            name='flag_own_newest',
        ),
        migrations.RemoveIndex(
            model_name='flag',
            name='flag_state_due_scope',
        ),
        migrations.RemoveIndex(
            model_name='flag',
            name='flag_due_scope',
        ),
        migrations.RemoveField(
            model_name='flag',
            name='flagger',
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_token', models.UUIDField(unique=True)),
                ('kind', models.CharField(choices=[('clear', 'This was clear'), ('unclear', 'I did not understand this'), ('long', 'This was too long'), ('short', 'I wanted to know more'), ('other', 'Something else')], max_length=10, verbose_name='What would you like to say?')),
                ('words', models.TextField(blank=True, max_length=1000, verbose_name='in your words')),
                ('given_on', models.DateField(default=django.utils.timezone.localdate)),
            ],
            options={
                'verbose_name_plural': 'feedback',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='FlagAnchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('same', 'unchanged'), ('moved', 'moved'), ('orphaned', 'not found again')], max_length=10, verbose_name='state')),
                ('block_id', models.CharField(blank=True, max_length=100)),
                ('item_key', models.CharField(blank=True, max_length=100)),
                ('start', models.PositiveIntegerField(null=True)),
                ('end', models.PositiveIntegerField(null=True)),
                ('quote_exact', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='FlagLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='FlagPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('critical_pauses', models.BooleanField(default=True, help_text='Officers then see that the step is paused, and go on with the others.', verbose_name='A critical report by an agency pauses the step at once')),
                ('panel_votes', models.PositiveSmallIntegerField(default=3, verbose_name='votes that a panel needs')),
                ('panel_perspectives', models.PositiveSmallIntegerField(default=2, verbose_name='different perspectives that a panel needs')),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('raised', 'A new report in your modules'), ('overdue', 'A report waits too long for its answer'), ('due', 'A report must be answered soon'), ('appealed', 'An answer was appealed'), ('decided', 'A panel has decided'), ('disputed', 'A fix is disputed'), ('own', 'News of a report that you made')], max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_on', models.DateField(null=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='NoticePreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(choices=[('usual', 'News of my own reports at once, the docket once a day'), ('at_once', 'Everything at once'), ('digest', 'Everything in one message a day')], default='usual', max_length=10, verbose_name='When we write to you')),
                ('registers', models.BooleanField(default=False, verbose_name='Tell me about reports on outside material, rules and sources too')),
            ],
        ),
        migrations.CreateModel(
            name='SealOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asked_as', models.CharField(max_length=160)),
                ('reason', models.TextField(max_length=2000, verbose_name='reason')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('approved_as', models.CharField(blank=True, max_length=160)),
                ('approved_at', models.DateTimeField(null=True)),
                ('refused_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='StepPause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paused_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('lifted_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AlterField(
            model_name='flag',
            name='kind',
            field=models.CharField(choices=[('block', 'Passage'), ('quote', 'Words in a passage'), ('image', 'Picture'), ('moment', 'Part of a recording in a lesson'), ('item', 'Quiz question'), ('choice', 'Choice of a quiz question'), ('line', 'Transcript line'), ('range', 'Part of a recording'), ('provision', 'Rule'), ('source', 'Source')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='flag',
            name='state',
            field=models.CharField(choices=[('open', 'Open'), ('acknowledged', 'Acknowledged'), ('answered', 'Answered'), ('appealed', 'Appealed'), ('decided', 'Decided by a panel'), ('closed', 'Closed')], default='open', max_length=12, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='flagstep',
            name='kind',
            field=models.CharField(choices=[('raised', 'Raised'), ('sorted', 'Criteria or severity set'), ('acknowledged', 'Acknowledged'), ('replied', 'The authors replied'), ('answered', 'Answered'), ('appealed', 'Appealed'), ('voted', 'Voted on the appeal'), ('decided', 'Decided by a panel'), ('fix_linked', 'Fixed in an edition'), ('confirmed', 'Fix confirmed'), ('disputed', 'Fix disputed'), ('merged', 'Joined to another report'), ('parted', 'Taken apart again'), ('related', 'Related to another report'), ('paused', 'Step paused'), ('resumed', 'Step resumed'), ('closed', 'Closed')], max_length=12),
        ),
        migrations.AddIndex(
            model_name='flag',
            index=models.Index(fields=['state', 'due_on', 'id', 'module'], name='flag_state_due_scope'),
        ),
        migrations.AddIndex(
            model_name='flag',
            index=models.Index(fields=['due_on', 'id', 'module'], name='flag_due_scope'),
        ),
        migrations.AddIndex(
            model_name='flag',
            index=models.Index(fields=['flagger_mark', '-raised_at'], name='flag_own_newest'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.UniqueConstraint(fields=('flagger_mark', 'form_token'), name='flag_sent_once'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('edition__isnull', False), ('kind__in', ['block', 'choice', 'image', 'item', 'moment', 'quote']), ('material__isnull', True), ('module__isnull', False), ('step__isnull', False)), models.Q(('edition__isnull', True), ('kind', 'line'), ('line__isnull', False), ('material__isnull', False), ('module__isnull', True)), models.Q(('edition__isnull', True), ('end__gte', models.F('start')), ('kind', 'range'), ('material__isnull', False), ('module__isnull', True), ('start__isnull', False)), models.Q(('kind', 'provision'), ('material__isnull', True), ('module__isnull', True), ('provision__isnull', False)), models.Q(('kind', 'source'), ('material__isnull', True), ('module__isnull', True), ('source__isnull', False)), _connector='OR'), name='flag_has_its_target'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('pk')), _negated=True), name='flag_not_joined_to_itself'),
        ),
        migrations.AddConstraint(
            model_name='flagstep',
            constraint=models.CheckConstraint(condition=models.Q(('by_flagger', False), ('person__isnull', True), _connector='OR'), name='flagger_is_not_named'),
        ),
        migrations.AddField(
            model_name='feedback',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='modules.edition'),
        ),
        migrations.AddField(
            model_name='feedback',
            name='step',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='modules.editionstep'),
        ),
        migrations.AddField(
            model_name='flaganchor',
            name='edition',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='flag_anchors', to='modules.edition'),
        ),
        migrations.AddField(
            model_name='flaganchor',
            name='flag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='anchors', to='review.flag'),
        ),
        migrations.AddField(
            model_name='flaganchor',
            name='line',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='flag_anchors', to='review.transcriptline'),
        ),
        migrations.AddField(
            model_name='flaganchor',
            name='step',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='flag_anchors', to='modules.editionstep'),
        ),
        migrations.AddField(
            model_name='flaganchor',
            name='version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='flag_anchors', to='review.materialversion'),
        ),
        migrations.AddField(
            model_name='flaglook',
            name='agency',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.agency'),
        ),
        migrations.AddField(
            model_name='flaglook',
            name='flag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='review.flag'),
        ),
        migrations.AddField(
            model_name='flaglook',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='flagpolicy',
            name='module',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='flag_policy', to='modules.modulepage'),
        ),
        migrations.AddField(
            model_name='notice',
            name='flag',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='review.flag'),
        ),
        migrations.AddField(
            model_name='notice',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='flag_notices', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='noticepreference',
            name='user',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='notice_preference', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sealopening',
            name='approved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sealopening',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sealopening',
            name='flag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='review.flag'),
        ),
        migrations.AddField(
            model_name='steppause',
            name='flag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='review.flag'),
        ),
        migrations.AddField(
            model_name='steppause',
            name='step',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='modules.editionstep'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(fields=['step', 'kind'], name='feedback_by_step'),
        ),
        migrations.AddConstraint(
            model_name='flaganchor',
            constraint=models.UniqueConstraint(fields=('flag', 'edition'), name='one_anchor_per_edition'),
        ),
        migrations.AddConstraint(
            model_name='flaganchor',
            constraint=models.UniqueConstraint(fields=('flag', 'version'), name='one_anchor_per_version'),
        ),
        migrations.AddConstraint(
            model_name='flaganchor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('edition__isnull', False), ('version__isnull', True)), models.Q(('edition__isnull', True), ('version__isnull', False)), _connector='OR'), name='anchor_in_one_text'),
        ),
        migrations.AddConstraint(
            model_name='flaglook',
            constraint=models.UniqueConstraint(fields=('flag', 'person'), name='one_look_per_person'),
        ),
        migrations.AddConstraint(
            model_name='flagpolicy',
            constraint=models.CheckConstraint(condition=models.Q(('panel_perspectives__gte', 1), ('panel_perspectives__lte', models.F('panel_votes')), ('panel_votes__gte', 1)), name='panel_can_be_reached'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('sent_on__isnull', True)), fields=['user'], name='notice_unsent'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'own'), _negated=True), ('flag__isnull', True), _connector='OR'), name='own_news_names_no_flag'),
        ),
        migrations.AddConstraint(
            model_name='sealopening',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('asked_by')), _negated=True), _connector='OR'), name='a_seal_is_opened_by_two'),
        ),
        migrations.AddIndex(
            model_name='steppause',
            index=models.Index(condition=models.Q(('lifted_at__isnull', True)), fields=['step'], name='pause_standing'),
        ),
        migrations.AddConstraint(
            model_name='steppause',
            constraint=models.UniqueConstraint(fields=('step', 'flag'), name='paused_once_by_a_flag'),
        ),
        refuse_changes("review_flagstep"),
        refuse_changes("review_flaganchor"),
        refuse_changes("review_sealedidentity"),
        refuse_changes("review_sealopening", allow_update=("approved_by_id", "approved_as", "approved_at", "refused_at")),
        index_flag_words(),
    ]
