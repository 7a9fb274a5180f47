"""The auditor's desk in the Wagtail admin: everything is read, nothing is changed."""
