"""Organizations and their items: the outline that a learner sees."""

from collections import Counter
from dataclasses import dataclass, field

from ..findings import Finding, PackageRefused, Severity, printable
from .addresses import with_parameters
from .model import CompletionThreshold, DataMap, Item, Launch, Organization
from .resources import Resources
from .sequencing import Sequencing
from .sequencing_reading import SequencingReader, decimal, truth
from .xml import Element, attribute, child, child_text, children, text_of

MOST_ITEMS = 2_000  # each request to a package with rules asks about all of them
MOST_MAPS = 100  # as many as the data model counts
CONTROLS = {
    "previous", "continue", "exit", "exitAll", "abandon", "abandonAll", "suspendAll",
}  # fmt: skip
TIME_LIMIT_ACTIONS = {"exit,message", "exit,no message", "continue,message", "continue,no message"}


@dataclass
class _Reader:
    resources: Resources
    sequencing: SequencingReader
    findings: list[Finding]
    seen: set[str] = field(default_factory=set)
    numbers: Counter[str] = field(default_factory=Counter)

    def warn(self, code: str, message: str, place: str) -> None:
        self.findings.append(Finding(Severity.WARNING, code, message, printable(place)))


def read_organizations(
    manifest: Element, resources: Resources, findings: list[Finding]
) -> tuple[tuple[Organization, ...], str]:
    """All organizations with something in them, and the identifier of the one that is played."""
    outer = child(manifest, "organizations")
    if outer is None:
        return (), ""
    sequencing = SequencingReader(manifest, findings)
    organizations = []
    for number, element in enumerate(children(outer, "organization"), start=1):
        reader = _Reader(resources, sequencing, findings)
        organization = _organization(element, number, reader)
        if organization.items:
            organizations.append(organization)
        else:
            reader.warn("empty-organization", "An organization has no items.", organization.identifier)
    default = attribute(outer, "default")
    known = [organization.identifier for organization in organizations]
    if known and default not in known:
        if default:
            message = "The default organization is not there; the first is played."
            findings.append(Finding(Severity.WARNING, "default-organization", message, printable(default)))
        default = known[0]
    return tuple(organizations), default


def _organization(element: Element, number: int, reader: _Reader) -> Organization:
    identifier = attribute(element, "identifier") or f"organization-{number}"
    title = child_text(element, "title")
    if not title:
        reader.warn("missing-title", "An organization has no title.", identifier)
    return Organization(
        identifier=identifier,
        title=title or identifier,
        items=_items(element, reader),
        sequencing=_sequencing(element, reader),
        objectives_global_to_system=truth(attribute(element, "objectivesGlobalToSystem"), True),
        shared_data_global_to_system=truth(attribute(element, "sharedDataGlobalToSystem"), True),
        completion_threshold=_threshold(element),
    )


def _items(element: Element, reader: _Reader) -> tuple[Item, ...]:
    return tuple(_item(found, reader) for found in children(element, "item"))


def _item(element: Element, reader: _Reader) -> Item:
    identifier = _identifier(element, reader)
    title = child_text(element, "title")
    if not title:
        reader.warn("missing-title", "An item has no title.", identifier)
    inner = _items(element, reader)
    parameters = attribute(element, "parameters")
    resource = attribute(element, "identifierref")
    return Item(
        identifier=identifier,
        title=title or identifier,
        visible=truth(attribute(element, "isvisible"), True),
        resource=resource,
        launch=_launch(identifier, resource, parameters, bool(inner), reader),
        parameters=parameters,
        prerequisites=child_text(element, "prerequisites"),
        max_time_allowed=child_text(element, "maxtimeallowed"),
        time_limit_action=_time_limit_action(element, identifier, reader),
        data_from_lms=_verbatim(child(element, "datafromlms")) or _verbatim(child(element, "dataFromLMS")),
        mastery_score=_mastery(element, identifier, reader),
        completion_threshold=_threshold(element),
        data_maps=_data_maps(element),
        hidden_controls=_hidden_controls(element),
        sequencing=_sequencing(element, reader),
        children=inner,
    )


