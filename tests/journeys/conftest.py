"""One served copy of the demo and one browser for all journeys, and people who sit down at it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import open_browser
from tests.demo_server import Demo, prepared_demo, serve_demo
from tests.journeys.people import Visitor, storage_of

HERE = Path(__file__).parent
OpenAs = Callable[..., Page]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here drives a browser. Those of one file see what the others left, but for the long walks of axe."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if item.path.stem != "test_axe":
                item.add_marker(pytest.mark.xdist_group(f"browser-{item.path.stem}"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Demo]:
    """A file's own copy of one demo that all workers of this run have in common, so that no file sees another's doing.

    `PREPARED_DEMO` names one that was made beforehand. (The base folders of the workers have one parent.)
    """
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    prepared = Path(os.environ.get("PREPARED_DEMO") or shared / "prepared-demo")
    with serve_demo(prepared_demo(prepared)) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture
def open_as(browser: Browser, demo: Demo) -> Iterator[OpenAs]:
    """Open a page as one of the demo's people (None: nobody). Fails afterwards when a page complained."""
    visitors: list[Visitor] = []

    def open_page(email: str | None = None, **options: object) -> Page:
        state = storage_of(browser, demo.url, email) if email else None
        visitor = Visitor(browser.new_context(base_url=demo.url, storage_state=state, **options))
        visitors.append(visitor)
        return visitor.page

    yield open_page
    complaints = [complaint for visitor in visitors for complaint in visitor.close()]
    assert not complaints, "\n".join(complaints)
