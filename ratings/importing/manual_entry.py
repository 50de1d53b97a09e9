"""Plan an inspection that a user enters like any other source, so that duplicates and conflicts are
found in the same way.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any

from ratings.importing.entry import InspectionEntry
from ratings.importing.plan import Plan, plan_import
from ratings.importing.record_index import RecordIndex
from ratings.importing.types import CellRef, ImportRow, JudgementCell, SheetRead

BY_HAND = "entered by hand"


def row_of(entry: InspectionEntry) -> ImportRow:
    """An entry as an ImportRow; its note and strength of evidence are not compared."""
    facts = entry.facts
    graded = [answer for answer in entry.answers if answer.grade]
    return ImportRow(
        where=CellRef("", 1),
        authority=facts.authority.slug,
        framework=facts.framework.code,
        kind=facts.kind.key,
        is_graded=facts.kind.is_graded,
        start_words=facts.start.isoformat() if facts.start else "",
        end=facts.end,
        published=facts.published,
        findings=tuple(
            JudgementCell(a.area.key, a.grade.key, "as entered") for a in graded if a.grade
        ),
        missing=tuple((a.area.key, a.missing) for a in entry.answers if not a.grade),
        theme=entry.theme,
        direction=entry.direction,
        direction_read=entry.direction_read,
        direction_source_url=entry.direction_source_url,
        priority_action=entry.priority_action,
        report_url=entry.report_url,
        source_url=entry.source_url,
        sources=tuple(source.key for source in entry.sources),
    )


def source_of(entry: InspectionEntry) -> str:
    """The key of the most trusted source of an entry; empty where it cites none yet."""
    cited = sorted(entry.sources, key=lambda source: (source.trust, -source.order))
    return cited[0].key if cited else ""


def plan_by_hand(entry: InspectionEntry, today: date) -> Plan:
    """Plan the import of one entry."""
    known = RecordIndex.read()
    sheet = SheetRead("", BY_HAND, "", 1, 1, (row_of(entry),))
    return plan_import([sheet], known.sources.get(source_of(entry)), known, today)


def as_file(entry: InspectionEntry) -> bytes:
    """Serialise an entry as the file of an import run."""
    return json.dumps(asdict(row_of(entry)), default=str).encode()


def row_from_file(data: bytes) -> ImportRow:
    """The row in a file written by `as_file`."""
    told: dict[str, Any] = json.loads(data)
    row = ImportRow(CellRef(**told.pop("where")), told.pop("authority"))
    known = {field.name for field in fields(ImportRow)}
    days = {n: date.fromisoformat(told.pop(n)) for n in ("start", "end", "published") if told[n]}
    findings = tuple(JudgementCell(**finding) for finding in told.pop("findings"))
    missing = tuple((area, why) for area, why in told.pop("missing"))
    plain = {n: v for n, v in told.items() if n in known and not isinstance(v, list)}
    sources = tuple(told["sources"])
    return replace(row, **{**plain, **days}, findings=findings, missing=missing, sources=sources)
