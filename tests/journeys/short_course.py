"""Makes a course of one module in the demo's database, so that a journey can be walked to its end. Run with -m."""

from decimal import Decimal

import django

django.setup()

from curriculum.models import Course, CourseModule  # noqa: E402
from modules.models import ModulePage  # noqa: E402

TITLE = "The bulletin alone"
SLUG = "the-bulletin"


def main() -> None:
    course, _ = Course.objects.get_or_create(
        key="the-bulletin-alone",
        defaults={"title": TITLE, "hours": Decimal("1.50"), "pass_mark": 80, "attempts_limit": 3},
    )
    module = ModulePage.objects.get(slug=SLUG)
    CourseModule.objects.get_or_create(course=course, position=1, defaults={"module": module})


if __name__ == "__main__":
    main()
