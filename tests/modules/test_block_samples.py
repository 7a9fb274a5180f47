"""The chooser of blocks shows what each block looks like."""

import pytest
from django.urls import reverse

from modules.models import LessonPage, ScenarioPage

WITHOUT = {"image", "video", "audio", "referrals"}  # they show what is chosen, and there is nothing chosen yet


def kinds(page_model, name):
    return page_model._meta.get_field(name).stream_block.child_blocks.values()


@pytest.mark.parametrize(("model", "name"), [(LessonPage, "body"), (ScenarioPage, "items")])
def test_each_kind_has_a_preview_that_opens(cast, client, model, name):
    client.force_login(cast.author)

    for kind in kinds(model, name):
        assert kind.is_previewable == (kind.name not in WITHOUT), kind.name
        if kind.is_previewable:
            answer = client.get(reverse("wagtailadmin_block_preview"), {"id": kind.definition_prefix})
            assert answer.status_code == 200, kind.name
            assert answer.content.decode().count("<h1") == 1
