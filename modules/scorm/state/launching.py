"""Opening a page: what it finds in the data model, and how it is told that it goes on or begins."""

from dataclasses import dataclass, replace

from ..data_model import format_duration
from .model import Outcome, Plan, Registration, Sco
from .outcomes import settle


@dataclass(frozen=True, slots=True)
class Learner:
    """How the page may address the learner; the id need not mean anything outside."""

    identifier: str
    name: str


def launch(
    registration: Registration, plan: Plan, learner: Learner, *, mode: str = "normal", credit: bool = True
) -> Registration:
    """Open a page. What was open before and never ended counts as suspended, with the time it last told.

    2004 begins anew unless the page was suspended; 1.2 keeps its values either way and says ``resume`` only then.
    """
    registration = close_open(registration)
    before = registration.sco(plan.identifier)
    resumed = before.launches > 0 and before.suspended
    kept = dict(before.values) if resumed or (plan.standard == "1.2" and before.launches) else {}
    total = before.total if kept or resumed else 0
    entry = "resume" if resumed else "" if kept else "ab-initio"
    values = kept or _first_values(plan)
    values |= _told(plan, learner, entry, total, mode, credit=credit)
    for transient in ("cmi.core.exit", "cmi.core.session_time", "cmi.exit", "cmi.session_time", "adl.nav.request"):
        values.pop(transient, None)
    sco = replace(
        before,
        values=values,
        total=total,
        session=0,
        launches=before.launches + 1,
        suspended=False,
        told=before.told if kept else (),
    )
    sco = sco if plan.sco else seen(sco)
    return registration.with_sco(
        plan.identifier, sco, open=plan.identifier, at=plan.identifier, mode=mode, credit=credit, nav=""
    )


def seen(sco: Sco) -> Sco:
    """A page that reports nothing is completed once it was opened."""
    return replace(sco, best=sco.best.better(Outcome(completed=True)))


def close_open(registration: Registration, *, suspended: bool = True) -> Registration:
    """End a page that went away without a word: its time counts, and it goes on where it was unless told otherwise."""
    if not registration.open:
        return registration
    sco: Sco = registration.sco(registration.open)
    sco = replace(sco, total=sco.total + sco.session, session=0, suspended=suspended)
    return registration.with_sco(registration.open, settle(registration, sco, ended=False), open="")


def _first_values(plan: Plan) -> dict[str, str]:
    if plan.standard == "1.2":
        return {}
    values = {f"cmi.objectives.{number}.id": name for number, name in enumerate(plan.objectives)}
    return values | {f"adl.data.{number}.id": name for number, name in enumerate(plan.shared_data)}


def _told(plan: Plan, learner: Learner, entry: str, total: int, mode: str, *, credit: bool) -> dict[str, str]:
    """What the page reads and never writes."""
    credited = "credit" if credit and mode == "normal" else "no-credit"
    spent = format_duration(total, plan.standard)
    if plan.standard == "1.2":
        told = {
            "cmi.core.student_id": learner.identifier[:255],
            "cmi.core.student_name": learner.name[:255],
            "cmi.core.entry": entry,
            "cmi.core.credit": credited,
            "cmi.core.lesson_mode": mode,
            "cmi.core.total_time": spent,
        }
        given = {
            "cmi.launch_data": plan.launch_data[:4096],
            "cmi.student_data.mastery_score": plan.mastery_score,
            "cmi.student_data.max_time_allowed": plan.max_time_allowed,
            "cmi.student_data.time_limit_action": plan.time_limit_action,
        }
    else:
        told = {
            "cmi.learner_id": learner.identifier[:4000],
            "cmi.learner_name": learner.name[:250],
            "cmi.entry": entry,
            "cmi.credit": credited,
            "cmi.mode": mode,
            "cmi.total_time": spent,
        }
        given = {
            "cmi.launch_data": plan.launch_data[:4000],
            "cmi.completion_threshold": plan.completion_threshold,
            "cmi.scaled_passing_score": plan.scaled_passing_score,
            "cmi.max_time_allowed": plan.max_time_allowed,
            "cmi.time_limit_action": plan.time_limit_action,
        }
    return told | {name: value for name, value in given.items() if value}
