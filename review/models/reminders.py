"""Which letters about a due date went out, so that each goes out once."""

from django.db import models
from django.utils import timezone


class SentNotice(models.Model):
    """`key` names the matter and the occasion, such as `candidate:<reference>:before`."""

    key = models.CharField(max_length=120, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key
