"""A brake for pages that anybody may ask: so many requests of one kind and key in a minute."""

import hashlib
import time

from django.core.cache import cache

SECONDS = 60


def too_many(kind: str, key: str, *, most: int) -> bool:
    """Count this request; True when more than `most` came within the present minute. Each web process counts alone."""
    window = int(time.time() // SECONDS)
    name = "brake:" + hashlib.sha256(f"{kind}:{key}:{window}".encode()).hexdigest()
    if cache.add(name, 1, SECONDS * 2):
        return most < 1
    try:
        return cache.incr(name) > most
    except ValueError:  # it was thrown out in between
        cache.set(name, 1, SECONDS * 2)
        return False
