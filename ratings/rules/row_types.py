"""Row types of the lists of authorities and inspections.

Tables and downloads share them, so that both show the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ratings.rules.dates import PartialDate
from ratings.rules.grades import judgements_summary, why_no_headline
from ratings.rules.status import AuthorityStatus
from ratings.rules.types import Grade, Inspection


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """One authority of the list: identity as at today, status on the as-at day.

    `abolished` is its last day where that is before the day of the page; `sparkline` is
    an SVG element, empty in downloads.
    """

    slug: str
    name: str
    gss_code: str
    la_code: str
    ofsted_urn: str
    region: str
    type: str
    start: date | None
    end: date | None
    abolished: date | None
    standing: AuthorityStatus
    sparkline: str = ""

    @property
    def last_visit(self) -> PartialDate | None:
        visit = self.standing.last_visit
        return visit.shown_date if visit else None


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """One inspection or visit of the list, with the name of its authority and framework."""

    authority_name: str
    framework_name: str
    inspection: Inspection

    @property
    def headline(self) -> Grade | None:
        return self.inspection.headline

    @property
    def has_headline_area(self) -> bool:
        return self.inspection.framework.headline_area is not None

    @property
    def why_no_headline(self) -> str:
        return why_no_headline(self.inspection)

    @property
    def profile(self) -> str:
        """The grades of its areas, where its framework gives no overall one."""
        return "" if self.has_headline_area else judgements_summary(self.inspection)
