"""When somebody last checked an entry, who it was, and by when the next check is due."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

YEAR = 365


def this_day() -> date:
    return timezone.localdate()


class RegularlyChecked(models.Model):
    """`next_check_on` follows from the last check, or from the day of entry where there was none yet."""

    last_verified = models.DateField(_("last verified"), null=True, blank=True)
    last_verified_by = models.CharField(
        _("last verified by"),
        max_length=150,
        blank=True,
        editable=False,
        help_text=_("The person's name as it stood that day. Shown in the workspace only."),
    )
    last_verified_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    last_verified_for = models.ForeignKey(
        "people.Agency",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("verified for"),
    )
    check_days = models.PositiveSmallIntegerField(
        _("check again after (days)"),
        default=YEAR,
        validators=[MinValueValidator(1)],
        help_text=_("When this many days have passed without a check, what rests on it is listed as stale."),
    )
    entered_on = models.DateField(_("entered on"), default=this_day, editable=False)
    next_check_on = models.DateField(_("next check due"), db_index=True, null=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Keeps `next_check_on`, so that what is overdue is one indexed comparison."""
        self.next_check_on = (self.last_verified or self.entered_on) + timedelta(days=self.check_days)
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "next_check_on"}  # type: ignore[misc]
        super().save(*args, **kwargs)  # type: ignore[arg-type]
