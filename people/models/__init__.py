"""The people, what they belong to and what they may do."""

from .agencies import Agency
from .departments import Department, Officer, Unit
from .roles import RoleGrant
from .rosters import RosterUpload
from .users import User

__all__ = ["Agency", "Department", "Officer", "RoleGrant", "RosterUpload", "Unit", "User"]
