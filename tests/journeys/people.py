"""Visitors: a browser context each, signed in by the demo's buttons, who remember what their pages complained about."""

from functools import lru_cache

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, StorageState

from people.demo import PASSWORD

TIMEOUT = 15_000


class Visitor:
    """One person at one browser. Console errors, script errors and server errors are kept as complaints."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.complaints: list[str] = []
        context.set_default_timeout(TIMEOUT)
        context.on("page", self._listen)
        self.page = context.new_page()

    def _listen(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on(
            "response",
            lambda answer: self.complaints.append(f"{answer.url}: {answer.status}") if answer.status >= 500 else None,
        )

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.complaints.append(f"{message.page.url if message.page else ''}: {message.text}")

    def close(self) -> list[str]:
        self.context.close()
        return self.complaints


@lru_cache(maxsize=64)
def storage_of(browser: Browser, url: str, email: str) -> StorageState:
    """Sign in once by the button of this demo person and return the cookies, to be used for every later page."""
    context = browser.new_context(base_url=url)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator(f'button[name="person"][value="{email}"]').click()
    page.get_by_role("button", name="Sign out").wait_for()
    state = context.storage_state()
    context.close()
    return state


def sign_in_with_password(page: Page, email: str, password: str = PASSWORD) -> None:
    """Through the form, as everyone does outside the demo."""
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Sign out").wait_for()
