"""A zip is hostile until proven otherwise: read with limits, refused by entry and rule, extracted whole or not."""

from .limits import Limits
from .reading import Archive, open_archive
from .store import OtherContent, PackageStore, Stored, extract_archive

__all__ = ["Archive", "Limits", "OtherContent", "PackageStore", "Stored", "extract_archive", "open_archive"]
