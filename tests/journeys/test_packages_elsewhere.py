"""Our packages in a runtime that is not ours: they are read, resumed, passed, and say so."""

import json
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from assessments.definition import ItemKind, QuizDefinition, Scene, from_data
from assessments.scoring import Given, percent, score_fraction, score_items
from tests.demo_server import Demo
from tests.journeys.elsewhere import system_elsewhere, unpack
from tests.journeys.people import Visitor

MODULE = "trafficking-and-sex-work"
NEWEST = (
    "import django; django.setup(); from modules.models import Edition;"
    " print(Edition.objects.current().get(module__slug='{}', language='en').digest)"
)


def kept_of(page: Page, sco: str) -> Any:
    return json.loads(page.evaluate("(key) => sessionStorage.getItem(key) || 'null'", sco))["cmi"]


def answer_rightly(frame: FrameLocator) -> None:
    """Answer the question that is shown as the page's own data says is right."""
    title = frame.locator("#quiz h2").inner_text()
    quiz = json.loads(frame.locator("#quiz").get_attribute("data-quiz") or "")
    item = next(item for item in quiz["items"] if item["title"] == title)
    asked = [choice for scene in item.get("scenes", [item]) for choice in scene["choices"]]
    right = {" ".join(choice["text"].split()) for choice in asked if choice["right"]}
    for label in frame.locator("label.choice").all():
        if " ".join(label.inner_text().split()) in right:
            label.click()
    frame.get_by_role("button", name="Answer").click()


def finish(frame: FrameLocator) -> None:
    """Answer to the end, and go to the result."""
    for _ in range(60):
        if frame.locator("form").count():
            answer_rightly(frame)
        following = frame.locator("#quiz button.button")
        last = "result" in following.inner_text().lower()
        following.click()
        if last:
            return


@pytest.fixture(scope="module")
def digest(demo: Demo) -> str:
    return demo.run("-c", NEWEST.format(MODULE)).split()[-1]


@pytest.mark.parametrize("standard", ["1.2", "2004"])
def test_whole_package_reports_and_resumes(
    browser: Browser, demo: Demo, digest: str, standard: str, tmp_path: Path
) -> None:
    package = tmp_path / "package.zip"
    demo.run("manage.py", "scorm_export", digest, "--as", standard, "--output", str(package))
    pages = unpack(package, tmp_path / "package")
    lesson = next(name for name in pages if "lesson.js" in (tmp_path / "package" / name).read_text())
    quiz = next(name for name in pages if "quiz.js" in (tmp_path / "package" / name).read_text())
    visitor = Visitor(browser.new_context())
    page, frame = visitor.page, visitor.page.frame_locator("#sco")
    with system_elsewhere(tmp_path) as address:
        opened = f"{address}/{standard}.html?sco=package/"
        page.goto(opened + lesson)
        frame.get_by_role("button", name="I have read this").click()
        expect(frame.locator("#done")).to_be_visible()
        page.goto(opened + quiz)
        assert status(kept_of(page, f"package/{lesson}"), standard) == ("completed", None)
        frame.get_by_role("button", name="Start").click()
        answer_rightly(frame)
        expect(frame.locator("label.choice")).to_have_count(0)
        page.goto(opened + quiz)
        expect(frame.locator("#quiz h2")).to_be_visible()
        expect(frame.get_by_role("button", name="Start")).to_have_count(0)
        finish(frame)
        expect(frame.locator("#quiz h2")).to_contain_text("100 per cent")
        page.goto(opened + lesson)
        expect(frame.locator("#done")).to_be_visible()
        kept = kept_of(page, f"package/{quiz}")
    assert status(kept, standard) == ("passed", 100)
    assert interactions(kept, standard)
    assert visitor.close() == []


def status(kept: Any, standard: str) -> tuple[str, float | None]:
    """What was kept: how it ended, and the score."""
    core = kept["core"] if standard == "1.2" else kept
    raw = core["score"]["raw"]
    ended = core["lesson_status"] if standard == "1.2" else core["completion_status"]
    if standard == "2004" and core["success_status"] != "unknown":
        ended = core["success_status"]
    return ended, float(raw) if raw != "" else None


def interactions(kept: Any, standard: str) -> list[Any]:
    rows = kept["interactions"]
    rows = list(rows.values()) if isinstance(rows, dict) else rows
    answered = "student_response" if standard == "1.2" else "learner_response"
    return [row for row in rows if isinstance(row, dict) and row.get(answered)]


