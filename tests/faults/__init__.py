"""Processes killed at any moment while people write: `python -m tests.faults`. What was acknowledged is never lost."""
