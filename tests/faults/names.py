"""Names that the parts of the run share."""

PLAN = "faults.json"
ACKNOWLEDGED = "acknowledged.json"
