"""Community organisations that author and review."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.enums import Perspective


class Agency(models.Model):
    """A community organisation. `fictional` ones exist for the demo and say so wherever they appear."""

    name = models.CharField(_("name"), max_length=150, unique=True)
    slug = models.SlugField(unique=True)
    perspective = models.CharField(_("perspective"), max_length=20, choices=Perspective)
    about = models.TextField(_("about"), blank=True)
    fictional = models.BooleanField(_("fictional"), default=False)

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
