"""The demo programme: reading its YAML, refusing what does not fit, and writing it through the rooms' services."""
