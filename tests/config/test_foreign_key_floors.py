"""Foreign keys go down the floors only, as imports do."""

from django.apps import apps
from django.conf import settings

FLOORS = {room: floor for floor, room in enumerate(settings.ROOMS)}


def test_no_relation_points_up_a_floor():
    upward = []
    for model in apps.get_models(include_auto_created=True):
        room = model._meta.app_label
        for field in model._meta.get_fields(include_hidden=True):
            if room not in FLOORS or not field.is_relation or field.auto_created or field.related_model is None:
                continue
            target = field.related_model._meta.app_label
            if FLOORS.get(target, -1) > FLOORS[room]:
                upward.append(f"{model._meta.label}.{field.name} -> {target}")
    assert upward == []


def test_records_point_to_no_other_room():
    """A certificate must read for ever, whatever happens to the tables of other rooms."""
    pointing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config("records").get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model._meta.app_label != "records"
    ]
    assert pointing == []


def test_every_room_is_installed_and_has_a_floor():
    assert {config.label for config in apps.get_app_configs()} >= set(FLOORS)
