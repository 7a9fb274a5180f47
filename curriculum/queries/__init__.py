"""What screens ask: each query answers for all rows at once."""
