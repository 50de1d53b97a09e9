"""A person who has only a keyboard, and who looks where the focus is after every key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page

FOCUS = """
() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    const inside = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
    const points = [...one.getClientRects()].flatMap((part) => [0.1, 0.5, 0.9].flatMap((across) =>
        [0.1, 0.5, 0.9].map((down) =>
            [part.left + across * part.width, part.top + down * part.height])));
    const shown = points.filter(([x, y]) => inside(x, y)).some(([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top && (top === one || one.contains(top)
            || (top.contains(one) && top.matches('label')));
    });
    window.walked = window.walked ?? [];
    const before = window.walked.at(-1);
    window.walked.push(one);
    return {
        what: `${one.tagName} ${(one.getAttribute('aria-label') ?? one.textContent ?? '').trim()}`
            .replace(/\\s+/g, ' ').slice(0, 60),
        outlined: one.matches(':focus-visible, [type=date]:focus-within')
            && style.outlineStyle !== 'none'
            && parseFloat(style.outlineWidth) >= 2,
        shown,
        is_landing: one.id === 'content',
        goes_on: !before || before === one
            || Boolean(before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING),
        place: `${box.left}, ${box.top}`,
    };
}
"""
"""Where the focus is: whether it can be seen (WCAG 2.4.7), and is not covered (2.4.11)."""

CHOSEN = "document.activeElement.selectedOptions[0].text"

TRIES = 25


@dataclass
class Keyboard:
    """Keys pressed on a page, one after the other."""

    page: Page

    def press(self, key: str) -> dict[str, Any] | None:
        """One key; the focus, wherever it is then, must be seen. None: it has left the page."""
        self.page.keyboard.press(key)
        return self.look()

    def look(self) -> dict[str, Any] | None:
        focus: dict[str, Any] | None = self.page.evaluate(FOCUS)
        for _ in range(TRIES):
            if not focus or focus["shown"]:
                break
            self.page.wait_for_timeout(200)  # the page may still be on its way there
            focus = self.page.evaluate(FOCUS)
        if focus and not focus["is_landing"]:
            assert focus["outlined"], f"the focus cannot be seen: {focus}"
            assert focus["shown"], f"the focus is hidden: {focus}"
        return focus

    def tab_to(self, target: Locator, most: int = 80, key: str = "Tab") -> None:
        """Tab on until the target has the focus, which it must within so many stops."""
        for _ in range(most):
            self.press(key)
            if target.evaluate("(one) => one === document.activeElement"):
                return
        raise AssertionError(f"{target} was not reached with {most} times {key}")

    def find(self, words: str) -> None:
        """Type how a choice of a list begins. A list forgets after a second what was typed: on
        a busy machine it may have heard two words, and is told again."""
        for _ in range(TRIES):
            self.page.keyboard.type(words)
            if self.page.evaluate(CHOSEN).startswith(words):
                return
            self.page.wait_for_timeout(1500)
        raise AssertionError(f"{words} was not found by typing it")

    def follow(self, target: Locator, most: int = 80) -> None:
        """Tab to a link or button and press Enter, which opens another page."""
        self.tab_to(target, most)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, group: Locator, words: str, most: int = 40) -> None:
        """Tab into a group of radio buttons and go to one of them with arrow keys."""
        wanted = group.get_by_label(words, exact=True)
        for _ in range(most):
            self.press("Tab")
            if group.locator(":focus").count():
                break
        self.press("Space")
        for _ in range(most):
            if wanted.is_checked():
                return
            self.press("ArrowRight")
        raise AssertionError(f"{words} was not reached with arrow keys")

    def walk(self, most: int = 600) -> list[str]:
        """Tab through the whole page: forwards, and out of it again at the end."""
        stops: list[str] = []
        for _ in range(most):
            focus = self.press("Tab")
            if focus is None or (stops and re.match("A Skip to", focus["what"])):
                return stops
            assert focus["goes_on"], f"the focus jumps back to {focus['what']}"
            stops.append(focus["what"])
        raise AssertionError(f"{most} stops, and no end: {stops[-5:]}")
