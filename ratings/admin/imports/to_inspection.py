"""A report that was read, as an entry whose resulting line can be shown; and an inspection of
the record in the terms of a reading."""

from __future__ import annotations

from typing import Any

from ratings.admin.imports.labels import GRADE, MISSING
from ratings.importing.entry import Answer, Entry, Facts
from ratings.models import Authority, Framework, ImportRun, Inspection, InspectionKind
from ratings.rules.dates import PartialDate


def entry_of(run: ImportRun) -> Entry | None:
    """What was read and answered, as an entry; None while something it needs is not known."""
    found, answers = run.reading or {}, run.answers or {}

    def said(field: str) -> str:
        return str(answers.get(field) or (found.get(field) or {}).get("value") or "")

    authority = Authority.objects.filter(slug=said("authority")).first()
    framework = Framework.objects.filter(code=said("framework")).first()
    kind = InspectionKind.objects.filter(key=said("kind")).first()
    if not (authority and framework and kind and said("start_date")):
        return None
    days = {name: _day(said(name)) for name in ("start_date", "end_date", "published")}
    facts = Facts(
        authority, framework, kind,
        start=PartialDate.parse(said("start_date")),
        end=days["end_date"].first_day if days["end_date"] else None,
        published=days["published"].first_day if days["published"] else None,
    )  # fmt: skip
    answered = {k.removeprefix(GRADE): v for k, v in answers.items() if k.startswith(GRADE)}
    read = {area: one["value"] for area, one in (found.get("ratings") or {}).items()}
    reasons = {area: MISSING + one["value"] for area, one in (found.get("missing") or {}).items()}
    return Entry(facts, tuple(_answers(framework, {**read, **reasons, **answered})))


def _day(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _answers(framework: Framework, values: dict[str, str]) -> list[Answer]:
    grades = {grade.key: grade for grade in framework.grades.all()}
    found = []
    for area in framework.areas.select_related("framework", "parent"):
        value = values.get(area.key, f"{MISSING}not-recorded")
        if value in grades:
            found.append(Answer(area, grade=grades[value]))
        else:
            found.append(Answer(area, missing=value.removeprefix(MISSING)))
    return found


def record_of(inspection: Inspection) -> dict[str, Any]:
    """What the record has, by the names that a reading gives its fields."""
    start = inspection.start
    grades = {
        f"{GRADE}{rating.area.key}": rating.grade.key if rating.grade else rating.missing
        for rating in inspection.ratings.select_related("area", "grade")
    }
    return {
        "authority": str(inspection.authority),
        "framework": inspection.framework.code,
        "kind": inspection.kind.key,
        "start_date": start.isoformat() if start else "",
        "end_date": inspection.end_date.isoformat() if inspection.end_date else "",
        "published": inspection.published.isoformat() if inspection.published else "",
        **grades,
    }
