"""Editions as SCORM packages: whole ones that play anywhere, and thin ones that open the edition here."""
