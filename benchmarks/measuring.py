"""CPU of a worker for a request, asked in turn with an empty view: both meet the same load."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

from benchmarks.addresses import EMPTY, Address
from benchmarks.asking import Answer, ask
from benchmarks.workers import Worker

Round = Callable[[], float]
"""Seconds of CPU for one request of a kind."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How often is asked: rounds of an address, cheap requests in a round, rounds in which the
    data moves, requests before the memory is read again."""

    rounds: int = 5
    cheap: int = 15
    changed: int = 3
    memory: int = 2000


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians over the rounds: times an empty view in the same round, and milliseconds."""

    ratio: float
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Costs:
    """What an address costs: kept, known to the browser, made, made after the data changed (which
    is asked at the record's own size)."""

    address: Address
    warm: Cost
    known: Cost
    cold: Cost
    changed: Cost | None
    sent: int


class UnexpectedError(Exception):
    """An answer that is not what is being measured."""


def asked(worker: Worker, path: str, times: int, etag: str = "", status: int = 200) -> float:
    """CPU a request, in seconds. Raises UnexpectedError for an answer with another status."""
    before = worker.cpu()
    for _ in range(times):
        expected(ask(worker.port, path, etag), path, status)
    return (worker.cpu() - before) / times


def expected(answer: Answer, path: str, status: int = 200) -> Answer:
    if answer.status != status:
        raise UnexpectedError(f"{path} was answered with {answer.status}, not {status}.")
    return answer


def in_turn(rounds: int, empty: Round, others: Mapping[str, Round]) -> dict[str, Cost]:
    """Each of the others beside the empty view of the same round, as medians over the rounds."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in others}
    for _ in range(rounds):
        for name, measured in others.items():
            base = empty()
            own = measured()
            found[name].append((own / base, own * 1000))
    return {
        name: Cost(median(ratio for ratio, _ in runs), median(own for _, own in runs))
        for name, runs in found.items()
    }


def costs_of(
    address: Address,
    kept: Worker,
    cold: Worker,
    change: Callable[[], None] | None,
    counts: Counts,
) -> Costs:
    """What an address costs at the worker that keeps pages and at the one that keeps none."""
    path = address.path
    first = expected(ask(kept.port, path), path)
    etag = first.headers["etag"]
    asked(cold, path, 1)

    one = in_turn(
        counts.rounds,
        lambda: asked(kept, EMPTY, counts.cheap),
        {
            "warm": lambda: asked(kept, path, counts.cheap),
            "known": lambda: asked(kept, path, counts.cheap, etag, 304),
        },
    )
    other = in_turn(
        counts.rounds,
        lambda: asked(cold, EMPTY, counts.cheap),
        {"cold": lambda: asked(cold, path, 1)},
    )
    moved = _moved(path, cold, change, counts) if change else None
    return Costs(address, changed=moved, sent=len(first.body), **one, **other)


def _moved(path: str, cold: Worker, change: Callable[[], None], counts: Counts) -> Cost:
    """The first page after each change of the data."""

    def changed() -> float:
        change()
        return asked(cold, path, 1)

    empty = lambda: asked(cold, EMPTY, counts.cheap)  # noqa: E731
    return in_turn(counts.changed, empty, {"changed": changed})["changed"]
