"""Seal who raised each flag, and take the name out of the flag's own steps."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from review.identity import alias_of, mark_of, seal


def seal_flaggers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    flags, sealed = apps.get_model("review", "Flag"), apps.get_model("review", "SealedIdentity")
    for flag in flags.objects.filter(flagger_mark="").select_related("flagger", "flagger_agency").iterator(500):
        sealed.objects.create(flag=flag, sealed=seal(flag.flagger))
        flag.flagger_mark, flag.flagger_alias = mark_of(flag.flagger), alias_of(flag.flagger, flag.flagger_agency)
        flag.save(update_fields=["flagger_mark", "flagger_alias"])
        raised = apps.get_model("review", "FlagStep").objects.filter(flag=flag, person=flag.flagger)
        raised.update(person=None, by_flagger=True)


class Migration(migrations.Migration):
    dependencies = [("review", "0007_flags_grow")]

    operations = [migrations.RunPython(seal_flaggers)]
