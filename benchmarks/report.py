"""The tables of `pages.md`, from what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.addresses import MOST_COLD, MOST_KNOWN, MOST_TEN_TIMES, MOST_WARM, Kind
from benchmarks.databases import Database
from benchmarks.measuring import Cost, Costs

Memory = Mapping[str, Mapping[str, float]]
"""By moment, the kinds of megabytes."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found on one database."""

    database: Database
    pages: tuple[Costs, ...]
    static: Cost
    empty: float
    memory: Memory

    @property
    def name(self) -> str:
        size = "the record" if self.database.times == 1 else f"{self.database.times} × the record"
        return f"{self.database.engine}, {size}"


@dataclass(frozen=True, slots=True)
class Beside:
    """One of our pages, made and kept, and Datasette's page of the same table."""

    ours: str
    theirs: str
    cold: Cost
    warm: Cost
    datasette: Cost


@dataclass(frozen=True, slots=True)
class Goal:
    """A promise, the worst page and the middle one, and how many keep it."""

    words: str
    most: float
    found: tuple[tuple[float, str], ...]

    def cells(self) -> Iterator[str]:
        worst, path = max(self.found)
        kept = sum(ratio <= self.most for ratio, _ in self.found)
        yield from (self.words, f"≤ {self.most:g}", f"{median(r for r, _ in self.found):.2f}",
                    f"{worst:.2f} (`{path}`)", f"{kept} of {len(self.found)}")  # fmt: skip


def table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def goals(measured: Sequence[Measured]) -> str:
    """Each goal with what was reached, over all databases."""
    found = [goal for one in measured for goal in _goals(one)] + list(_growth(measured))
    head = ("goal", "× empty view", "middle page", "worst page", "pages that meet it")
    return table(head, (goal.cells() for goal in found if goal.found))


def _goals(one: Measured) -> Iterator[Goal]:
    at = f"{one.name}: "
    yield Goal(f"{at}kept page", MOST_WARM, _ratios(one.pages, "warm"))
    yield Goal(f"{at}304", MOST_KNOWN, _ratios(one.pages, "known"))
    if one.database.times > 1:
        return
    for words, kinds in (("list", (Kind.LIST, Kind.PAGED)), ("one thing", (Kind.DETAIL,))):
        pages = [page for page in one.pages if page.address.kind in kinds]
        yield Goal(f"{at}{words}, made", MOST_COLD[kinds[0]], _ratios(pages, "cold"))


def _ratios(pages: Iterable[Costs], name: str) -> tuple[tuple[float, str], ...]:
    return tuple((getattr(page, name).ratio, page.address.path) for page in pages)


def _growth(measured: Sequence[Measured]) -> Iterator[Goal]:
    for small, large in pairs(measured):
        pages = list(zip(small.pages, large.pages, strict=True))
        at = f"{small.database.engine}: {large.database.times} × the data against the record, "
        paged = [pair for pair in pages if pair[0].address.kind is Kind.PAGED]
        yield Goal(f"{at}page of a list, made", MOST_TEN_TIMES, _grown(paged, "cold"))
        yield Goal(f"{at}kept page", 1.1, _grown(pages, "warm"))


def _grown(pages: Iterable[tuple[Costs, Costs]], name: str) -> tuple[tuple[float, str], ...]:
    return tuple(
        (getattr(large, name).ratio / getattr(small, name).ratio, small.address.path)
        for small, large in pages
    )


def pairs(measured: Sequence[Measured]) -> Iterator[tuple[Measured, Measured]]:
    """The record and many times the record on the same engine."""
    for large in measured:
        for small in measured:
            same = small.database.engine == large.database.engine
            if same and small.database.times == 1 and large.database.times > 1:
                yield small, large


def by_address(measured: Sequence[Measured]) -> str:
    """Every address of one engine, at each size."""
    sizes = [f"{one.database.times} ×" for one in measured]
    names = [f"{name}, {size}" for size in sizes for name in ("kept", "304", "made")]
    rows = zip(*(one.pages for one in measured), strict=True)
    head = ("address", "shows", "most", *names, "changed", "ms made", "kB sent")
    return table(head, (list(_row(pages)) for pages in rows))


def _row(pages: Sequence[Costs]) -> Iterator[str]:
    first = pages[0]
    yield from (f"`{first.address.path}`", first.address.kind.value)
    yield f"{MOST_COLD[first.address.kind]:g}"
    for page in pages:
        yield from (f"{page.warm.ratio:.2f}", f"{page.known.ratio:.2f}", f"{page.cold.ratio:.1f}")
    yield f"{first.changed.ratio:.1f}" if first.changed else ""
    yield from (f"{first.cold.milliseconds:.1f}", f"{first.sent / 1000:.1f}")


def memory(measured: Sequence[Measured]) -> str:
    """Megabytes of one worker, by moment."""
    rows = (
        [one.name, moment, *(f"{size:.0f}" for size in sizes.values())]
        for one in measured
        for moment, sizes in one.memory.items()
    )
    return table(("database", "when", "resident, MB", "proportional, MB"), rows)


def static(measured: Sequence[Measured]) -> str:
    """The stylesheet beside the empty view and the middle kept page."""
    rows = (
        [one.name, f"{one.empty * 1e6:.0f} µs", f"{one.static.ratio:.2f}",
         f"{median(page.warm.ratio for page in one.pages):.2f}"]
        for one in measured
    )  # fmt: skip
    head = ("database", "empty view", "stylesheet × empty view", "kept page × empty view")
    return table(head, rows)


def beside(found: Sequence[Beside]) -> str:
    """Our pages and Datasette's, each times the same empty view."""
    rows = (
        [f"`{one.ours}`", f"{one.cold.ratio:.1f}", f"{one.warm.ratio:.2f}", f"`{one.theirs}`",
         f"{one.datasette.ratio:.1f}"]
        for one in found
    )  # fmt: skip
    return table(("our page", "made", "kept", "Datasette's", "each time"), rows)
