"""Inspection forms: two to create one (facts, then findings) and one to change it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from ratings.admin.change_reason import ReasonForm
from ratings.admin.fields import DayField, PartialDateField
from ratings.forms import today
from ratings.importing.entry import (
    EnteredRating,
    EntryDates,
    EntryFacts,
    FieldError,
    InspectionEntry,
    citation_errors,
    citation_problems,
    fact_problems,
    framework_for,
    frameworks_in_force,
)
from ratings.models import (
    Authority,
    Framework,
    Inspection,
    InspectionKind,
    JudgementArea,
    Rating,
    Source,
)
from ratings.models.source import SourceStrength
from ratings.rules.direction import direction_problems
from ratings.rules.types import FINDING_WORDS, DirectionStatus

BY_DATE = "the one in force on the first day"

FOUND = [
    *Inspection.Direction.choices,
    *((read, f"{FINDING_WORDS[DirectionStatus.NONE_STATED]} ({words})")
      for read, words in Inspection.DirectionRead.choices),
    ("", FINDING_WORDS[DirectionStatus.NOT_READ]),
]  # fmt: skip
"""Choices for a visit: its direction, or what was read that states none, or not read yet."""

NAMED_BY = ("start_date", "start_precision", "published")
"""Fields from which an inspection's display name is made."""


class FactsForm(forms.Form):
    """The authority, dates and kind of an inspection; the framework is derived from these."""

    authority = forms.ModelChoiceField(
        Authority.objects.all(),
        empty_label="choose …",
        error_messages={"required": "Choose the authority that was inspected."},
    )
    start = PartialDateField(label="First day on site", required=False)
    end = DayField(label="Last day on site", required=False)
    published = DayField(label="Report published", required=False)
    kind = forms.ModelChoiceField(
        InspectionKind.objects.all(),
        label="Kind",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which kind of inspection it was."},
    )
    framework = forms.ModelChoiceField(
        Framework.objects.order_by("-first_day"),
        required=False,
        empty_label=BY_DATE,
        help_text="Leave it so, unless two were in force at once.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "choose …"), *authority_choices()]
        self.fields["authority"].widget.choices = choices
        if not self.is_bound:
            self.fields["authority"].widget.attrs["autofocus"] = True
        self.facts: EntryFacts | None = None

    def clean(self) -> dict[str, Any]:
        """Validate the facts together, adding each error to the field that it is about."""
        data = super().clean() or {}
        if self.errors:
            return data
        period = EntryDates.of(data["start"], data["published"])
        if period is None:
            self.add_error("start", "Give the first day, or at least the day it was published.")
            return data
        framework = data["framework"] or framework_for(data["kind"], period)
        if isinstance(framework, FieldError):
            return self._refuse([framework], data)
        facts = EntryFacts(
            data["authority"], framework, data["kind"], data["start"], data["end"],
            data["published"],
        )  # fmt: skip
        problems = fact_problems(facts, today(), twice=False)
        self.facts = None if problems else facts
        return self._refuse(problems, data)

    def _refuse(self, problems: Iterable[FieldError], data: dict[str, Any]) -> dict[str, Any]:
        add_problems(self, problems)
        return data

    def offer_by_date(self) -> None:
        """Once the first day is known, offer only the frameworks that were in force then."""
        data = getattr(self, "cleaned_data", {})
        period = EntryDates.of(data.get("start"), data.get("published"))
        if period is None:
            return
        offered = [("", BY_DATE), *((f.pk, str(f)) for f in frameworks_in_force(period))]
        self.fields["framework"].widget.choices = offered


def authority_choices() -> list[tuple[str, list[tuple[int, str]]]]:
    """Return grouped choices of authorities by name, with those that have ended last."""
    found = Authority.objects.order_by("name").values_list("pk", "name", "end_date")
    existing = [(pk, name) for pk, name, end in found if end is None or end >= today()]
    ended = [(pk, f"{name} (to {end.year})") for pk, name, end in found if end and end < today()]
    return [("Authorities", existing), ("No longer exist", ended)]


def add_problems(form: forms.BaseForm, problems: Iterable[FieldError]) -> None:
    """Add each error to the field that it names, or to the form if there is no such field."""
    for problem in problems:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)


