"""A feed as plain data, whatever form it is sent in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

LANGUAGE = "en-GB"
AUTHOR = "Ofsted ratings over time"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `id` never changes; `html` is safe HTML, `links` are absolute.

    `published` is when it became known, `updated` when what is said of it last changed.
    `report` is the source outside this site, empty where there is none.
    """

    id: str
    title: str
    published: datetime
    updated: datetime
    address: str
    html: str
    report: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: what it is about, where it and its page are, its entries, the newest first.

    `about` is what the feed says of its dates, version and licence, for programs; `changed`
    stands for `updated` where there is no entry.
    """

    id: str
    title: str
    subtitle: str
    page: str
    address: dict[str, str]
    changed: datetime
    rights: str
    entries: tuple[Entry, ...]
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=self.changed)
