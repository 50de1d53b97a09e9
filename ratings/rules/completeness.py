"""The dates between which the record is complete, and the date used to decide (domain §4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ratings.rules.dates import day_in_words

REPORT_TAKES = timedelta(weeks=10)
"""Within this time of its beginning an inspection is nearly always published."""


class Basis(StrEnum):
    """The day of an inspection by which completeness is counted."""

    PUBLISHED = "published"
    BEGUN = "begun"


@dataclass(frozen=True, slots=True)
class Completeness:
    """A kind of fact and the days between which everything of it is on record.

    `first_day` is None where the record is complete from its beginning; `note` is for readers.
    """

    kind: str
    name: str
    basis: Basis
    first_day: date | None
    last_day: date
    note: str = ""

    @property
    def subject(self) -> str:
        """What is on record: `reports of graded inspections`, `visits`."""
        return f"reports of {self.name}" if self.basis == Basis.PUBLISHED else self.name

    @property
    def in_words(self) -> str:
        """`reports of graded inspections published to 20 August 2026`."""
        return f"{self.subject} {self.basis} {self.days_in_words}"

    @property
    def days_in_words(self) -> str:
        """`from 1 April 2021 to 31 March 2025`, `to 20 August 2026`."""
        start = f"from {day_in_words(self.first_day)} " if self.first_day else ""
        return f"{start}to {day_in_words(self.last_day)}"

    def on_reports(self, known_by: date | None = None) -> str:
        """`on reports published to 20 August 2026`, the coverage of a quoted sentence."""
        last = min(self.last_day, known_by) if known_by else self.last_day
        what = "reports" if self.basis == Basis.PUBLISHED else self.name
        return f"on {what} {self.basis} to {day_in_words(last)}"

    @property
    def sure_to(self) -> date:
        """The day up to which what began is on record: its reports had time to come out."""
        waits = REPORT_TAKES if self.basis == Basis.PUBLISHED else timedelta()
        return self.last_day - waits

    def may_lack(self, as_at: date) -> bool:
        """Whether inspections begun by a day may not have been published by the last day."""
        return as_at > self.sure_to

    def may_lack_in_words(self, as_at: date) -> str:
        """Text saying what a page about a day may lack; empty where it lacks nothing."""
        last, between = day_in_words(self.last_day), f"{day_in_words(self.sure_to)} and"
        ended = self.basis == Basis.PUBLISHED and as_at > self.last_day
        said = [f"Reports published after {last} are not in this record yet."] if ended else []
        if self.may_lack(as_at):
            said.append(
                f"Inspections begun between {between} {day_in_words(as_at)} may not be on record: "
                "a report can take ten weeks to come out."
            )
        return " ".join(said)
