"""What becomes of a registration: pages opened, commits applied in order and once, outcomes derived."""

from .answers import Answer, Objective, answers_of, objectives_of
from .commits import Applied, Commit, CommitRefused, apply_commit
from .launching import Learner, close_open, launch
from .model import Outcome, Plan, Registration, Sco, plan_of
from .outcomes import Summary, summarise

__all__ = [
    "Answer",
    "Applied",
    "Commit",
    "CommitRefused",
    "Learner",
    "Objective",
    "Outcome",
    "Plan",
    "Registration",
    "Sco",
    "Summary",
    "answers_of",
    "apply_commit",
    "close_open",
    "launch",
    "objectives_of",
    "plan_of",
    "summarise",
]
