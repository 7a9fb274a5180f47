"""Days and times in English."""

DATE_FORMAT = "F j, Y"
DATETIME_FORMAT = "F j, Y, g:i a T"
