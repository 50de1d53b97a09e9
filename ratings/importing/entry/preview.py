"""Preview an authority's line before and after an entry, by the same rules as the public page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ratings.importing.entry.actions import new_key
from ratings.importing.entry.types import InspectionEntry
from ratings.models import Authority, Inspection
from ratings.models.record import Record, read_inspections
from ratings.rules import types
from ratings.rules.grades import judgements_summary
from ratings.rules.line import Line, build_line


@dataclass(frozen=True, slots=True)
class Preview:
    """The authority's line before and after, and the grades where no overall one is given."""

    before: Line
    after: Line
    profile: str

    @property
    def changes(self) -> bool:
        return self.before.text != self.after.text


def preview(entry: InspectionEntry, as_at: date) -> Preview:
    """The effect of an unsaved entry on the authority's line."""
    public = Record.current()
    return _preview(entry.facts.authority.pk, as_record(entry, public), public, as_at)


def preview_of_draft(inspection: Inspection, as_at: date) -> Preview:
    """The effect on the line if a draft were published."""
    public = Record.current()
    (record,) = read_inspections(Inspection.objects.filter(pk=inspection.pk), public)
    return _preview(inspection.authority_id, record, public, as_at)


def as_record(entry: InspectionEntry, public: Record) -> types.Inspection:
    """Convert an entry into the dataclass that the rules use."""
    facts = entry.facts
    answers = sorted(entry.answers, key=lambda answer: answer.area.order)
    return types.Inspection(
        id=new_key(facts),
        authority=facts.authority.slug,
        framework=public.frameworks[facts.framework.pk],
        kind=facts.kind.key,
        kind_name=facts.kind.name,
        is_graded=facts.kind.is_graded,
        start=facts.start,
        end=facts.end,
        published=facts.published,
        direction=entry.direction,
        direction_read=entry.direction_read,
        asks_direction=facts.kind.asks_direction,
        theme=entry.theme,
        priority_action=entry.priority_action,
        report_url=entry.report_url,
        ratings=tuple(
            types.Rating(a.area.record(), a.grade.record() if a.grade else None, a.missing)
            for a in answers
        ),
    )


def _preview(authority_id: int, record: types.Inspection, public: Record, as_at: date) -> Preview:
    authority = Authority.objects.get(pk=authority_id).record()
    found = Inspection.objects.filter(authority_id=authority_id).public()
    now = tuple(i for i in read_inspections(found, public) if i.id != record.id)
    without_overall = record.is_graded and record.framework.headline_area is None
    return Preview(
        before=build_line(authority, now, public.comparability, as_at),
        after=build_line(authority, (*now, record), public.comparability, as_at),
        profile=judgements_summary(record) if without_overall else "",
    )
