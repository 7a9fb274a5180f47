"""Strict readers of environment values: a value that is missing or malformed stops the start."""

import os

from django.core.exceptions import ImproperlyConfigured


def required(name: str) -> str:
    """Return the value of `name`; raise ImproperlyConfigured when it is missing, empty or a DEMO value."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. docs/administrator.md says what it is for.")
    if "demo" in value.lower():
        raise ImproperlyConfigured(f"{name} holds a demo value. Production refuses to start on it.")
    return value


def required_secret(name: str, at_least: int = 50) -> str:
    """Return the value of `name`; raise ImproperlyConfigured also when it is too short to be a secret."""
    value = required(name)
    if len(value) < at_least:
        raise ImproperlyConfigured(f"{name} is shorter than {at_least} characters. Make a long random one.")
    return value


def optional(name: str, default: str) -> str:
    """Return the value of `name`, or `default` when it is missing or empty."""
    return os.environ.get(name, "").strip() or default


def listed(value: str) -> list[str]:
    """Split a comma-separated value, dropping empty parts."""
    return [part.strip() for part in value.split(",") if part.strip()]
