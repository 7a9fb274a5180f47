"""Images as they may be kept: really an image of an allowed kind, upright, and without where and when it was taken."""

from __future__ import annotations

import io
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

FORMATS = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png"), "WEBP": ("webp", "image/webp")}
MOST_PIXELS = 40_000_000


def cleaned_image(upload: UploadedFile) -> SimpleUploadedFile:
    """Write the pixels anew and nothing else: metadata, trailing data and second files inside are left behind.

    Raises ValidationError on what is not a JPEG, PNG or WebP image, or is larger than 40 megapixels.
    """
    upload.seek(0)
    try:
        with Image.open(upload, formats=list(FORMATS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("This image has too many pixels. Make it smaller and try again."))
            return _written_anew(picture, upload.name or "image")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("This is not an image we can use. Use a JPEG, PNG or WebP file.")) from error


def _written_anew(picture: Image.Image, name: str) -> SimpleUploadedFile:
    kind = picture.format or "PNG"
    suffix, content_type = FORMATS[kind]
    upright = ImageOps.exif_transpose(picture)
    bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    if upright.mode == "P" and (palette := upright.getpalette()):
        bare.putpalette(palette)
    out = io.BytesIO()
    options: dict[str, Any] = {"quality": 90} if kind in ("JPEG", "WEBP") else {"optimize": True}
    if kind == "PNG" and isinstance(transparency := upright.info.get("transparency"), int | bytes | tuple):
        options["transparency"] = transparency
    bare.save(out, format=kind, **options)
    return SimpleUploadedFile(f"{PurePosixPath(name).stem}.{suffix}", out.getvalue(), content_type)
