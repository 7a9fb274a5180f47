"""Rules of signatures in versions, protected passages, dissent, credits, withdrawn names, owners, re-review."""

from datetime import timedelta

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FIRST_TERMS = {
    "all_coauthors": False,
    "perspectives": {},
    "hear_everyone": False,
    "deadline_days": None,
    "silence": "nothing",
    "objections": "send_back",
    "votes_called_by": "lead",
    "vote_days": 7,
    "vote_quorum": 2,
    "vote_majority": "two_thirds",
    "review_months": 12,
}


def keep_quorums(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Each module's number of approvals becomes the first version of its rule; its editions keep what held for them."""
    tables = {name: apps.get_model("modules", name) for name in ("Quorum", "SignOffPolicy", "Candidacy", "Edition")}
    approvals = dict(tables["Quorum"].objects.values_list("module_id", "approvals"))
    policies = [
        tables["SignOffPolicy"](module_id=module, version=1, data=FIRST_TERMS | {"approvals": number})
        for module, number in approvals.items()
    ]
    tables["SignOffPolicy"].objects.bulk_create(policies)
    editions = tables["Edition"].objects.only("pk", "module_id", "state", "published_at")
    tables["Candidacy"].objects.bulk_create(
        tables["Candidacy"](
            edition_id=row.pk,
            version=1 if row.module_id in approvals else 0,
            data=FIRST_TERMS | {"approvals": approvals.get(row.module_id, 2)},
        )
        for row in editions
    )
    reviews = apps.get_model("modules", "ScheduledReview")
    reviews.objects.bulk_create(
        reviews(edition_id=row.pk, due_on=row.published_at.date() + timedelta(days=365))
        for row in editions
        if row.state == "current" and row.published_at
    )


class Migration(migrations.Migration):

    dependencies = [
        ('modules', '0012_translations'),
        ('people', '0004_user_language'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='editionsignature',
            name='agency_slug',
            field=models.SlugField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='editionsignature',
            name='how',
            field=models.CharField(choices=[('account', 'signed in'), ('link', 'by link'), ('silence', 'by silence')], default='account', max_length=10),
        ),
        migrations.AddField(
            model_name='editionsignature',
            name='signed_at',
            field=models.DateTimeField(null=True),
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
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='credits', to='modules.modulepage')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['agency', 'name'],
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
            name='ModuleOwner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owned_modules', to='people.agency')),
                ('module', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='owner_row', to='modules.modulepage')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned_modules', to=settings.AUTH_USER_MODEL)),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
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
            },
        ),
        migrations.AddConstraint(
            model_name='credit',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('module', 'agency', 'name'), name='credit_once'),
        ),
        migrations.AddConstraint(
            model_name='moduleowner',
            constraint=models.CheckConstraint(condition=models.Q(('successor__isnull', True), ('person__isnull', True), models.Q(('successor', models.F('person')), _negated=True), _connector='OR'), name='successor_is_another_person'),
        ),
        migrations.AddConstraint(
            model_name='namewithdrawal',
            constraint=models.UniqueConstraint(condition=models.Q(('credit__isnull', True)), fields=('edition', 'agency'), name='agency_name_withdrawn_once'),
        ),
        migrations.AddConstraint(
            model_name='protectedpassage',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('module', 'agency', 'block_id', 'quote'), name='passage_protected_once'),
        ),
        migrations.AddConstraint(
            model_name='signoffpolicy',
            constraint=models.UniqueConstraint(fields=('module', 'version'), name='policy_version_once'),
        ),
        migrations.RunPython(keep_quorums, migrations.RunPython.noop),
        migrations.DeleteModel(name='Quorum'),
    ]
