"""What is written to while processes are killed: an officer's course, packages that play, a material, a shelf.

Run in the environment of the server; writes `faults.json` beside its database.
"""

import json
from pathlib import Path
from typing import Any

import django
from django.conf import settings

django.setup()

from django.urls import reverse  # noqa: E402

from modules.launch_tokens import Launch, make_token  # noqa: E402
from modules.services.freezing import freeze_module  # noqa: E402
from modules.services.playing import open_page, registration_for  # noqa: E402
from modules.services.publishing import publish_edition  # noqa: E402
from review.addresses import flag_step_url  # noqa: E402
from tests.bench.seed import cookie_for, step_url  # noqa: E402
from tests.cast import make_cast  # noqa: E402
from tests.factories.curriculum import make_course, make_enrolment  # noqa: E402
from tests.factories.modules import (  # noqa: E402
    ProvisionFactory,
    add_scenario,
    make_current_edition,
    make_module,
    single_item,
)
from tests.factories.review import CriterionFactory, MaterialVersionFactory, lesson_of  # noqa: E402
from tests.factories.scorm import make_version  # noqa: E402
from tests.faults.names import PLAN  # noqa: E402

QUESTIONS = [f"q{number}" for number in range(10)]
LONG = 100_000  # seconds of material, so that each stretch watched is another one


def seed() -> dict[str, Any]:
    cast = make_cast()
    criterion = CriterionFactory(code="REC-1")
    provision = ProvisionFactory()
    module = make_module([cast.agency], title="Ten questions", with_lesson=False, with_scenario=False)
    add_scenario(module, [single_item(provision, key=key) for key in QUESTIONS])
    asked = publish_edition(actor="test", edition=freeze_module(actor="test", module=module))
    enrolment = make_enrolment(user=cast.officer, course=make_course(editions=[asked], attempts_limit=None))
    edition = make_current_edition([cast.agency])
    lesson = lesson_of(edition)
    film = MaterialVersionFactory(duration_seconds=LONG)
    digest = make_version(cast.agency).digest
    run = registration_for(person=cast.officer, subject="faults", digest=digest)
    opened = open_page(row=run)
    token = make_token(Launch(digest, "en", run.reference))
    return {
        "officer": cookie_for(cast.officer),
        "author": cookie_for(cast.author),
        "reviewer": cookie_for(cast.reviewer),
        "criterion": str(criterion.pk),
        "agency": str(cast.agency.pk),
        "scenario": step_url(enrolment, 1),
        "questions": QUESTIONS,
        "commit": f"/play/{token}/commit/{opened.opens}",
        "sco": opened.way.registration.open,
        "run": run.reference.hex,
        "notes": reverse("review:add_note", args=[film.material.slug, film.pk]),
        "watched": reverse("review:add_coverage", args=[film.material.slug, film.pk]),
        "film": film.pk,
        "flag": f"{flag_step_url(lesson)}?block={lesson.blocks[0]['id']}",
        "bring": reverse("modules_admin:bring_package"),
    }


if __name__ == "__main__":
    Path(settings.BENCH_DIR, PLAN).write_text(json.dumps(seed()), encoding="utf-8")
