"""What officers see: My training, the player, their records."""
