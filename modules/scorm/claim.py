"""What a whole package claims: the sum of its pages; where it has rules of its own, what these make of them."""

from dataclasses import replace

from .manifest import Package
from .route import ANY_DAY, Circumstances, is_sequenced, record_open
from .state import Registration, Summary, summarise


def claim_of(
    package: Package, registration: Registration, before: Summary | None = None, given: Circumstances = ANY_DAY
) -> Summary:
    """The claim as it stands. Rules may complete a package without each of its pages, and judge it by some of them.

    ``before`` is the claim until now: what was completed or passed under rules stays so when the learner begins anew.
    """
    pages = summarise(registration, [item.identifier for item in package.organization.launchable])
    if not is_sequenced(package):
        return pages
    claim = _by_rules(package, registration, pages, given) if registration.sequencing else pages
    if before is None:
        return claim
    return replace(
        claim,
        completion="completed" if before.completion == "completed" else claim.completion,
        success="passed" if before.success == "passed" else claim.success,
        percent=before.percent if claim.percent is None else claim.percent,
    )


def _by_rules(package: Package, registration: Registration, pages: Summary, given: Circumstances) -> Summary:
    engine = given.engine(package, registration)
    record_open(engine, registration)
    completed, satisfied, measure = engine.outcome()
    return replace(
        pages,
        completion="completed" if completed else pages.completion,
        success=pages.success if satisfied is None else "passed" if satisfied else "failed",
        percent=pages.percent if measure is None else round(max(measure, 0.0) * 100, 2),
    )
