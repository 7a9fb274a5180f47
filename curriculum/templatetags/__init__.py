"""Tags of the teaching room's templates."""
