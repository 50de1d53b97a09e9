"""Reverse each URL once per process.

A URL depends only on the view name and its arguments. A page with a link to every authority
spent a third of its time on reversing URLs again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django import urls

MOST_KEPT = 20_000
"""Cache entries: more than the site has URLs; some hundred bytes each."""


def reverse(name: str, args: Sequence[object] = ()) -> str:
    """The URL of a view, like Django's `reverse`, cached; `args` are strings or numbers."""
    words = tuple(str(arg) for arg in args)
    return _kept(urls.get_urlconf(), urls.get_script_prefix(), name, words)


@lru_cache(maxsize=MOST_KEPT)
def _kept(urlconf: str | None, prefix: str, name: str, args: tuple[str, ...]) -> str:
    """Cached by URLconf and script prefix too, since both change the URL."""
    return urls.reverse(name, urlconf, args=args)
