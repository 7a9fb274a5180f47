"""Editions as files: written out whole, read back, and refused when a single byte is not what it was.

docs/edition-format.md describes the format; `edition.schema.json` is its schema, served at /editions/schema.json.
"""
