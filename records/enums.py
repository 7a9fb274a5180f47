"""Named sets: the states of a certificate and what may happen to one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateState(models.TextChoices):
    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    REPLACED = "replaced", _("Replaced")
    REVOKED = "revoked", _("Revoked")


class CertificateEventKind(models.TextChoices):
    REVOKED = "revoked", _("Revoked")
    REPLACED = "replaced", _("Replaced by another certificate")
