"""Who can be chosen on the demo's sign-in page. Read from the demo programme; used with the demo settings only."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

PASSWORD = "common-ground-demo"  # noqa: S105 - the demo's, printed for everyone


@dataclass(frozen=True)
class DemoPerson:
    role: str
    name: str
    email: str
    try_first: str


@lru_cache(maxsize=1)
def demo_sign_ins() -> list[DemoPerson]:
    """Return the `sign_ins` of programme/people.yaml in order: one person for each job."""
    path = Path(settings.PROGRAMME_DIR) / "people.yaml"
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))["sign_ins"]
    return [DemoPerson(**{key: str(entry[key]) for key in ("role", "name", "email", "try_first")}) for entry in listed]
