"""How much a package may hold and how far it may unfold."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one package. Sizes are bytes as they come out of the decompressor, never what the header says."""

    archive: int = 1024 * MEGABYTE
    entries: int = 10_000
    directory: int = 8 * MEGABYTE
    total: int = 2048 * MEGABYTE
    file: int = 512 * MEGABYTE
    ratio: int = 200
    ratio_from: int = 8 * MEGABYTE
    """Output below this is never held against the ratio: short repetitive files compress very well."""
    depth: int = 32
    name_bytes: int = 1024
    segment_bytes: int = 255
