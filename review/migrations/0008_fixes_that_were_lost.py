"""One more kind of step in the history of a flag."""

from django.db import migrations, models

KINDS = [
    ("raised", "Raised"),
    ("sorted", "Criteria or severity set"),
    ("acknowledged", "Acknowledged"),
    ("replied", "The authors replied"),
    ("answered", "Answered"),
    ("appealed", "Appealed"),
    ("voted", "Voted on the appeal"),
    ("decided", "Decided by a panel"),
    ("fix_linked", "Fixed in an edition"),
    ("fix_lost", "The linked edition went back to its authors"),
    ("confirmed", "Fix confirmed"),
    ("disputed", "Fix disputed"),
    ("merged", "Joined to another report"),
    ("parted", "Taken apart again"),
    ("related", "Related to another report"),
    ("paused", "Step paused"),
    ("resumed", "Step resumed"),
    ("closed", "Closed"),
]


class Migration(migrations.Migration):
    dependencies = [("review", "0007_package_resources")]

    operations = [
        migrations.AlterField(
            model_name="flagstep", name="kind", field=models.CharField(choices=KINDS, max_length=12)
        )
    ]
