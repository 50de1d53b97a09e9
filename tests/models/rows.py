"""Rows that the database takes, each to be spoilt in one thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models

from ratings.models import (
    Authority,
    Completeness,
    Discrepancy,
    Event,
    Framework,
    Grade,
    ImportItem,
    ImportRun,
    Inspection,
    InspectionKind,
    JudgementArea,
    Neighbour,
    PublishedFigure,
    Rating,
    Succession,
)


def kent() -> Authority:
    return Authority.objects.get(slug="kent")


def area(framework: str = "sif", key: str = "lscb") -> JudgementArea:
    return JudgementArea.objects.get(framework__code=framework, key=key)


def authority(**changes: Any) -> Authority:
    fields = {
        "slug": "new-shire", "name": "New Shire", "gss_code": "E06009999", "la_code": "999",
        "region": "South East", "authority_type": "unitary authority",
    }  # fmt: skip
    return Authority(**(fields | changes))


def inspection(**changes: Any) -> Inspection:
    fields = {
        "key": "kent-sif-2015-05-05", "authority": kent(), "verified": "report",
        "framework": Framework.objects.get(code="sif"),
        "kind": InspectionKind.objects.get(key="full"),
        "start_date": date(2015, 5, 5), "start_precision": "day",
    }  # fmt: skip
    return Inspection(**(fields | changes))


def visit(**changes: Any) -> Inspection:
    return inspection(kind=InspectionKind.objects.get(key="focused-visit"), **changes)


def completeness(**changes: Any) -> Completeness:
    """What the record says of visits, which is complete to 31 March 2025, with changes."""
    row = Completeness.objects.get(kind="visits")
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def import_run(**changes: Any) -> ImportRun:
    fields = {
        "kind": "release", "file_name": "a.csv", "file_sha256": "0" * 64, "file_size": 1,
    }  # fmt: skip
    return ImportRun(**(fields | changes))


def saved_run() -> ImportRun:
    return ImportRun.objects.first() or ImportRun.objects.create(
        kind="release", file_name="a.csv", file_sha256="0" * 64, file_size=1
    )


def import_item(**changes: Any) -> ImportItem:
    fields = {"run": saved_run(), "number": 1, "outcome": "new", "row": 1}
    return ImportItem(**(fields | changes))


def rating(**changes: Any) -> Rating:
    """A rating of an area that the inspection, saved for it, does not have yet."""
    held = inspection()
    held.save()
    good = Grade.objects.get(key="good")
    return Rating(
        **({"inspection": held, "area": area(), "grade": good, "verified": "report"} | changes)
    )


def event(**changes: Any) -> Event:
    fields = {
        "authority": kent(), "kind": "other", "title": "A thing", "verified": "news",
        "start_date": date(2015, 5, 5), "start_precision": "day",
    }  # fmt: skip
    return Event(**(fields | changes))


def framework(**changes: Any) -> Framework:
    fields = {"code": "new", "name": "New", "short_name": "New", "first_day": date(2027, 4, 1)}
    return Framework(**(fields | changes))


def discrepancy(**changes: Any) -> Discrepancy:
    fields = {"authority": kent(), "field": "published", "value_b": "x", "source_b": "y"}
    return Discrepancy(**(fields | changes))


def twice(row: Callable[[], models.Model]) -> Callable[[], models.Model]:
    """Save one such row and return another like it."""

    def make() -> models.Model:
        row().save()
        return row()

    return make


def succession(**changes: Any) -> Succession:
    fields = {
        "predecessor": Authority.objects.get(slug="medway"), "successor": kent(),
        "date": date(2028, 4, 1), "kind": "merged", "source_url": "https://example.org/",
    }  # fmt: skip
    return Succession(**(fields | changes))


def neighbour(**changes: Any) -> Neighbour:
    fields = {
        "authority": kent(), "model_year": 2030, "rank": 1,
        "neighbour": Authority.objects.get(slug="medway"),
    }  # fmt: skip
    return Neighbour(**(fields | changes))


def published_figure(**changes: Any) -> PublishedFigure:
    fields = {
        "key": "a-figure", "as_at": date(2024, 3, 31), "known_by": date(2024, 6, 30),
        "area": "leaders", "unit": "percent", "denominator": "inspected",
        "denominator_words": "inspected", "value": 100, "source_url": "https://example.org/",
    }  # fmt: skip
    return PublishedFigure(**(fields | changes))
