"""One served copy of the demo and one browser for all journeys, and people who sit down at it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import open_browser
from tests.demo_server import Demo, serve_demo
from tests.journeys.people import Visitor, storage_of

HERE = Path(__file__).parent
OpenAs = Callable[..., Page]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here drives a browser, and all of them share one worker with its one server."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="package")
def demo() -> Iterator[Demo]:
    with serve_demo() as served:
        yield served


@pytest.fixture(scope="package")
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
