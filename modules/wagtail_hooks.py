"""The admin of the authoring room."""

from django.urls import include, path
from django.urls.resolvers import URLResolver
from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from modules import rich_text_features
from modules.viewsets import RegisterGroup

register_snippet(RegisterGroup)


@hooks.register("register_rich_text_features")
def register_features(features: FeatureRegistry) -> None:
    rich_text_features.register(features)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    return [path("modules/", include("modules.admin_urls"))]
