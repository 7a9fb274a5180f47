"""Citations and glossary terms in the editor: kept when a text is opened and saved, shown when it is compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from modules.models import GlossaryTerm, Provision, Source

CITATION_FIELDS = ("provision", "source", "fact")
GLOSSARY_FIELDS = ("term",)
SCRIPTS = ["modules/js/citations.js"]


class CitationHandler(LinkHandler):
    """`<a linktype="citation">` wherever Wagtail itself shows rich text (comparisons, panels); readers get notes."""

    identifier = "citation"

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        title = escape(attrs.get("provision") or f"{attrs.get('source', '')}:{attrs.get('fact', '')}")
        return f'<a data-cite="{title}" title="{title}">'

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Iterator[tuple[type[Model], str, str, str]]:
        """So that a register shows which pages cite an entry."""
        if attrs.get("provision"):
            yield from _reference(Provision, "fact_id", attrs["provision"])
        if attrs.get("source"):
            yield from _reference(Source, "key", attrs["source"])


class GlossaryHandler(LinkHandler):
    """`<a linktype="glossary">`, as above."""

    identifier = "glossary"

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        return f'<a data-term="{escape(attrs.get("term", ""))}">'

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Iterator[tuple[type[Model], str, str, str]]:
        yield from _reference(GlossaryTerm, "fact_id", attrs.get("term", ""))


class KeptLink(LinkElementHandler):
    """Carries the named attributes into the editor."""

    def __init__(self, entity_type: str, names: tuple[str, ...]) -> None:
        super().__init__(entity_type)
        self.names = names

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        return {name: attrs[name] for name in self.names if attrs.get(name)}


def register(features: FeatureRegistry) -> None:
    """Register both kinds of link with the editor and with Wagtail's own rendering."""
    features.register_link_type(CitationHandler)
    features.register_link_type(GlossaryHandler)
    _register(features, "citation", "CITATION", CITATION_FIELDS, _("Cite a rule or a source"), "list-ul")
    _register(features, "glossary", "GLOSSARY", GLOSSARY_FIELDS, _("Explain a word"), "openquote")


def _register(
    features: FeatureRegistry, name: str, kind: str, fields: tuple[str, ...], description: str, icon: str
) -> None:
    entity = {"type": kind, "icon": icon, "description": description, "attributes": list(fields)}
    features.register_editor_plugin("draftail", name, LazyEntity(entity, js=SCRIPTS))
    features.register_converter_rule(
        "contentstate",
        name,
        {
            "from_database_format": {f'a[linktype="{name}"]': KeptLink(kind, fields)},
            "to_database_format": {"entity_decorators": {kind: _decorator(name, fields)}},
        },
    )


class LazyEntity(EntityFeature):
    """Adds the address of our own chooser when the editor is built: URLs are not known when hooks run."""

    data: dict[str, Any]

    def construct_options(self, options: dict[str, Any]) -> None:
        self.data = {**self.data, "chooserUrls": {"citations": reverse("modules_admin:inline_choices")}}
        super().construct_options(options)


def _decorator(name: str, fields: tuple[str, ...]) -> Any:
    def element(props: dict[str, Any]) -> Any:
        kept = {field: props[field] for field in fields if props.get(field)}
        return DOM.create_element("a", {"linktype": name, **kept}, props["children"])

    return element


def _reference(model: type[Model], field: str, key: str) -> Iterator[tuple[type[Model], str, str, str]]:
    pk = model._default_manager.filter(**{field: key}).values_list("pk", flat=True).first()
    if pk is not None:
        yield model, str(pk), "", ""
