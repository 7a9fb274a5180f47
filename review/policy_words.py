"""The terms of a rule of signatures, as people read them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.enums import ObjectionRule, Silence, VoteCaller, VoteMajority
from modules.policy_terms import PolicyTerms
from people.enums import Perspective


def terms_in_words(terms: PolicyTerms) -> list[tuple[str, str]]:
    """Each term with what it says, in the order in which a reader asks."""
    days = terms.deadline_days
    rows = [
        (_("Approvals"), _approvals(terms)),
        (_("Deadline"), ngettext("%(n)s day", "%(n)s days", days) % {"n": days} if days else _("None")),
    ]
    if days:
        rows.append((_("Silence at the deadline"), str(Silence(terms.silence).label)))
    rows.append((_("Objections"), str(ObjectionRule(terms.objections).label)))
    if terms.objections == ObjectionRule.ANSWER_FIRST:
        rows.append((_("Who may call a vote"), str(VoteCaller(terms.votes_called_by).label)))
        rows.append((_("How a vote is decided"), _votes(terms)))
    months = terms.review_months
    rows.append((_("Read again"), ngettext("After %(n)s month", "After %(n)s months", months) % {"n": months}))
    return rows


def weakened_in_words(names: Iterable[str]) -> list[str]:
    """The names of the terms in which a proposal asks for less."""
    words = {
        "approvals": _("fewer approvals"),
        "all_coauthors": _("no longer every co-author"),
        "perspectives": _("fewer approvals of a perspective"),
        "hear_everyone": _("published before every co-author has answered"),
        "silence": _("silence means more"),
        "deadline_days": _("silence counts sooner"),
        "objections": _("an objection no longer sends the candidate back at once"),
        "votes_called_by": _("more may call a vote"),
        "vote_days": _("a vote is open for a shorter time"),
        "vote_quorum": _("fewer votes must be cast"),
        "vote_majority": _("a smaller majority overrides"),
        "review_months": _("read again later"),
    }
    return [words[name] for name in names]


def _approvals(terms: PolicyTerms) -> str:
    least = terms.approvals
    parts = [
        _("Every co-author must approve")
        if terms.all_coauthors
        else ngettext("At least %(n)s agency approves", "At least %(n)s agencies approve", least) % {"n": least}
    ]
    parts += [
        _("at least %(n)s of this perspective: %(name)s") % {"n": number, "name": Perspective(name).label}
        for name, number in sorted(terms.perspectives.items())
    ]
    if terms.hear_everyone:
        parts.append(_("every co-author has answered"))
    return "; ".join(parts)


def _votes(terms: PolicyTerms) -> str:
    return _("%(majority)s, at least %(votes)s cast, within %(days)s days; one vote for each agency") % {
        "majority": VoteMajority(terms.vote_majority).label,
        "votes": terms.vote_quorum,
        "days": terms.vote_days,
    }
