"""Images and recordings, with what makes them accessible."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtailmedia.models import AbstractMedia

from people.models import Agency


class ContentImage(AbstractImage):
    """An image of a module. Its alternative text belongs to the place where it is used, not to the file."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="images")

    admin_form_fields = (*Image.admin_form_fields, "agency")


class ContentRendition(AbstractRendition):
    image = models.ForeignKey(ContentImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]


class Recording(AbstractMedia):
    """A video or audio file with its WebVTT captions; the transcript is read from the captions."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="recordings")
    captions = models.TextField(_("captions (WebVTT)"), blank=True)
    caption_language = models.CharField(_("caption language"), max_length=10, default="en")

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "duration",
        "width",
        "height",
        "thumbnail",
        "captions",
        "caption_language",
        "tags",
        "agency",
    )
