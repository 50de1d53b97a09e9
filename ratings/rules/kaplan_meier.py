"""How long something lasts when some of it has not ended yet: the Kaplan-Meier estimator.

Source: Kaplan and Meier (1958); the interval of the median after Brookmeyer and Crowley
(1982) with the log-log transformation, as statistics packages give it by default.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from math import exp, log, sqrt
from operator import itemgetter

from ratings.rules.dates import DAYS_A_YEAR

Z95 = 1.959963984540054
"""The 97.5th percentile of the normal distribution."""


DAYS_A_MONTH = DAYS_A_YEAR / 12


@dataclass(frozen=True, slots=True)
class Duration:
    """Days that something lasted, and whether its end was seen (else it is censored)."""

    days: int
    ended: bool


@dataclass(frozen=True, slots=True)
class CurveStep:
    """After `days`, the share `surviving` has not ended; between `low` and `high` at 95%."""

    days: int
    at_risk: int
    ended: int
    surviving: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Median:
    """Days by which half has ended, with its 95% interval; None where it is not reached."""

    days: int | None
    low: int | None
    high: int | None


def kaplan_meier(durations: Iterable[Duration]) -> tuple[CurveStep, ...]:
    """The survival curve: a step at each length at which something ended."""
    waiting = sorted((d.days, d.ended) for d in durations)
    steps: list[CurveStep] = []
    surviving, variance, gone = 1.0, 0.0, 0
    for days, own in groupby(waiting, key=itemgetter(0)):
        at_risk = len(waiting) - gone
        lasted = [has_ended for _, has_ended in own]
        gone, ended = gone + len(lasted), sum(lasted)
        if not ended:
            continue
        surviving *= 1 - ended / at_risk
        if ended < at_risk:
            variance += ended / (at_risk * (at_risk - ended))
        low, high = _interval(surviving, variance)
        steps.append(CurveStep(days, at_risk, ended, surviving, low, high))
    return tuple(steps)


def median(steps: Iterable[CurveStep]) -> Median:
    """The first length at which no more than half survives, and where its bounds cross."""
    curve = tuple(steps)
    return Median(
        days=next((s.days for s in curve if s.surviving <= 0.5), None),
        low=next((s.days for s in curve if s.low <= 0.5), None),
        high=next((s.days for s in curve if s.high <= 0.5), None),
    )


def in_years_and_months(days: int) -> str:
    """`1 year 8 months`, to the nearest month; less than half a month in days."""
    months = round(days / DAYS_A_MONTH)
    if not months:
        return _counted(days, "day")
    years, rest = divmod(months, 12)
    return " ".join(_counted(n, unit) for n, unit in ((years, "year"), (rest, "month")) if n)


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _interval(surviving: float, variance: float) -> tuple[float, float]:
    """The 95% interval of a share, by the log-log transformation of Greenwood's variance."""
    if surviving in (0.0, 1.0):
        return surviving, surviving
    spread = Z95 * sqrt(variance) / abs(log(surviving))
    return surviving ** exp(spread), surviving ** exp(-spread)