def answer_choices(framework: Framework) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return grouped choices: the grades of a framework, and the reasons for no grade."""
    grades = [(f"grade:{grade.key}", grade.word) for grade in framework.grades]
    reasons = [(f"missing:{reason.value}", str(reason.label)) for reason in Rating.Reason]
    return [("Grade", grades), ("No grade", reasons)]


def answer_of(area: JudgementArea, text: str, framework: Framework) -> EnteredRating:
    """Parse a choice, such as `grade:good` or `missing:not-graded`, into a rating."""
    what, _, key = text.partition(":")
    if what == "missing":
        return EnteredRating(area, missing=key)
    return EnteredRating(area, grade=next(g for g in framework.grades if g.key == key))


def answer_text(grade_key: str | None, missing: str) -> str:
    """Return the choice for a rating, in the format that `answer_of` parses."""
    return f"grade:{grade_key}" if grade_key else f"missing:{missing}"


class FindingsForm(forms.Form):
    """The findings and their citation. Which fields there are depends on the facts."""

    theme = forms.CharField(
        max_length=200,
        required=False,
        help_text="What the visit looked at, such as “care leavers”.",
    )
    direction = forms.ChoiceField(
        label="What the visit found",
        choices=FOUND,
        required=False,
        widget=forms.RadioSelect,
        help_text="What the letter says in words: nothing that you work out from it.",
    )
    direction_source_url = forms.URLField(
        label="Direction read at", max_length=500, required=False, assume_scheme="https",
        help_text="The address of the letter, or of the account of it. Needed once it is read.",
    )  # fmt: skip
    priority_action = forms.BooleanField(label="Areas for priority action", required=False)
    report_url = forms.URLField(
        label="Address of the report", max_length=500, required=False, assume_scheme="https",
        help_text="At files.ofsted.gov.uk or reports.ofsted.gov.uk. Needed before it is published.",
    )  # fmt: skip
    sources = forms.ModelMultipleChoiceField(
        Source.objects.order_by("trust", "order"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Read in",
    )
    source_url = forms.URLField(
        label="Article or council page", max_length=500, required=False, assume_scheme="https",
        help_text="Where a news article or a council’s page is the source.",
    )  # fmt: skip
    verified = forms.ChoiceField(label="Strength of evidence", choices=SourceStrength.choices)
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    VISIT = ("theme", "direction", "direction_source_url", "priority_action")
    CITATION = ("report_url", "sources", "source_url", "verified", "note")

    def __init__(self, facts: EntryFacts, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = facts
        self.areas: list[JudgementArea] = []
        if not facts.kind.asks_direction:
            del self.fields["direction"], self.fields["direction_source_url"]
        if facts.kind.is_graded:
            self._ask_for_areas()

    def _ask_for_areas(self) -> None:
        """Add a field for each area of the framework, and remove the theme, which is a visit's."""
        del self.fields["theme"]
        framework = self.facts.framework
        self.areas = list(framework.areas.select_related("parent", "framework"))
        choices = answer_choices(framework)
        words = ", ".join(label for _, label in choices[0][1])
        for area in self.areas:
            self.fields[name_of(area)] = forms.ChoiceField(
                label=area.name,
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={
                    "required": f"{area.short_name}: choose the grade, or why there is none.",
                    "invalid_choice": f"{framework.short_name} does not give this grade for"
                    f" {area.short_name}: choose {words}, or why there is none.",
                },
            )

    def area_fields(self) -> list[forms.BoundField]:
        return [self[name_of(area)] for area in self.areas]

    def visit_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.VISIT if name in self.fields]

    def citation_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.CITATION]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors.keys() & {"direction", "direction_source_url"}:
            problems = direction_problems(self.facts.kind, *_direction(data))
            add_problems(self, (FieldError(*each) for each in problems))
        return data

    def entry(self) -> InspectionEntry:
        """Return the entry that the two forms describe; only call it on a valid form."""
        data, framework = self.cleaned_data, self.facts.framework
        direction, direction_read, direction_source_url = _direction(data)
        return InspectionEntry(
            facts=self.facts,
            answers=tuple(answer_of(a, data[name_of(a)], framework) for a in self.areas),
            theme=data.get("theme", ""),
            direction=direction,
            direction_read=direction_read,
            direction_source_url=direction_source_url,
            priority_action=data["priority_action"],
            sources=tuple(data["sources"]),
            report_url=data["report_url"],
            source_url=data["source_url"],
            verified=data["verified"],
            note=data["note"],
        )


def _direction(data: dict[str, Any]) -> tuple[str, str, str]:
    """Split the choice of `FOUND` into (direction, direction_read, direction_source_url)."""
    found, address = data.get("direction", ""), data.get("direction_source_url", "")
    is_read = found in Inspection.DirectionRead.values
    return ("", found, address) if is_read else (found, "", address)


def name_of(area: JudgementArea) -> str:
    """Return the name of the form field for an area."""
    return f"area:{area.key}"


class InspectionForm(ReasonForm):
    """The form that changes an inspection of the record."""

    start = PartialDateField(label="First day on site", required=False)
    end_date = DayField(label="Last day on site", required=False)
    published = DayField(label="Report published", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("start", self.instance.start)
        self.kept = {name: getattr(self.instance, name) for name in NAMED_BY}
        if "kind" in self.fields:
            # Only kinds of its framework, and no change between visit and graded inspection.
            self.fields["kind"].queryset = InspectionKind.objects.filter(  # type: ignore[attr-defined]
                frameworks=self.instance.framework_id, is_graded=self.instance.kind.is_graded
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        start = data.get("start")
        self.instance.start_date = start.first_day if start else None
        self.instance.start_precision = start.precision if start else ""
        facts = EntryFacts(
            self.instance.authority, self.instance.framework, data["kind"], start,
            data.get("end_date"), data.get("published"),
        )  # fmt: skip
        for problem in fact_problems(facts, today(), self.instance):
            field = "end_date" if problem.field == "end" else problem.field
            add_problems(self, [FieldError(field, problem.message)])
        add_problems(self, self._lost_citations(data))
        return data

    def _post_clean(self) -> None:
        """Reset the fields of the display name after errors: without any date, as may have been
        submitted, the inspection has no name to show on the page."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            for name, value in self.kept.items():
                setattr(self.instance, name, value)

    def _lost_citations(self, data: dict[str, Any]) -> list[FieldError]:
        """Return the citation errors that a change would add to a published inspection."""
        if self.instance.status != Inspection.Status.PUBLISHED:
            return []
        after = citation_problems(data["sources"], data["report_url"], data["source_url"])
        before = citation_errors(self.instance)
        return [problem for problem in after if problem not in before]
