"""What a flag can say grows; who raised it gets room to be sealed."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from records.append_only import refuse_changes

STEPS = refuse_changes("review_flagstep")


class Migration(migrations.Migration):
    dependencies = [
        ('modules', '0007_referral_checks_stay'),
        ('people', '0004_user_language'),
        ('review', '0006_signing_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(STEPS.reverse_code, STEPS.code),
        migrations.CreateModel(
            name='SealedIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.TextField(editable=False)),
            ],
        ),
        migrations.AddField(
            model_name='sealedidentity',
            name='flag',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sealed', to='review.flag'),
        ),
        migrations.AddField(
            model_name='flag',
            name='choice_key',
            field=models.CharField(blank=True, default='', max_length=100),
        ),
        migrations.AddField(
            model_name='flag',
            name='decided_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='flag',
            name='fix_state',
            field=models.CharField(blank=True, choices=[('', 'no fix linked'), ('linked', 'linked, not yet confirmed'), ('confirmed', 'confirmed by whoever raised it'), ('disputed', 'disputed by whoever raised it')], default='', max_length=10),
        ),
        migrations.AddField(
            model_name='flag',
            name='flagger_alias',
            field=models.CharField(blank=True, default='', max_length=8),
        ),
        migrations.AddField(
            model_name='flag',
            name='flagger_mark',
            field=models.CharField(default='', max_length=64),
        ),
        migrations.AddField(
            model_name='flag',
            name='merged_into',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joined', to='review.flag'),
        ),
        migrations.AddField(
            model_name='flag',
            name='minority',
            field=models.TextField(blank=True, default='', verbose_name='minority statement'),
        ),
        migrations.AddField(
            model_name='flag',
            name='nature',
            field=models.CharField(choices=[('problem', 'A problem'), ('keep', 'Worth keeping')], default='problem', max_length=10, verbose_name='nature'),
        ),
        migrations.AddField(
            model_name='flag',
            name='no_fix_reason',
            field=models.TextField(blank=True, default='', verbose_name='why nothing is changed'),
        ),
        migrations.AddField(
            model_name='flag',
            name='provision',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='modules.provision'),
        ),
        migrations.AddField(
            model_name='flag',
            name='provisions',
            field=models.ManyToManyField(related_name='evidence_of_flags', to='modules.provision'),
        ),
        migrations.AddField(
            model_name='flag',
            name='related',
            field=models.ManyToManyField(to='review.flag'),
        ),
        migrations.AddField(
            model_name='flag',
            name='reminded_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='flag',
            name='selectors',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='flag',
            name='source',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='modules.source'),
        ),
        migrations.AddField(
            model_name='flag',
            name='sources',
            field=models.ManyToManyField(related_name='evidence_of_flags', to='modules.source'),
        ),
        migrations.AddField(
            model_name='flag',
            name='visibility',
            field=models.CharField(choices=[('parties', 'Only those concerned'), ('reviewers', 'All agencies'), ('public', 'Everybody')], default='parties', max_length=10, verbose_name='who may read it'),
        ),
        migrations.AddField(
            model_name='flagstep',
            name='by_flagger',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='flagstep',
            name='other',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='review.flag'),
        ),
        migrations.AlterField(
            model_name='flagstep',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]