def _identifier(element: Element, reader: _Reader) -> str:
    identifier = attribute(element, "identifier")
    wanted = identifier or "item"
    if not identifier:
        reader.warn("missing-identifier", "An item has no identifier.", child_text(element, "title"))
    elif identifier in reader.seen:
        reader.warn("duplicate-item", "Two items have one identifier; the later one was renamed.", identifier)
    while not identifier or identifier in reader.seen:
        reader.numbers[wanted] += 1
        identifier = f"{wanted}-{reader.numbers[wanted] + 1}"
    reader.seen.add(identifier)
    if len(reader.seen) > MOST_ITEMS:
        raise PackageRefused("too-many-items", f"An organization has more than {MOST_ITEMS} items.", "imsmanifest.xml")
    return identifier


def _launch(identifier: str, reference: str, parameters: str, cluster: bool, reader: _Reader) -> Launch | None:
    """The page of an item: of every leaf, and of a cluster where 1.2 gives it one."""
    if not reference:
        if not cluster:
            reader.warn("item-without-page", "An item has no page and no children.", identifier)
        return None
    resource = reader.resources.by_identifier.get(reference)
    if resource is None:
        message = f"An item names a resource that is not there: {printable(reference)}."
        reader.warn("dangling-resource", message, identifier)
        return None
    if not resource.path:
        reader.warn("page-missing", f"The page of an item is missing: {printable(resource.href) or '-'}.", identifier)
        return None
    query, fragment = with_parameters(resource.query, resource.fragment, parameters)
    return Launch(resource.path, query, fragment, resource.kind == "sco")


def _time_limit_action(element: Element, identifier: str, reader: _Reader) -> str:
    written = child_text(element, "timelimitaction")
    plain = ",".join(part.strip() for part in written.casefold().split(","))
    if written and plain not in TIME_LIMIT_ACTIONS:
        reader.warn("time-limit-action", "A time limit action is unknown and was left out.", identifier)
        return ""
    return plain


def _mastery(element: Element, identifier: str, reader: _Reader) -> str:
    written = child_text(element, "masteryscore")
    value = decimal(written, None)
    if written and (value is None or not 0 <= value <= 100):
        reader.warn("mastery-score", "A mastery score is not a number from 0 to 100 and was left out.", identifier)
        return ""
    return written


def _threshold(element: Element) -> CompletionThreshold | None:
    found = child(element, "completionThreshold")
    if found is None:
        return None
    written = text_of(found)
    return CompletionThreshold(
        completed_by_measure=truth(attribute(found, "completedByMeasure"), bool(written)),
        min_progress_measure=_between(attribute(found, "minProgressMeasure") or written, 1.0),
        progress_weight=_between(attribute(found, "progressWeight"), 1.0),
    )


def _between(written: str, default: float) -> float:
    value = decimal(written, default)
    return value if value is not None and 0 <= value <= 1 else default


def _data_maps(element: Element) -> tuple[DataMap, ...]:
    maps = [found for data in children(element, "data") for found in children(data, "map")]
    if len(maps) > MOST_MAPS:
        raise PackageRefused("too-many-rules", f"An item shares more than {MOST_MAPS} data.", "imsmanifest.xml")
    return tuple(
        DataMap(
            attribute(found, "targetID"),
            truth(attribute(found, "readSharedData"), True),
            truth(attribute(found, "writeSharedData"), True),
        )
        for found in maps
    )


def _hidden_controls(element: Element) -> tuple[str, ...]:
    found = [
        text_of(hidden)
        for presentation in children(element, "presentation")
        for interface in children(presentation, "navigationInterface")
        for hidden in children(interface, "hideLMSUI")
    ]
    return tuple(control for control in dict.fromkeys(found) if control in CONTROLS)


def _sequencing(element: Element, reader: _Reader) -> Sequencing:
    found = child(element, "sequencing")
    return reader.sequencing.read(found, reader_place(element)) if found is not None else Sequencing()


def reader_place(element: Element) -> str:
    return attribute(element, "identifier")


def _verbatim(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()
