"""The manifest of a package: strict about what is dangerous, tolerant about what authors' tools get wrong."""

from .model import Edition, Item, Launch, Organization, Package, Resource
from .reading import Files, read_package

__all__ = ["Edition", "Files", "Item", "Launch", "Organization", "Package", "Resource", "read_package"]
