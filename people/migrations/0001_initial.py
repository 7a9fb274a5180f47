"""The first tables of the room."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, unique=True, verbose_name='name')),
                ('slug', models.SlugField(unique=True)),
                ('perspective', models.CharField(choices=[('sex_worker_led', 'Sex-worker-led'), ('anti_trafficking', 'Anti-trafficking'), ('survivor_led', 'Survivor-led'), ('legal', 'Legal'), ('youth', 'Youth'), ('research', 'Research'), ('city', 'City')], max_length=20, verbose_name='perspective')),
                ('about', models.TextField(blank=True, verbose_name='about')),
                ('fictional', models.BooleanField(default=False, verbose_name='fictional')),
            ],
            options={
                'verbose_name_plural': 'agencies',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, unique=True, verbose_name='name')),
                ('slug', models.SlugField(unique=True)),
                ('kind', models.CharField(choices=[('police', 'Police department'), ('sheriff', "Sheriff's office"), ('district_attorney', "District attorney's office")], max_length=20, verbose_name='kind')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('language', models.CharField(blank=True, default='', max_length=10, verbose_name='language of the pages')),
                ('is_staff', models.BooleanField(default=False, editable=False)),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_any_case')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('author', 'Author'), ('reviewer', 'Reviewer'), ('coordinator', 'Training coordinator'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], max_length=20, verbose_name='role')),
                ('granted_at', models.DateTimeField(auto_now_add=True)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to='people.agency')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to='people.department')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['user', 'role'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('agency__isnull', False), ('department__isnull', True), ('role__in', ['author', 'reviewer'])), models.Q(('agency__isnull', True), ('department__isnull', False), ('role__in', ['coordinator', 'auditor'])), models.Q(('agency__isnull', True), ('department__isnull', True), ('role', 'administrator')), _connector='OR'), name='role_has_its_scope'), models.UniqueConstraint(condition=models.Q(('agency__isnull', False)), fields=('user', 'role', 'agency'), name='role_once_per_agency'), models.UniqueConstraint(condition=models.Q(('department__isnull', False)), fields=('user', 'role', 'department'), name='role_once_per_department'), models.UniqueConstraint(condition=models.Q(('agency__isnull', True), ('department__isnull', True)), fields=('user', 'role'), name='role_once_for_the_site')],
            },
        ),
        migrations.CreateModel(
            name='RosterUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='uploaded')),
                ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='applied')),
                ('result', models.JSONField(blank=True, default=dict)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roster_uploads', to='people.department')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-uploaded_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('path', models.CharField(editable=False, max_length=400)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='people.department')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.unit')),
            ],
            options={
                'ordering': ['department', 'path'],
                'constraints': [models.UniqueConstraint(fields=('department', 'path'), name='unit_path_once_per_department')],
            },
        ),
        migrations.CreateModel(
            name='Officer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('badge', models.CharField(max_length=20, verbose_name='badge number')),
                ('rank', models.CharField(blank=True, max_length=60, verbose_name='rank')),
                ('hired_on', models.DateField(blank=True, null=True, verbose_name='hired on')),
                ('active', models.BooleanField(default=True, verbose_name='active')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='people.department')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='officer', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='people.unit')),
            ],
            options={
                'ordering': ['department', 'badge'],
                'constraints': [models.UniqueConstraint(fields=('department', 'badge'), name='badge_once_per_department')],
            },
        ),
    ]
