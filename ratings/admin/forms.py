"""Inspection forms: two to create one (facts, then findings) and one to change it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from ratings.admin.change_reason import ReasonForm
from ratings.admin.fields import DayField, PartialDateField
from ratings.forms import today
from ratings.importing.entry import InspectionEntry, citation_errors, fact_problems
from ratings.models import (
    Authority,
    Framework,
    Inspection,
    InspectionKind,
    JudgementArea,
    Rating,
    Source,
)
from ratings.models.record import Record
from ratings.models.source import SourceStrength
from ratings.rules.dates import PartialDate
from ratings.rules.types import FINDING_WORDS, DirectionStatus
from ratings.rules.validation import (
    NO_DATE,
    Problem,
    citation_problems,
    direction_problems,
    framework_for,
    join_words,
    no_grade,
    period_of,
)

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


def authority_choices() -> list[tuple[str, list[tuple[int, str]]]]:
    """Return grouped choices of authorities by name, with those that have ended last."""
    found = Authority.objects.order_by("name").values_list("pk", "name", "end_date")
    existing = [(pk, name) for pk, name, end in found if end is None or end >= today()]
    ended = [(pk, f"{name} (to {end.year})") for pk, name, end in found if end and end < today()]
    return [("Authorities", existing), ("No longer exist", ended)]


class AuthorityChoice(forms.ModelChoiceField):
    """A select of authorities, those that have ended after the others."""

    class iterator(forms.models.ModelChoiceIterator):  # noqa: N801 (Django's name)
        def __iter__(self) -> Any:
            yield ("", self.field.empty_label)
            yield from authority_choices()

    def __init__(self, empty_label: str = "choose …", **kwargs: Any) -> None:
        super().__init__(Authority.objects.all(), empty_label=empty_label, **kwargs)


class FactsForm(forms.Form):
    """The authority, dates and kind of an inspection; the framework is derived from these."""

    authority = AuthorityChoice(
        error_messages={"required": "Choose the authority that was inspected."}
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
        if not self.is_bound:
            self.fields["authority"].widget.attrs["autofocus"] = True
        self.facts: Inspection | None = None

    def clean(self) -> dict[str, Any]:
        """Validate the facts together, adding each error to the field that it is about."""
        data = super().clean() or {}
        if self.errors:
            return data
        period = period_of(data["start"], data["published"])
        framework, known = data["framework"], Record.current().frameworks.values()
        if period is None:
            self.add_error("start", NO_DATE)
            return data
        if framework is None:
            found = framework_for(data["kind"].record(), period, known)
            if isinstance(found, Problem):
                add_problems(self, [found])
                return data
            framework = Framework.objects.get(code=found.code)
        facts = Inspection(
            authority=data["authority"], framework=framework, kind=data["kind"],
            end_date=data["end"], published=data["published"], **start_of(data["start"]),
        )  # fmt: skip
        problems = fact_problems(facts, today(), twice=False)
        self.facts = None if problems else facts
        add_problems(self, problems)
        return data

    def offer_by_date(self) -> None:
        """Once the first day is known, offer only the frameworks that were in force then."""
        data = getattr(self, "cleaned_data", {})
        if period := period_of(data.get("start"), data.get("published")):
            known = Record.current().frameworks.items()
            offered = [(k, f.name) for k, f in known if period.meets(f.first_day, f.last_day)]
            self.fields["framework"].widget.choices = [("", BY_DATE), *offered]


def start_of(start: PartialDate | None) -> dict[str, Any]:
    """The two fields of an inspection that hold its start."""
    day, precision = (start.first_day, start.precision) if start else (None, "")
    return {"start_date": day, "start_precision": precision}


def add_problems(form: forms.BaseForm, problems: Iterable[Problem]) -> None:
    """Add each error to the field that it names, or to the form if there is no such field."""
    for field, message in problems:
        names = (field, field.removesuffix("_date"))
        form.add_error(next((name for name in names if name in form.fields), None), message)


def answer_choices(framework: Framework) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return grouped choices: the grades of a framework, and the reasons for no grade."""
    grades = [(f"grade:{grade.key}", grade.word) for grade in framework.grades]
    reasons = [(f"missing:{reason.value}", str(reason.label)) for reason in Rating.Reason]
    return [("Grade", grades), ("No grade", reasons)]


