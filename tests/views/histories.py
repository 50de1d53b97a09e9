"""Histories made in a test: an inspection drafted, published, corrected, withdrawn.

Each of these is done in a transaction of its own, as a keeper's are.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import Group, User

from ratings.models import (
    Authority,
    DataVersion,
    Discrepancy,
    Framework,
    Grade,
    Inspection,
    PublicChange,
    Rating,
    Source,
)
from ratings.models.public_change import ChangeKind
from tests.transactions import new_transaction

KENT = "kent-ilacs-2018-2022-05-09"
"""An inspection of the record, leaders outstanding, published on 5 July 2022."""
BURY = (
    "/changes/discrepancies/bury-ilacs-2018-2021-10-25/"
    "grade-help-and-protection-official-2022-30d253"
)
"""A discrepancy of the record, with the URL that it is to keep for good."""


def person(role: str, name: str = "jane.doe") -> User:
    """Somebody with a role, whose name must never be seen."""
    user = User.objects.create_user(name, first_name="Jane", last_name="Doe")
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


def version_number() -> int:
    """The number of the data version as it is now."""
    return int(DataVersion.current().split(".")[0])


def save(row: Any, why: str, by: User | None = None) -> None:
    new_transaction()
    _save(row, why, by)


def _save(row: Any, why: str, by: User | None = None) -> None:
    row._change_reason, row._history_user = why, by
    row.save()


def corrections_of(inspection: Inspection) -> list[PublicChange]:
    """What readers are told was corrected, the latest first."""
    return list(PublicChange.about(Inspection, [inspection.pk]).filter(kind=ChangeKind.CORRECTED))


def drafted(
    slug: str, day: date, by: User | None = None, status: str = Inspection.Status.DRAFT
) -> Inspection:
    """An inspection entered here, every area good, with its sources: what a keeper does."""
    framework = Framework.objects.get(code="ilacs-2026")
    draft = Inspection(
        key=f"{slug}-entered-{day}", authority=Authority.objects.get(slug=slug),
        framework=framework, kind=framework.kinds.get(key="standard"), start_date=day,
        start_precision="day", verified="report", status=status,
        report_url="https://files.ofsted.gov.uk/v1/file/1",
    )  # fmt: skip
    save(draft, "entered from the report", by)
    sources = Source.objects.filter(key="report-pdf")
    draft.sources.set(sources)
    for area in framework.areas.all():
        rating = Rating(inspection=draft, area=area, grade=grade("good"), verified="report")
        _save(rating, "entered from the report", by)
        rating.sources.set(sources)
    return draft


def grade(key: str) -> Grade:
    return Grade.objects.get(key=key)


def set_status(row: Inspection, status: str, why: str, by: User | None = None) -> None:
    row.status = status
    save(row, why, by)


def publish(row: Inspection, why: str = "published after review", by: User | None = None) -> None:
    set_status(row, Inspection.Status.PUBLISHED, why, by)


def withdraw(row: Inspection, why: str, by: User | None = None) -> None:
    set_status(row, Inspection.Status.DRAFT, why, by)


def regrade(row: Inspection, area: str, key: str, why: str, by: User | None = None) -> None:
    rating = row.ratings.get(area__key=area)
    rating.grade = grade(key)
    save(rating, why, by)


def disputed(**changes: Any) -> Discrepancy:
    """An open discrepancy on Kent's leaders."""
    inspection = Inspection.objects.get(key=KENT)
    values = {
        "authority": inspection.authority, "inspection": inspection, "field": "grade:leaders",
        "value_a": "outstanding", "source_a": "report PDF", "value_b": "good",
        "source_b": "official-2025", **changes,
    }  # fmt: skip
    row = Discrepancy(**values)
    save(row, "found in the release", None)
    return row


def dated(when: datetime, **which: Any) -> None:
    """Give changes this moment."""
    PublicChange.objects.filter(**which).update(when=when)
