"""Why an edition cannot be packaged."""


class PackagingRefused(ValueError):
    """The package is not made; says why, in words for the person who asked."""
