"""What becomes of a registration: pages opened, commits applied in order and once, outcomes derived."""

from .commits import Applied, Commit, CommitRefused, apply_commit
from .launching import Learner, launch
from .model import Outcome, Plan, Registration, Sco, plan_of
from .outcomes import Summary, summarise

__all__ = [
    "Applied",
    "Commit",
    "CommitRefused",
    "Learner",
    "Outcome",
    "Plan",
    "Registration",
    "Sco",
    "Summary",
    "apply_commit",
    "launch",
    "plan_of",
    "summarise",
]
