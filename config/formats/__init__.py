"""How days and times are written out in each language."""
