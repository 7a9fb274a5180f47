"""What is wrong with a draft, and where to put it right."""

from dataclasses import dataclass

from django.urls import reverse

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """An error stops the freeze; a warning asks for a second look. `url` leads to the block in the editor."""

    message: str
    page_id: int
    block_id: str = ""
    severity: str = ERROR
    page_title: str = ""
    answer_url: str = ""  # where it can be answered instead of changed

    @property
    def url(self) -> str:
        anchor = f"#block-{self.block_id}-section" if self.block_id else ""
        return reverse("wagtailadmin_pages:edit", args=[self.page_id]) + anchor

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR
