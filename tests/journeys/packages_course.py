"""Small packages as courses of an officer of the demo: honest ones, a hostile one. Run with -m; prints where."""

import json
import sys

import django

django.setup()

from people.models import Agency, User  # noqa: E402
from tests.factories.curriculum import steps_of  # noqa: E402
from tests.factories.scorm import make_package_edition, make_package_enrolment, make_version, page  # noqa: E402
from tests.journeys.hostile_page import HOSTILE  # noqa: E402

RULES = "<imsss:sequencing><imsss:controlMode choice='true' flow='true'/></imsss:sequencing>"


def main(officer: str, site: str) -> None:
    user, agency = User.objects.get(email=officer), Agency.objects.first()
    assert agency
    kinds = {
        "old": make_version(agency, standard="1.2", pages=("One", "Two"), title="Two old pages"),
        "other": make_version(agency, standard="1.2", pages=("Six",), title="Another page"),
        "new": make_version(agency, standard="2004", pages=("Three",), title="A newer page"),
        "ruled": make_version(agency, standard="2004", pages=("Four", "Five"), title="With rules", organization=RULES),
        "hostile": make_version(
            agency, title="A hostile page", files={"p1.html": page("1.2", script=HOSTILE.replace("SITE", site))}
        ),
    }
    places = {}
    for name, version in kinds.items():
        enrolment = make_package_enrolment(user, make_package_edition(agency, version))
        assert steps_of(enrolment)
        places[name] = f"/training/{enrolment.reference}/1/"
    sys.stdout.write(json.dumps(places))


if __name__ == "__main__":
    main(*sys.argv[1:])