def test_score_is_the_one_that_the_server_would_give(browser: Browser, demo: Demo, digest: str, tmp_path: Path) -> None:
    package = tmp_path / "package.zip"
    demo.run("manage.py", "scorm_export", digest, "--as", "1.2", "--output", str(package))
    pages = unpack(package, tmp_path / "package")
    quiz = next(name for name in pages if "quiz.js" in (tmp_path / "package" / name).read_text())
    definition = from_data(json.loads(demo.run("-c", QUIZ.format(digest, int(quiz[:2]))).splitlines()[-1]))
    visitor = Visitor(browser.new_context())
    page, heading = visitor.page, visitor.page.frame_locator("#sco").locator("#quiz h2")
    with system_elsewhere(tmp_path) as address:
        for seed in range(3):
            page.goto(f"{address}/1.2.html?sco=none")  # what was open keeps its own state as it goes
            given, kept = some_answers(definition, Random(seed))
            data = json.dumps({"cmi": {"suspend_data": kept}})
            page.evaluate("([key, data]) => sessionStorage.setItem(key, data)", [f"package/{quiz}", data])
            page.goto(f"{address}/1.2.html?sco=package/{quiz}")
            expected = percent(score_fraction(score_items(definition, given)))
            expect(heading).to_have_text(f"Your result: {expected} per cent")
    visitor.close()


def some_answers(definition: QuizDefinition, random: Random) -> tuple[list[Given], str]:
    """Answers to everything, as the server keeps them and as the package does."""
    given, kept = [], []
    for number, item in enumerate(definition.items):
        if item.kind is not ItemKind.BRANCHING:
            most = len(item.choices) if item.kind is ItemKind.MULTIPLE else 1
            chosen = sorted(random.sample(range(len(item.choices)), random.randint(1, most)))
            given.append(Given(item.key, "", tuple(item.choices[n].key for n in chosen)))
            kept.append(f"{number}:{''.join(map(str, chosen))}")
            continue
        scene: Scene | None = item.scenes[0]
        while scene:
            at = random.randrange(len(scene.choices))
            given.append(Given(item.key, scene.key, (scene.choices[at].key,)))
            kept.append(f"{number}.{item.scenes.index(scene)}:{at}")
            scene = item.scene(scene.choices[at].next or "")
    return given, f"1|1|-1|{';'.join(kept)}"


def test_thin_package_is_read_through_and_switched_off(
    browser: Browser, demo: Demo, digest: str, tmp_path: Path
) -> None:
    package = tmp_path / "thin.zip"
    visitor = Visitor(browser.new_context())
    page = visitor.page
    frame = page.frame_locator("#sco").frame_locator("#edition")
    with system_elsewhere(tmp_path) as address:
        wanted = ["scorm_export", digest, "--as", "thin", "--for", "A city", "--origin", address]
        demo.run("manage.py", *wanted, "--output", str(package))
        assert package.stat().st_size < 12_000
        unpack(package, tmp_path / "thin")
        page.goto(f"{address}/1.2.html?sco=thin/index.html")
        frame.get_by_role("button", name="I have read this").click()
        expect(frame.locator("#done")).to_be_visible()
        for _ in range(12):
            if frame.locator("#quiz").count():
                break
            following = frame.get_by_role("link", name=re.compile("^Next:"))
            name = following.inner_text().removeprefix("Next: ")
            following.click()
            expect(frame.locator("h1")).to_have_text(name)
        frame.get_by_role("button", name="Start").click()
        finish(frame)
        expect(frame.locator("#quiz h2")).to_contain_text("100 per cent")
        page.goto(f"{address}/1.2.html?sco=thin/index.html")
        expect(frame.locator("#done")).to_be_visible()
        kept = kept_of(page, "thin/index.html")
        assert len(kept["suspend_data"]) < 4096
        assert json.loads(kept["suspend_data"])["r"]
        assert interactions(kept, "1.2")
        other = address.replace("127.0.0.1", "localhost")
        page.goto(f"{other}/1.2.html?sco=thin/index.html")
        expect(page.frame_locator("#sco").locator("#edition")).to_be_visible()
        expect(frame.locator(".digest")).to_have_count(0)
        assert any("frame-ancestors" in said for said in visitor.complaints)
        demo.run("-c", SWITCH_OFF)
        page.goto(f"{address}/1.2.html?sco=thin/index.html")
        expect(frame.locator("h1")).to_have_text("This training is not available here")
    assert [said for said in visitor.close() if "frame-ancestors" not in said and "410" not in said] == []


QUIZ = (
    "import django; django.setup(); from modules.models import EditionStep;"
    " print(EditionStep.objects.get(edition__digest='{}', position={}).quiz.canonical)"
)
SWITCH_OFF = (
    "import django; django.setup(); from django.utils import timezone; from modules.models import ThinLicence;"
    " ThinLicence.objects.update(closed_at=timezone.now())"
)
