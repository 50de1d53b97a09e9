"""Compare what was read from a report with the record: each value with its page and quotation.

The user is asked for what could not be read; answers are saved in the run, which is replanned.
The shape of `ImportRun.reading` is that of `importing.report.Reading`, as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from ratings.admin.fields import DayField
from ratings.admin.forms import authority_choices
from ratings.admin.imports import pages
from ratings.admin.imports.labels import DAYS, GRADE, MISSING, Value, Words
from ratings.admin.imports.pages import back_to, refusal_of
from ratings.forms import today
from ratings.importing import jobs
from ratings.importing.entry import EnteredRating, EntryFacts, InspectionEntry, Preview, preview
from ratings.models import Authority, Framework, ImportItem, ImportRun, Inspection, InspectionKind
from ratings.models.rating import Rating
from ratings.rules.dates import PartialDate, date_in_words

Outcome = ImportItem.Outcome
FACTS = ("authority", "framework", "kind", "start_date", "end_date", "published")

ESTIMATE = (
    "Reports do not print the kind, such as short or standard: this is estimated from the"
    " framework and the days on site. Confirm it or change it."
)

NO_DAY = "The report does not print it; Ofsted’s page of the report does. It can be left empty."


@dataclass(frozen=True, slots=True)
class ReportField:
    """One field of a report: its value and origin, the record's value, the effect of applying."""

    what: str
    value: Value
    said_by: str
    page: int | None
    words: str
    now: Value
    does: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that the page of a report shows about what was read."""

    lines: list[ReportField]
    existing: Inspection | None
    preview: Preview | None
    form: AnswersForm | None
    refused: str


def entry_of(run: ImportRun) -> InspectionEntry | None:
    """Build an entry from what was read and answered; None if a required fact is missing."""
    found, answers = run.reading or {}, run.answers or {}

    def said(field: str) -> str:
        return str(answers.get(field) or (found.get(field) or {}).get("value") or "")

    authority = Authority.objects.filter(slug=said("authority")).first()
    framework = Framework.objects.filter(code=said("framework")).first()
    kind = InspectionKind.objects.filter(key=said("kind")).first()
    if not (authority and framework and kind and said("start_date")):
        return None
    days = {name: _day(said(name)) for name in ("start_date", "end_date", "published")}
    facts = EntryFacts(
        authority, framework, kind,
        start=PartialDate.parse(said("start_date")),
        end=days["end_date"].first_day if days["end_date"] else None,
        published=days["published"].first_day if days["published"] else None,
    )  # fmt: skip
    answered = {k.removeprefix(GRADE): v for k, v in answers.items() if k.startswith(GRADE)}
    read = {area: one["value"] for area, one in (found.get("ratings") or {}).items()}
    reasons = {area: MISSING + one["value"] for area, one in (found.get("missing") or {}).items()}
    return InspectionEntry(facts, tuple(_answers(framework, {**read, **reasons, **answered})))


def _day(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _answers(framework: Framework, values: dict[str, str]) -> list[EnteredRating]:
    grades = {grade.key: grade for grade in framework.grades}
    found = []
    for area in framework.areas.select_related("framework", "parent"):
        value = values.get(area.key, f"{MISSING}not-recorded")
        if value in grades:
            found.append(EnteredRating(area, grade=grades[value]))
        else:
            found.append(EnteredRating(area, missing=value.removeprefix(MISSING)))
    return found


def record_of(inspection: Inspection) -> dict[str, Any]:
    """Return the record's values, by the field names of `ImportRun.reading`."""
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


def report_of(run: ImportRun, words: Words, form: AnswersForm | None = None) -> Report:
    """Build the report page's data for a run that has a `reading`."""
    found = run.reading or {}
    if found.get("refused"):
        return Report([], None, None, None, str(found["refused"]))
    items = list(run.items.order_by("number"))
    keys = {item.inspection for item in items}
    existing = Inspection.objects.filter(key__in=keys).select_related("kind", "framework").first()
    entry = entry_of(run) if existing is None else None
    may_answer = run.status == ImportRun.Status.PLANNED
    answers = (form or AnswersForm(run)) if may_answer else None
    return Report(
        lines=_lines(run, words, items, existing),
        existing=existing,
        preview=preview(entry, today()) if entry else None,
        form=answers if answers and answers.fields else None,
        refused="",
    )


def _lines(
    run: ImportRun, words: Words, items: list[ImportItem], existing: Inspection | None
) -> list[ReportField]:
    found, answers = run.reading or {}, run.answers or {}
    by_field = {item.field: item for item in items}
    now = record_of(existing) if existing else {}
    why = {one["field"]: one["why"] for one in found.get("unread", [])}
    lines = []
    for field, read in _read(found, why):
        value = words.value(field, answers.get(field) or (read or {}).get("value"))
        said_by = "said by you" if answers.get(field) else "the report"
        if field == "authority":
            value = _authority(value)
        if field == "kind" and unconfirmed(run):
            said_by = "estimated from the days on site"
        lines.append(
            ReportField(
                what=words.field(field).removesuffix(": grade"),
                value=value,
                said_by=said_by if value else "",
                page=(read or {}).get("page"),
                words=(read or {}).get("words") or why.get(field, ""),
                now=words.value(field, now.get(field, "")),
                does=_does(field, value, by_field, existing),
            )
        )
    return lines


