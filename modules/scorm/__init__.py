"""SCORM 1.2 and 2004 without a framework: archives, manifests, reports, data model, attempts. Imports only lxml."""
