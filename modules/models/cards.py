"""Which module is the bulletin card. Like co-authors, this is no part of the drafts."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Card(models.Model):
    """The one module whose current editions are shown as the card. Written by `set_card` only."""

    module = models.OneToOneField("modules.ModulePage", on_delete=models.PROTECT, related_name="card")
    only = models.BooleanField(default=True, unique=True, editable=False)
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("bulletin card")
        constraints = [models.CheckConstraint(name="one_card", condition=models.Q(only=True))]

    def __str__(self) -> str:
        return str(self.module)
