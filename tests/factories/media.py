"""Factories of images and recordings, with real files."""

import io
from typing import Any

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from PIL import Image

from media.models import ContentImage, Recording

CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n\n00:02.000 --> 00:04.000\nYou are safe here.\n"
WEBM = b"\x1aE\xdf\xa3" + bytes(range(256)) * 40


def image_bytes(kind: str = "PNG", size: tuple[int, int] = (40, 30), colour: str = "navy", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, format=kind, **options)
    return out.getvalue()


class ContentImageFactory(DjangoModelFactory):
    class Meta:
        model = ContentImage

    title = factory.Sequence(lambda n: f"Example image {n}")
    file = factory.LazyAttribute(lambda image: ContentFile(image_bytes(), name="example.png"))


class RecordingFactory(DjangoModelFactory):
    class Meta:
        model = Recording

    title = factory.Sequence(lambda n: f"Example recording {n}")
    type = "video"
    duration = 4
    captions = CAPTIONS
    file = factory.LazyAttribute(lambda recording: ContentFile(WEBM, name="example.webm"))
