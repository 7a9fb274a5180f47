"""From values to outcomes: completion, success and score of a page, and of the whole registration."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from ..data_model import RunTimeData
from .model import Outcome, Plan, Registration, Sco

JUDGED_12 = ("completed", "passed", "failed")


@dataclass(frozen=True, slots=True)
class Summary:
    """What the package claims about the learner. ``hundredths`` is the time of the present attempt."""

    completion: Literal["not attempted", "incomplete", "completed"]
    success: Literal["unknown", "passed", "failed"]
    percent: float | None
    hundredths: int


def settle(registration: Registration, sco: Sco, *, ended: bool) -> Sco:
    """The page with its status judged and its best outcome kept up to date; review and browsing do not count."""
    values = dict(sco.values)
    if ended and registration.standard == "1.2":
        _judge_12(registration, values)
    counted = registration.credit and registration.mode == "normal"
    best = sco.best.better(_outcome(registration, values)) if counted else sco.best
    return replace(sco, values=values, best=best)


def assume_completed(plan: Plan, sco: Sco) -> Sco:
    """A page of 2004 that ended with no word on its completion is completed, as where nothing says otherwise [UP.4]."""
    silent = "cmi.completion_status" not in sco.told and not plan.judged_by_rules
    if plan.standard == "1.2" or not silent:
        return sco
    return replace(sco, values={**sco.values, "cmi.completion_status": "completed"})


def _judge_12(registration: Registration, values: dict[str, str]) -> None:
    """At its end a page without a status is completed; a finished one with a mastery score is passed or failed.

    A page that says it is incomplete stays so: its score is not final.
    """
    status = values.get("cmi.core.lesson_status", "")
    if not status:
        status = "completed" if registration.mode == "normal" else "browsed"
    mastery, raw = values.get("cmi.student_data.mastery_score", ""), values.get("cmi.core.score.raw", "")
    if mastery and raw and registration.credit and registration.mode == "normal" and status in JUDGED_12:
        status = "passed" if float(raw) >= float(mastery) else "failed"
    values["cmi.core.lesson_status"] = status


def _outcome(registration: Registration, values: dict[str, str]) -> Outcome:
    if registration.standard == "1.2":
        status = values.get("cmi.core.lesson_status", "")
        passed = {"passed": True, "failed": False}.get(status)
        return Outcome(status in JUDGED_12, passed, _percent(values, "cmi.core.score"))
    data = RunTimeData("2004", values)
    success = data.get("cmi.success_status").value
    completed = data.get("cmi.completion_status").value == "completed"
    return Outcome(completed, {"passed": True, "failed": False}.get(success), _percent(values, "cmi.score"))


def _percent(values: dict[str, str], name: str) -> float | None:
    """The score from 0 to 100: scaled if there is one, else raw between its bounds, else raw where that fits."""
    if scaled := values.get(f"{name}.scaled"):
        return round(max(float(scaled), 0.0) * 100, 2)
    raw, low, high = (values.get(f"{name}.{part}", "") for part in ("raw", "min", "max"))
    if not raw:
        return None
    number, least = float(raw), float(low or 0)
    if high and float(high) > least:
        return round(min(max((number - least) / (float(high) - least), 0.0), 1.0) * 100, 2)
    return round(number, 2) if 0 <= number <= 100 else None


def summarise(registration: Registration, scos: Iterable[str]) -> Summary:
    """The claim of the whole package without sequencing rules: all pages completed, none failed, the mean of scores."""
    found = [registration.sco(name) for name in scos]
    outcomes = [sco.best for sco in found]
    begun = any(sco.launches or sco.best.completed for sco in found)
    complete = bool(outcomes) and all(outcome.completed for outcome in outcomes)
    judged = [outcome.passed for outcome in outcomes if outcome.passed is not None]
    percents = [outcome.percent for outcome in outcomes if outcome.percent is not None]
    success: Literal["unknown", "passed", "failed"] = "unknown"
    if False in judged:
        success = "failed"
    elif judged and complete:
        success = "passed"
    return Summary(
        completion="completed" if complete else "incomplete" if begun else "not attempted",
        success=success,
        percent=round(sum(percents) / len(percents), 2) if percents else None,
        hundredths=sum(sco.total + sco.session for sco in found),
    )
