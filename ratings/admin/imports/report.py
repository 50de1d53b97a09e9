"""Compare what was read from a report with the record: each value with its page and quotation.

The user is asked for what could not be read; answers are saved in the run, which is replanned.
The shape of `ImportRun.reading` is that of `importing.report.Reading`, as JSON.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from ratings.admin.fields import DayField
from ratings.admin.forms import answer_choices, authority_choices, start_of
from ratings.admin.imports.labels import DAYS, GRADE, MISSING, Words
from ratings.forms import today
from ratings.importing.apply import value_of_field
from ratings.importing.entry import InspectionEntry, preview
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


def said_of(run: ImportRun) -> list[tuple[str, str, dict[str, Any]]]:
    """Every field in order, with its value (a user's answer first) and what was read for it."""
    found, answers = run.reading or {}, run.answers or {}
    facts = {field: found.get(field) for field in FACTS}
    areas = {**(found.get("ratings") or {}), **(found.get("missing") or {})}
    facts |= {GRADE + area: read for area, read in areas.items()}
    unread = {one["field"]: one["why"] for one in found.get("unread", [])}
    facts |= {field: None for field in unread if field.startswith(GRADE) and field not in facts}
    read = {field: given or {"words": unread.get(field, "")} for field, given in facts.items()}
    return [
        (f, str(answers.get(f) or given.get("value") or ""), given) for f, given in read.items()
    ]


def entry_of(run: ImportRun) -> InspectionEntry | None:
    """Build an entry from what was read and answered; None if a required fact is missing."""
    said = {field: value for field, value, _ in said_of(run)}
    authority = Authority.objects.filter(slug=said["authority"]).first()
    framework = Framework.objects.filter(code=said["framework"]).first()
    kind = InspectionKind.objects.filter(key=said["kind"]).first()
    if not (authority and framework and kind and said["start_date"]):
        return None
    end, published = (
        date.fromisoformat(text) if text else None for text in (said["end_date"], said["published"])
    )
    row = Inspection(
        authority=authority, framework=framework, kind=kind, end_date=end, published=published,
        **start_of(PartialDate.parse(said["start_date"])),
    )  # fmt: skip
    grades = {grade.key: grade for grade in framework.grades}
    ratings = []
    for area in framework.areas.select_related("framework", "parent"):
        key = said.get(GRADE + area.key, "").removeprefix(MISSING) or Rating.Reason.NOT_RECORDED
        missing = "" if key in grades else key
        ratings.append(Rating(area=area, grade=grades.get(key), missing=missing))
    return InspectionEntry(row, tuple(ratings))


def report_of(run: ImportRun, words: Words) -> dict[str, Any]:
    """What the page of a run with a `reading` shows of it: each value with its origin, the record's
    value and the effect of applying; the line as it would be; and what the user is asked."""
    if refused := (run.reading or {}).get("refused"):
        return {"refused": str(refused)}
    items = list(run.items.order_by("number"))
    keys = {item.inspection for item in items}
    existing = Inspection.objects.filter(key__in=keys).select_related("kind", "framework").first()
    entry = entry_of(run) if existing is None else None
    form = AnswersForm(run) if run.status == ImportRun.Status.PLANNED else None
    return {
        "lines": _lines(run, words, items, existing),
        "existing": existing,
        "preview": preview(entry, today()) if entry else None,
        "form": form if form and form.fields else None,
    }


def _lines(
    run: ImportRun, words: Words, items: list[ImportItem], existing: Inspection | None
) -> list[dict[str, Any]]:
    by_field = {item.field: item for item in items}
    now = {}
    if existing:
        now = {field: value_of_field(existing, field) for field in FACTS[2:]}
        now |= {"authority": str(existing.authority), "framework": existing.framework.code}
        for rating in existing.ratings.select_related("area", "grade"):
            grade = rating.grade.key if rating.grade else rating.missing
            now[f"{GRADE}{rating.area.key}"] = grade
    lines = []
    for field, said, read in said_of(run):
        value, said_by = words.value(field, said), "the report"
        if field == "authority":
            name = Authority.objects.filter(slug=said).values_list("name", flat=True).first()
            value = name or said
        if run.answers.get(field):
            said_by = "said by you"
        elif field == "kind" and unconfirmed(run):
            said_by = "estimated from the days on site"
        lines.append({
            "what": words.field(field).removesuffix(": grade"),
            "value": value,
            "said_by": said_by,
            "page": read.get("page"),
            "words": read.get("words", ""),
            "now": words.value(field, now.get(field, "")),
            "does": _does(field, by_field, existing) if value else "nothing",
        })  # fmt: skip
    return lines


def unconfirmed(run: ImportRun) -> bool:
    """Whether the kind is an estimate that no user has confirmed or changed."""
    return bool((run.reading or {}).get("kind_is_estimate")) and not run.answers.get("kind")


def _does(field: str, by_field: dict[str, ImportItem], existing: Inspection | None) -> str:
    """Return what applying would do with one field, as display text."""
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
        label = Words().field(name).removesuffix(": grade")
        given: dict[str, Any] = {
            "label": label[:1].upper() + label[1:],
            "help_text": why,
            "required": False,
        }
        if name in DAYS:
            self.fields[name] = DayField(**given)
        elif choices := self._choices(name):
            choices = [("", "choose …"), *choices]
            self.fields[name] = forms.ChoiceField(choices=choices, **given)
        if initial and not self.initial.get(name):
            self.initial[name] = initial

    def _choices(self, name: str) -> list[Any]:
        """Return the choices of a field; none if the user cannot be asked for it."""
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
            (group, grades), reasons = answer_choices(self.framework)
            return [(group, [(key.removeprefix(GRADE), word) for key, word in grades]), reasons]
        return []

    def answers(self) -> dict[str, str]:
        """Return the answers as they are stored: dates as ISO text, empty answers included."""
        return {
            name: value.isoformat() if isinstance(value, date) else value or ""
            for name, value in self.cleaned_data.items()
        }
