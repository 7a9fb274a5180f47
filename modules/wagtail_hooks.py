"""The admin of the authoring room."""

from wagtail.snippets.models import register_snippet

from modules.viewsets import RegisterGroup

register_snippet(RegisterGroup)
