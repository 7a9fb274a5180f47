"""Where readers report a problem. A higher room says where; this one knows nothing of what is done with it."""

from collections.abc import Callable

from modules.models import EditionStep

Address = Callable[[EditionStep], str]
_addresses: list[Address] = []


def report_at(address: Address) -> Address:
    """Register what gives the address at which a step is reported; a block or an item is added to it."""
    _addresses[:] = [address]
    return address


def report_url(step: EditionStep) -> str:
    """Empty when no room takes reports."""
    return _addresses[0](step) if _addresses else ""
