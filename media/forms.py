"""Forms of the image and media libraries."""

from typing import Any

import webvtt
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from media.cleaning import cleaned_image

SIGNATURES = ((0, b"\x1aE\xdf\xa3"), (4, b"ftyp"), (0, b"OggS"), (0, b"ID3"), (0, b"\xff\xfb"), (0, b"RIFF"))


class ContentImageForm(BaseImageForm):
    """Every upload is written anew without its metadata, so that no photo gives away a place or a person."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "file" in self.changed_data and cleaned.get("file"):
            try:
                cleaned["file"] = cleaned_image(cleaned["file"])
            except ValidationError as error:
                self.add_error("file", error)
        return cleaned


class RecordingForm(BaseMediaForm):
    """Checks that the file is a recording and that its captions can be read."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            file.seek(0)
            start = file.read(16)
            file.seek(0)
            if not any(start[at : at + len(mark)] == mark for at, mark in SIGNATURES):
                raise ValidationError(
                    _("This is not a video or audio file that we can use. Use MP4, WebM, Ogg or MP3.")
                )
        return file

    def clean_captions(self) -> str:
        captions = str(self.cleaned_data.get("captions") or "").replace("\r\n", "\n")
        if captions.strip():
            try:
                webvtt.from_string(captions)
            except webvtt.errors.MalformedFileError as error:
                raise ValidationError(
                    _("These captions are not valid WebVTT. The first line must be WEBVTT.")
                ) from error
        return captions