def _read(found: dict[str, Any], why: dict[str, str]) -> list[tuple[str, dict[str, Any] | None]]:
    """Return every field, in order, with what was read for it, or None."""
    facts = [(field, found.get(field)) for field in FACTS]
    areas = {**(found.get("ratings") or {}), **(found.get("missing") or {})}
    unread = [field for field in why if field.startswith(GRADE)]
    grades = [(GRADE + area, read) for area, read in areas.items()]
    return [*facts, *grades, *((field, None) for field in unread if field[6:] not in areas)]


def unconfirmed(run: ImportRun) -> bool:
    """Whether the kind is an estimate that no user has confirmed or changed."""
    return bool((run.reading or {}).get("kind_is_estimate")) and not run.answers.get("kind")


def _authority(value: Value) -> Value:
    name = Authority.objects.filter(slug=value.text).values_list("name", flat=True).first()
    return Value(name or value.text)


def _does(
    field: str, value: Value, by_field: dict[str, ImportItem], existing: Inspection | None
) -> str:
    """Return what applying would do with one field, as display text."""
    if not value:
        return "nothing"
    item = by_field.get(field)
    if existing is None:
        return "entered with the new inspection" if "" in by_field else ""
    if item is None or item.outcome == Outcome.SAME:
        return "nothing: the record says the same"
    if item.outcome == Outcome.CONTRADICTS:
        return "replaces the record’s value" if item.is_taken else "becomes an open discrepancy"
    if item.outcome == Outcome.DETAILS:
        return "is added to the record" if item.is_taken else "is left out"
    return item.reason


# Answers of the user where the report states no value.


class AnswersForm(forms.Form):
    """A field for each value that could not be read, and for the kind if it is an estimate."""

    def __init__(self, run: ImportRun, data: Any = None) -> None:
        told = {
            name: date_in_words(text) if name in DAYS else text
            for name, text in run.answers.items()
        }
        super().__init__(data, initial=told)
        found = run.reading or {}
        code = (run.answers or {}).get("framework") or (found.get("framework") or {}).get("value")
        self.framework = Framework.objects.filter(code=code).first()
        if found.get("kind_is_estimate"):
            self._ask("kind", ESTIMATE, (found.get("kind") or {}).get("value", ""))
        for one in found.get("unread", []):
            self._ask(one["field"], one["why"])
        if not found.get("published"):
            self._ask("published", NO_DAY)

    def _ask(self, name: str, why: str, initial: str = "") -> None:
        field = self._field(name, Words.current())
        if field is None:
            return
        field.help_text = why
        field.required = False
        self.fields[name] = field
        if initial and not self.initial.get(name):
            self.initial[name] = initial

    def _field(self, name: str, words: Words) -> forms.Field | None:
        label = words.field(name).removesuffix(": grade")
        label = label[:1].upper() + label[1:]
        if name in DAYS:
            return DayField(label=label)
        choices = self._choices(name)
        if choices is None:
            return None
        return forms.ChoiceField(label=label, choices=[("", "choose …"), *choices])

    def _choices(self, name: str) -> list[Any] | None:
        """Return the choices of a field; None if the user cannot be asked for it."""
        if name == "authority":
            slugs = dict(Authority.objects.values_list("pk", "slug"))
            return [
                (group, [(slugs[pk], words) for pk, words in found])
                for group, found in authority_choices()
            ]
        if name == "framework":
            return [(f.code, f.name) for f in Framework.objects.order_by("-first_day")]
        if name == "kind":
            kinds = self.framework.kinds.all() if self.framework else InspectionKind.objects.all()
            return [(kind.key, kind.name) for kind in kinds]
        if name.startswith(GRADE) and self.framework:
            grades = [(grade.key, grade.word) for grade in self.framework.grades]
            reasons = [(f"missing:{r.value}", str(r.label)) for r in Rating.Reason]
            return [("Grade", grades), ("No grade", reasons)]
        return None

    def answers(self) -> dict[str, str]:
        """Return the answers as they are stored: dates as ISO text, empty answers included."""
        return {
            name: value.isoformat() if isinstance(value, date) else value or ""
            for name, value in self.cleaned_data.items()
        }


def answer(request: HttpRequest, object_id: Any) -> HttpResponse:
    """Save the user's answers and plan the run again."""
    run = pages.run_for(request, object_id, pages.ADD)
    if request.method != "POST":
        return back_to(request, run)
    if run.status != ImportRun.Status.PLANNED or not run.reading:
        return back_to(request, run, "This import takes no answers any more: nothing was done.")
    form = AnswersForm(run, request.POST)
    if not form.is_valid():
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else name
            messages.error(request, f"{label}: {' '.join(str(error) for error in errors)}")
        return back_to(request, run)
    problem = refusal_of(jobs.answer, run, form.answers()) or refusal_of(
        jobs.start_worker, run, "plan"
    )
    return back_to(request, run, problem)
