"""`make bench`: what the product does per second, as ratios to what this machine can do at all in the same run."""
