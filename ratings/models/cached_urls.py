"""Addresses of pages, each worked out once in a process.

The name of a view and what stands in its address decide the address. A page with a link to every
authority spent a third of its time on finding that out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django import urls

MOST_KEPT = 20_000
"""More than the record has; some hundred bytes each."""


def reverse(name: str, args: Sequence[object] = ()) -> str:
    """The address of a view, as Django's function of this name; `args` are texts or numbers."""
    words = tuple(str(arg) for arg in args)
    return _kept(urls.get_urlconf(), urls.get_script_prefix(), name, words)


@lru_cache(maxsize=MOST_KEPT)
def _kept(urlconf: str | None, prefix: str, name: str, args: tuple[str, ...]) -> str:
    """Worked out anew only for another set of addresses, or where the site begins elsewhere."""
    return urls.reverse(name, urlconf, args=args)
