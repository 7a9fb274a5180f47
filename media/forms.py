"""Forms of the image and media libraries."""

from __future__ import annotations

from typing import Any

import webvtt
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from media.cleaning import cleaned_image
from media.durations import duration_of
from media.sniffing import START, fits_its_name

MOST_CAPTION_BYTES = 1024 * 1024


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
    """Checks that the file is a recording and its captions can be read; reads how long it is from the file."""

    caption_file = forms.FileField(
        label=gettext_lazy("Captions from a file"),
        required=False,
        help_text=gettext_lazy("A WebVTT file (.vtt). It takes the place of the captions above."),
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            if file.size > settings.MOST_RECORDING_BYTES:
                most = filesizeformat(settings.MOST_RECORDING_BYTES)
                raise ValidationError(_("A recording may have at most %(most)s.") % {"most": most})
            file.seek(0)
            start = file.read(START)
            file.seek(0)
            if not fits_its_name(start, file.name):
                raise ValidationError(
                    _("This is not a video or audio file that we can use. Use MP4, WebM, Ogg, MP3 or WAV.")
                )
        return file

    def clean_thumbnail(self) -> Any:
        """A poster is a picture like any other: written anew, without where and when it was taken."""
        picture = self.cleaned_data.get("thumbnail")
        return cleaned_image(picture) if picture and "thumbnail" in self.changed_data else picture

    def clean_captions(self) -> str:
        return checked_captions(str(self.cleaned_data.get("captions") or ""))

    def clean_caption_file(self) -> str:
        """The captions that the file holds; empty without one."""
        file = self.cleaned_data.get("caption_file")
        if not file:
            return ""
        if file.size > MOST_CAPTION_BYTES:
            raise ValidationError(_("A caption file may have at most 1 MB."))
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError(
                _("This caption file is not text in UTF-8, so it is not WebVTT. Save it as WebVTT (.vtt).")
            ) from error
        if not text.strip():
            raise ValidationError(_("This caption file is empty."))
        return checked_captions(text)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("caption_file"):
            cleaned["captions"] = cleaned["caption_file"]
        file = cleaned.get("file")
        if file and "file" in self.changed_data and (seconds := duration_of(file, file.name)):
            cleaned["duration"] = seconds
        return cleaned


def checked_captions(text: str) -> str:
    """Captions as they are kept. Raises ValidationError when they are not WebVTT or hold nothing."""
    captions = text.replace("\r\n", "\n")
    if not captions.strip():
        return captions
    try:
        cues = len(webvtt.from_string(captions))
    except webvtt.errors.MalformedFileError as error:
        raise ValidationError(
            _("These captions are not valid WebVTT. The first line must be WEBVTT. (SubRip, .srt, must be converted.)")
        ) from error
    if not cues:
        raise ValidationError(_("These captions hold no text: WebVTT needs a time line above each line of words."))
    return captions
