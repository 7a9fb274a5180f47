"""Objections that were made before they named a block and a ground stand as objections to the whole text."""

from datetime import timedelta

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keep_objections(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Answered where a later candidate was put up, standing where none was."""
    objections, steps = apps.get_model("review", "Objection"), apps.get_model("review", "ObjectionStep")
    editions = apps.get_model("modules", "Edition")
    for row in apps.get_model("review", "SignOff").objects.filter(answer="object").select_related("edition"):
        later = editions.objects.filter(
            module_id=row.edition.module_id, language=row.edition.language, number__gt=row.edition.number
        ).order_by("number")
        answer = later.only("pk", "created_at").first()
        objection = objections.objects.create(
            sign_off=row,
            edition_id=row.edition_id,
            agency_id=row.agency_id,
            ground="other",
            state="changed" if answer else "standing",
            due_on=row.created_at.date() + timedelta(days=30),
            created_at=row.created_at,
        )
        person = {"person_id": row.person_id, "agency_id": row.agency_id}
        steps.objects.create(objection=objection, kind="raised", created_at=row.created_at, **person)
        if answer:
            steps.objects.create(
                objection=objection, kind="changed", edition_id=answer.pk, created_at=answer.created_at
            )


class Migration(migrations.Migration):
    dependencies = [("review", "0004_signing")]

    operations = [migrations.RunPython(keep_objections, migrations.RunPython.noop)]
