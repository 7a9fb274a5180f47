"""Each agency's own shelf of images and recordings."""

from django.contrib.auth.models import Permission
from wagtail.models import Collection, GroupCollectionPermission

from people.models import Agency
from people.services.roles import agency_group

GRANTED = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtailmedia": ("add_media", "change_media"),
}


def agency_collection(agency: Agency) -> Collection:
    """The agency's collection, made on first use. Its authors add and change files there; nobody else sees them."""
    name = f"Agency: {agency.slug}"
    collection = Collection.objects.filter(name=name).first()
    if collection is None:
        collection = Collection.get_first_root_node().add_child(name=name)
    group = agency_group(agency)
    for app, names in GRANTED.items():
        for permission in Permission.objects.filter(content_type__app_label=app, codename__in=names):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
    return collection