def answer_field(framework: Framework, area: str = "", **given: Any) -> forms.ChoiceField:
    """The choice of a grade of the framework, or of why there is none."""
    choices = answer_choices(framework)
    words = join_words([label for _, label in choices[0][1]], "or")
    return forms.ChoiceField(
        choices=choices,
        error_messages={
            "required": no_grade(area) if area else "Choose the grade, or why there is none.",
            "invalid_choice": f"{framework.short_name} does not give this grade"
            f"{f' for {area}' if area else ''}: choose {words}.",
        },
        **given,
    )


def answer_of(area: JudgementArea, text: str, framework: Framework) -> Rating:
    """Parse a choice, such as `grade:good` or `missing:not-graded`, into an unsaved rating."""
    what, _, key = text.partition(":")
    if what == "missing":
        return Rating(area=area, missing=key)
    return Rating(area=area, grade=next(g for g in framework.grades if g.key == key))


def address_field(label: str, help_text: str, **more: Any) -> forms.URLField:
    given = {"max_length": 500, "required": False, "assume_scheme": "https", **more}
    return forms.URLField(label=label, help_text=help_text, **given)


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
    direction_source_url = address_field(
        "Direction read at",
        "The address of the letter, or of the account of it. Needed once it is read.",
    )
    priority_action = forms.BooleanField(label="Areas for priority action", required=False)
    report_url = address_field(
        "Address of the report",
        "At files.ofsted.gov.uk or reports.ofsted.gov.uk. Needed before it is published.",
    )
    sources = forms.ModelMultipleChoiceField(
        Source.objects.order_by("trust", "order"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Read in",
    )
    source_url = address_field(
        "Article or council page", "Where a news article or a council’s page is the source."
    )
    verified = forms.ChoiceField(label="Strength of evidence", choices=SourceStrength.choices)
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    VISIT = ("theme", "direction", "direction_source_url", "priority_action")
    CITATION = ("report_url", "sources", "source_url", "verified", "note")

    def __init__(self, facts: Inspection, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = facts
        self.areas: list[JudgementArea] = []
        if not facts.kind.asks_direction:
            del self.fields["direction"], self.fields["direction_source_url"]
        if facts.kind.is_graded:
            del self.fields["theme"]
            self.areas = list(facts.framework.areas.select_related("parent", "framework"))
        for area in self.areas:
            self.fields[f"area:{area.key}"] = answer_field(
                facts.framework, area.short_name, label=area.name, widget=forms.RadioSelect
            )

    def area_fields(self) -> list[forms.BoundField]:
        return [self[f"area:{area.key}"] for area in self.areas]

    def visit_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.VISIT if name in self.fields]

    def citation_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.CITATION]

    def clean(self) -> dict[str, Any]:
        """Split the choice of `FOUND` into the direction and what was read that states none."""
        data = super().clean() or {}
        found, address = data.get("direction", ""), data.get("direction_source_url", "")
        is_read = found in Inspection.DirectionRead.values
        data |= {"direction": "" if is_read else found, "direction_read": found if is_read else ""}
        if not self.errors.keys() & {"direction", "direction_source_url"}:
            read = (data["direction"], data["direction_read"], address)
            add_problems(self, direction_problems(self.facts.kind, *read))
        return data

    def entry(self) -> InspectionEntry:
        """Return the entry that the two forms describe; only call it on a valid form."""
        data, row = self.cleaned_data, self.facts
        for name in {*self.VISIT, *self.CITATION, "direction_read"} - {"sources"}:
            setattr(row, name, data.get(name, ""))
        ratings = (answer_of(a, data[f"area:{a.key}"], row.framework) for a in self.areas)
        return InspectionEntry(row, tuple(ratings), tuple(data["sources"]))


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
        row = self.instance
        for name in ("kind", "end_date", "published"):
            setattr(row, name, data.get(name))
        for name, value in start_of(data.get("start")).items():
            setattr(row, name, value)
        own = row.problems()
        add_problems(self, (each for each in fact_problems(row, today()) if each not in own))
        if row.status == Inspection.Status.PUBLISHED:
            before = citation_errors(InspectionEntry.of(row))
            after = citation_problems(data["sources"], data["report_url"], data["source_url"])
            add_problems(self, (each for each in after if each not in before))
        return data

    def _post_clean(self) -> None:
        """Reset the fields of the display name after errors: without any date, as may have been
        submitted, the inspection has no name to show on the page."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            for name, value in self.kept.items():
                setattr(self.instance, name, value)
