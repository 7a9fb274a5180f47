"""What is taught to whom: courses and requirements, assignments, enrolments and their progress."""

from .assignments import Assignment, AssignmentQuerySet, Reminder
from .courses import Course, CourseModule, Requirement
from .enrolments import Enrolment, EnrolmentEdition, StepProgress

__all__ = [
    "Assignment",
    "AssignmentQuerySet",
    "Course",
    "CourseModule",
    "Enrolment",
    "EnrolmentEdition",
    "Reminder",
    "Requirement",
    "StepProgress",
]
