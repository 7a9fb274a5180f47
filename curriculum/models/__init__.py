"""What is taught to whom: courses and requirements, assignments, enrolments and their progress."""

from .assignments import Assignment, AssignmentQuerySet, Reminder
from .attempts import ExtraAttempts
from .courses import Course, CourseModule, Requirement
from .enrolments import Enrolment, EnrolmentEdition, StepProgress
from .screenings import NoteShown

__all__ = [
    "Assignment",
    "AssignmentQuerySet",
    "Course",
    "CourseModule",
    "Enrolment",
    "EnrolmentEdition",
    "ExtraAttempts",
    "NoteShown",
    "Reminder",
    "Requirement",
    "StepProgress",
]
