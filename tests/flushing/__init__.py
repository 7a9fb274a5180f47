"""An app of the test suite alone: lets the database be emptied between tests although rows are append-only."""
