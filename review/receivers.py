"""What the review room does when an edition is out, a candidate goes back, or a package has a new version."""

from typing import Any

from django.dispatch import receiver

from modules.models import Edition, ScormVersion
from modules.signals import edition_published, edition_sent_back, package_brought
from review.services.fixing import carry_fixes, drop_fixes
from review.services.pausing import carry_pauses
from review.services.reanchoring import reanchor_edition, reanchor_package


@receiver(edition_published)
def follow_flags(sender: Any, edition: Edition, actor: Any, **kwargs: Any) -> None:
    """Find every flag's place again; then what was put right, and what stays paused, follows from it."""
    reanchor_edition(edition)
    carry_fixes(edition)
    carry_pauses(edition)


@receiver(edition_sent_back)
def lose_fixes(sender: Any, edition: Edition, actor: Any, **kwargs: Any) -> None:
    drop_fixes(edition)


@receiver(package_brought)
def follow_flags_of_package(sender: Any, version: ScormVersion, actor: Any, **kwargs: Any) -> None:
    reanchor_package(version)
