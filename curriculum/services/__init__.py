"""Everything that is written in the teaching room: each with an actor, a transaction and a ledger entry."""
