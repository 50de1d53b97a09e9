"""The form of an inspection that is in the record: its facts, and what it goes on citing."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from ratings.admin.change_reason import ReasonForm
from ratings.admin.fields import DayField, PartialDateField
from ratings.admin.forms import add_problems
from ratings.forms import today
from ratings.importing.entry import (
    Facts,
    Problem,
    citation_problems,
    fact_problems,
    uncited,
)
from ratings.models import Inspection, InspectionKind

NAMED_BY = ("start_date", "start_precision", "published")
"""Fields that an inspection is called by."""


class InspectionForm(ReasonForm):
    """The facts of an inspection that is in the record already."""

    start = PartialDateField(label="First day on site", required=False)
    end_date = DayField(label="Last day on site", required=False)
    published = DayField(label="Report published", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("start", self.instance.start)
        self.kept = {name: getattr(self.instance, name) for name in NAMED_BY}
        if "kind" in self.fields:
            self.fields["kind"].queryset = self._kinds()  # type: ignore[attr-defined]

    def _kinds(self) -> QuerySet[InspectionKind]:
        """Kinds of its framework; a visit stays a visit, for a visit has no grades."""
        graded = self.instance.kind.is_graded
        return InspectionKind.objects.filter(
            frameworks=self.instance.framework_id, is_graded=graded
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        start = data.get("start")
        self.instance.start_date = start.first_day if start else None
        self.instance.start_precision = start.precision if start else ""
        add_problems(
            self, [_beside(p) for p in fact_problems(self._facts(data), today(), self.instance)]
        )
        add_problems(self, self._lost_citations(data))
        return data

    def _post_clean(self) -> None:
        """The page of a refused form names the inspection as it is kept: without any date, as
        somebody may have sent it, it has no name."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            for name, value in self.kept.items():
                setattr(self.instance, name, value)

    def _facts(self, data: dict[str, Any]) -> Facts:
        inspection = self.instance
        return Facts(
            authority=inspection.authority,
            framework=inspection.framework,
            kind=data["kind"],
            start=data.get("start"),
            end=data.get("end_date"),
            published=data.get("published"),
        )

    def _lost_citations(self, data: dict[str, Any]) -> list[Problem]:
        """What is public goes on citing where it was read, as well as it did before."""
        if self.instance.status != Inspection.Status.PUBLISHED:
            return []
        after = citation_problems(data["sources"], data["report_url"], data["source_url"])
        before = uncited(self.instance)
        return [problem for problem in after if problem not in before]


def _beside(problem: Problem) -> Problem:
    """The problem, beside the field of this form that shows it."""
    return Problem({"end": "end_date"}.get(problem.field, problem.field), problem.message)
