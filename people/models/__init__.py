"""The people, what they belong to and what they may do."""

from .agencies import Agency
from .departments import Department, Officer, Unit
from .roles import RoleGrant
from .users import User

__all__ = ["Agency", "Department", "Officer", "RoleGrant", "Unit", "User"]
