"""Writing what was read and checked, room by room, each room in one transaction."""

ACTOR = "programme"  # in whose name the ledger notes what the loader itself does
