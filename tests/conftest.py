"""A browser for every test that wants one: `browser` opens the system's Chromium once a module."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Not once a session: while Playwright is open, no test of the thread can run asyncio."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - most tests need none
    from visitor import open_browser  # noqa: PLC0415

    with sync_playwright() as playwright:
        found = open_browser(playwright)
        if found is None:
            pytest.skip("no Chromium on this machine: install the system's package chromium")
        yield found
        found.close()
