"""Whether the rule table and the referrals point at what there is."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from config.programme.index import Index
from config.programme.reader import Fault, Programme
from modules.rulings import OPEN

RULES, RESOURCES = "registers/rules.yaml", "registers/resources.yaml"


def check_rules(programme: Programme, index: Index) -> Iterator[Fault]:
    owners = {
        provision["fact"]: authority["key"]
        for authority in programme.registers["authorities"]
        for provision in authority["provisions"]
    }
    for key, count in Counter(act["key"] for act in programme.registers["rules"]).items():
        if count > 1:
            yield Fault(RULES, "key", f"{key!r} stands {count} times")
    for act in programme.registers["rules"]:
        for ruling in act["rulings"]:
            yield from _ruling(act["key"], ruling, owners, index)
        for authority, count in Counter(ruling["authority"] for ruling in act["rulings"]).items():
            if count > 1:
                yield Fault(RULES, act["key"], f"{authority!r} rules {count} times on one act")
    for resource in programme.registers["resources"]:
        if "owner" in resource and resource["owner"] not in index.agencies:
            yield Fault(RESOURCES, f"{resource['fact']}.owner", f"there is no agency {resource['owner']!r}")
    cards = [module.file for module in programme.modules if module.data.get("card")]
    if len(cards) > 1:
        yield Fault(cards[1], "card", f"one module is the card, and {cards[0]} is it already")


def _ruling(act: str, ruling: dict[str, Any], owners: dict[str, str], index: Index) -> Iterator[Fault]:
    path = f"{act}.{ruling['authority']}"
    if ruling["authority"] not in index.authorities:
        yield Fault(RULES, path, f"there is no authority {ruling['authority']!r}")
    provision = ruling["provision"]
    if provision is None:
        if ruling["ruling"] not in OPEN:
            yield Fault(RULES, path, "names no provision, so the authority can only be silent or unknown")
    elif owners.get(provision) != ruling["authority"]:
        yield Fault(RULES, path, f"{provision!r} is not a provision of it")
