"""Why a target is refused."""


class TargetRefused(ValueError):
    """The target does not fit the text it names; `field` is the form field to correct, the message says why."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class TargetUnknown(LookupError):
    """There is no such passage, question, line or file."""
