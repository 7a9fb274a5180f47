"""Ways through packages with rules of their own."""

import pytest

from modules.scorm.manifest import Edition, Item, Launch, Organization, Package
from modules.scorm.manifest.sequencing import ControlModes, Sequencing
from modules.scorm.route import NoSuchWay, take_way
from modules.scorm.state import Learner, Registration

LEARNER = Learner("learner", "Name")


def package() -> Package:
    items = tuple(Item(name, name, launch=Launch(f"{name}.html")) for name in ("a", "b"))
    organization = Organization("course", "Course", items, Sequencing(present=True, control=ControlModes(flow=True)))
    return Package("p", "1", "Course", Edition.SCORM_2004_4, "", (organization,), "course", (), ())


def test_the_whole_may_be_chosen_and_begins_with_its_first_page():
    begun = take_way(package(), Registration("2004"), LEARNER)
    on = take_way(package(), begun.registration, LEARNER, "continue")
    again = take_way(package(), on.registration, LEARNER, "{target=course}choice")
    assert [way.item.identifier for way in (begun, on, again)] == ["a", "b", "a"]


def test_what_is_not_there_cannot_be_chosen():
    begun = take_way(package(), Registration("2004"), LEARNER)
    for wish in ("{target=c}choice", "{target=a}fetch", "sideways"):
        with pytest.raises(NoSuchWay):
            take_way(package(), begun.registration, LEARNER, wish)
