"""The data model of SCORM 1.2 and 2004 4th edition, from one table that the browser reads too."""

from .run_time import RunTimeData
from .table import DataModel, data_model
from .times import format_duration, parse_duration, parse_moment

__all__ = ["DataModel", "RunTimeData", "data_model", "format_duration", "parse_duration", "parse_moment"]
