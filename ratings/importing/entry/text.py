"""Small phrases that several refusals share."""

from __future__ import annotations

from datetime import date

from ratings.rules.dates import day_in_words


def joined(names: list[str], last: str) -> str:
    """`a`, `a or b`, `a, b or c`; empty for no names."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def span(first: date, last: date | None) -> str:
    """`from 1 April 2026 on`, or `from 1 January 2018 to 31 December 2022`."""
    if last is None:
        return f"from {day_in_words(first)} on"
    return f"from {day_in_words(first)} to {day_in_words(last)}"
