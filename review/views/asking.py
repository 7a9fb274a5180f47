"""What an address with which a report is begun points at. Whatever the person may not see is 404."""

from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from modules.models import EditionStep, Provision, ScormVersion, Source
from modules.rules import packages_seen_by
from review.models import Material, MaterialVersion, TranscriptLine
from review.passages import find_item
from review.resource_targets import ResourceTarget, package_digest
from review.resources import find_resource
from review.rules import can_flag_materials, can_read_edition
from review.targets import EditionTarget, MaterialTarget, RegisterTarget, Target, TargetUnknown

LONGEST_NAME = 100
LONGEST_ADDRESS = 1000


def target_of(request: HttpRequest) -> Target:
    """By the query alone: a step, a material, a rule, a source, or a package on the shelf."""
    asked = request.GET
    if "provision" in asked or "source" in asked:
        return register_target(request)
    if "package" in asked:
        return shelf_target(request)
    if "material" in asked:
        return material_target(request)
    try:
        key = UUID(asked.get("step", ""))
    except ValueError as error:
        raise BadRequest("step is not a reference") from error
    return edition_target(request, asked.get("edition", ""), key)


def edition_target(request: HttpRequest, digest: str, key: UUID) -> EditionTarget | ResourceTarget:
    query = EditionStep.objects.select_related("edition__module", "quiz")
    step = get_object_or_404(query, edition__digest=_name(digest), key=key)
    if not can_read_edition(request.user, step.edition):
        raise Http404
    if "file" in request.GET:
        if not package_digest(step):
            raise Http404
        return ResourceTarget(address=_address(request), step=step)
    block, item = _name(request.GET.get("block", "")), _name(request.GET.get("item", ""))
    if not block and not item:
        raise BadRequest("name a block or an item")
    if not item and find_item(step, block):
        block, item = "", block
    target = EditionTarget(step=step, block_id=block, item_key=item)
    try:
        _found = target.passage
    except TargetUnknown as error:
        raise Http404 from error
    return _page_of(target) or target


def _page_of(target: EditionTarget) -> ResourceTarget | None:
    """The file of the package, where the block stands for one that is there."""
    if target.block_type != "resource":
        return None
    address = next(block["address"] for block in target.step.blocks if block["id"] == target.block_id)
    known = find_resource(package_digest(target.step), address)
    return ResourceTarget(address=address, step=target.step) if known else None


def shelf_target(request: HttpRequest) -> ResourceTarget:
    asked = request.GET
    try:
        reference = UUID(asked["package"])
    except ValueError as error:
        raise Http404 from error
    versions = ScormVersion.objects.filter(package__in=packages_seen_by(request.user)).select_related("package__agency")
    version = get_object_or_404(versions, package__reference=reference, number=_number(asked.get("number", "")))
    return ResourceTarget(address=_address(request), version=version)


def material_target(request: HttpRequest) -> MaterialTarget:
    if not can_flag_materials(request.user):
        raise Http404
    asked = request.GET
    material = get_object_or_404(Material, slug=_name(asked.get("material", "")))
    versions = MaterialVersion.objects.filter(material=material)
    version = get_object_or_404(versions, pk=_number(asked["version"])) if "version" in asked else versions.last()
    if "line" not in asked:
        return MaterialTarget(material=material, version=version)
    line = get_object_or_404(TranscriptLine, version=version, n=_number(asked["line"]))
    return MaterialTarget(material=material, version=version, line=line)


def register_target(request: HttpRequest) -> RegisterTarget:
    if not can_flag_materials(request.user):
        raise Http404
    asked = request.GET
    if "provision" in asked:
        return RegisterTarget(get_object_or_404(Provision, fact_id=_name(asked["provision"])))
    return RegisterTarget(get_object_or_404(Source, key=_name(asked["source"])))


def _address(request: HttpRequest) -> str:
    """As it was written, so that it can be corrected; what cannot be a name is nothing."""
    text = request.GET.get("file", "").strip()
    return "" if len(text) > LONGEST_ADDRESS or "\x00" in text else text


def _name(text: str) -> str:
    if len(text) > LONGEST_NAME or "\x00" in text:
        raise Http404
    return text


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404
    return int(text)
