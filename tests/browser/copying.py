"""Buttons that copy, and say so for a moment: the page's clock stands still until that was read."""

from __future__ import annotations

from playwright.sync_api import Page, expect

SAID_FOR = 2500
"""Milliseconds, as in copy.js."""


def stop_the_clock(page: Page) -> None:
    """However long the test takes, what a page says for a moment stays until the clock is moved."""
    page.clock.install(time=0)
    page.clock.pause_at(1_000_000)


def copied(page: Page, name: str) -> str:
    """What a button with this name puts on the clipboard, once it has said that it did."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    stop_the_clock(page)
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    text = str(page.evaluate("navigator.clipboard.readText()"))
    page.clock.resume()  # axe, too, waits by it
    return text
