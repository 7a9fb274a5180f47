"""One-time links with which somebody without an account answers for an agency."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.models import Edition
from people.models import Agency
from review.enums import LinkState


class ApprovalLink(models.Model):
    """Bound to one agency, one exact text and one address. Of the secret in it only a hash is kept."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="approval_links")
    digest = models.CharField(max_length=64, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="approval_links")
    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role in the agency"), max_length=150)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    opened_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=LinkState, default=LinkState.OPEN)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.agency} ({self.digest[:12]})"

    @property
    def expired(self) -> bool:
        return self.state == LinkState.OPEN and self.expires_at <= timezone.now()
