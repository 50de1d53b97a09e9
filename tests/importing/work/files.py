"""Small files to upload: the site's own table about authorities of the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from ratings.importing import jobs
from ratings.models import ImportRun
from tests.importing.workbooks import make_csv, make_xlsx

COLUMNS = (
    "authority", "inspection", "framework", "kind", "start_date", "published", "area", "grade",
    "theme", "sources", "verified",
)  # fmt: skip
VISIT = {"authority": "rutland", "framework": "ilacs-2023", "kind": "focused-visit",
         "start_date": "2026-02-03", "sources": "official-2025"}  # fmt: skip
VISIT_KEY = "rutland-ilacs-2023-2026-02-03"
KNOWN = {
    "authority": "rutland", "inspection": "rutland-ilacs-2018-2020-03-02",
    "framework": "ilacs-2018", "kind": "standard", "start_date": "2020-03-02",
    "sources": "official-2025",
}  # fmt: skip
HEADINGS = ("Web link", "Local authority name", "Ofsted region", "Inspection/Visit date",
            "Inspection/Visit type", "Overall effectiveness", "Visit Theme")  # fmt: skip


def table(*rows: dict[str, Any]) -> bytes:
    return make_csv([COLUMNS, *([row.get(name, "") for name in COLUMNS] for row in rows)])


def visits(number: int, slugs: Iterable[str]) -> bytes:
    """So many visits to each of these authorities, ten days apart from November 2025."""
    days = [date(2025, 11, 28) + timedelta(10 * n) for n in range(number)]
    return table(*(
        {**VISIT, "authority": slug, "theme": "killed", "start_date": str(day)}
        for slug in slugs for day in days
    ))  # fmt: skip


def release(*days: Any, year: int = 2024) -> bytes:
    """A release with focused visits to Rutland on these days."""
    cover = [(f"Local authority inspection outcomes as at 31 March {year}",),
             ("Published on:", date(year, 8, 30))]  # fmt: skip
    rows = [("", "Rutland", "East Midlands", day, "ILACS focused visit", "", "Front door")
            for day in days]  # fmt: skip
    return make_xlsx({"Cover": cover, "In_year": [HEADINGS, *rows]})


def received(data: bytes, **given: Any) -> ImportRun:
    return jobs.save_upload("release", "a.csv", data, **given)


def planned(data: bytes, **given: Any) -> ImportRun:
    run = received(data, **given)
    jobs.start_worker(run, "plan")
    return run


def applied(run: ImportRun, user: Any = None, publish: bool = True) -> ImportRun:
    jobs.confirm_run(run, user, publish)
    jobs.start_worker(run, "apply")
    return run
