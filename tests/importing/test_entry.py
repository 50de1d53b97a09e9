"""The door for one inspection: keys that stay, guards, the line before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from ratings.importing.entry import (
    Answer,
    Entry,
    Facts,
    Period,
    Problem,
    Refused,
    answer_problems,
    citation_problems,
    fact_problems,
    framework_for,
    frameworks_in_force,
    new_key,
    preview,
    publish,
    publishing_problems,
    save,
    withdraw,
)
from ratings.models import (
    Authority,
    DataVersion,
    Framework,
    Grade,
    Inspection,
    InspectionKind,
    Source,
)
from ratings.rules.dates import PartialDate

TODAY = date(2026, 9, 1)
URL = "https://example.org/1"
pytestmark = pytest.mark.usefixtures("record")


def facts(
    slug: str = "leeds", code: str = "ilacs-2026", kind: str = "standard", start: str = "2026-08-03"
) -> Facts:
    return Facts(
        authority=Authority.objects.get(slug=slug),
        framework=Framework.objects.get(code=code),
        kind=InspectionKind.objects.get(key=kind),
        start=PartialDate.parse(start) if start else None,
    )


def entry(of: Facts | None = None, grade: str = "good") -> Entry:
    of = of or facts()
    return Entry(
        facts=of,
        answers=tuple(Answer(a, Grade.objects.get(key=grade)) for a in of.framework.areas.all()),
        sources=tuple(Source.objects.filter(key="report-pdf")),
        report_url="https://files.ofsted.gov.uk/v1/file/1",
        verified="report",
    )


def fields(problems: list[Problem]) -> list[str]:
    return [problem.field for problem in problems]


def test_every_inspection_of_the_record_passes_the_guards() -> None:
    found = Inspection.objects.select_related("authority", "framework", "kind")
    for inspection in found.order_by("?")[:150]:
        assert not fact_problems(Facts.of(inspection), TODAY, besides=inspection), inspection.key


@pytest.mark.parametrize(
    ("start", "precise"),
    [("2026-08-03", "2026-08-03"), ("2026-08", "2026-08"), ("2026", "2026")],
)
def test_a_key_says_the_first_day_as_precisely_as_it_is_known(start: str, precise: str) -> None:
    assert new_key(facts(start=start)) == f"leeds-ilacs-2026-{precise}"


def test_where_a_key_is_taken_the_kind_follows_and_then_a_number() -> None:
    first = save(entry(), TODAY)
    visit = facts(kind="focused-visit")
    assert new_key(visit) == f"{first.key}-focused-visit"
    save(Entry(visit, verified="report"), TODAY)
    assert new_key(visit) == f"{first.key}-focused-visit-2"


def test_a_key_does_not_change_when_a_date_is_corrected() -> None:
    inspection = save(entry(), TODAY)
    inspection.start_date = date(2026, 8, 4)
    inspection.save()
    assert Inspection.objects.get(pk=inspection.pk).key == "leeds-ilacs-2026-2026-08-03"


def test_a_period_is_as_wide_as_what_is_not_known() -> None:
    year = Period.of(PartialDate.parse("2026"), None)
    assert year == Period(date(2026, 1, 1), date(2026, 12, 31))
    month = Period.of(PartialDate.parse("2024-02"), None)
    assert month == Period(date(2024, 2, 1), date(2024, 2, 29))
    assert Period.of(None, None) is None
    assert {f.code for f in frameworks_in_force(year)} == {"ilacs-2023", "ilacs-2026"}


def test_the_framework_is_found_by_kind_and_first_day() -> None:
    march_2018 = Period(date(2018, 3, 7), date(2018, 3, 7))
    standard, again = (InspectionKind.objects.get(key=k) for k in ("standard", "re-inspection"))
    assert getattr(framework_for(standard, march_2018), "code", "") == "ilacs-2018"
    assert getattr(framework_for(again, march_2018), "code", "") == "sif"
    long_ago = Period(date(2001, 1, 1), date(2001, 1, 1))
    problem = framework_for(standard, long_ago)
    assert isinstance(problem, Problem)
    assert problem.message.startswith("No framework was in force then")


def test_the_line_before_and_after_comes_from_the_rules_and_writes_nothing() -> None:
    count = Inspection.objects.count()
    shown = preview(entry(), TODAY)
    assert shown.after.text == f"{shown.before.text} → no overall grade (2026)"
    assert Inspection.objects.count() == count
    visit = preview(Entry(facts(kind="focused-visit"), direction="declined"), TODAY)
    assert visit.after.text.endswith("→ declined (2026)")
    assert not preview(Entry(facts(kind="focused-visit")), TODAY).changes


def test_a_saved_draft_leaves_the_data_version_alone_until_it_is_published() -> None:
    before = DataVersion.current()
    draft = save(entry(), TODAY)
    assert DataVersion.current() == before
    draft.status = Inspection.Status.PUBLISHED
    draft.save()
    assert DataVersion.current() != before


def test_nothing_is_half_written() -> None:
    good = entry()
    bad = replace(good, answers=good.answers[:-1])
    with pytest.raises(Refused, match="Care leavers"), transaction.atomic():
        save(bad, TODAY)
    assert not Inspection.objects.filter(status="draft").exists()


def test_answers_are_exactly_those_of_the_framework() -> None:
    good = entry()
    assert not answer_problems(good)
    other = Framework.objects.get(code="sif").areas.first()
    assert other is not None
    stray = replace(good, answers=(*good.answers, Answer(other, Grade.objects.get(key="good"))))
    assert fields(answer_problems(stray)) == [f"area:{other.key}"]
    assert len(answer_problems(entry(grade="adequate"))) == len(good.answers)
    both = Answer(good.answers[0].area, good.answers[0].grade, "not-graded")
    doubled = replace(good, answers=(both, *good.answers[1:]))
    assert fields(answer_problems(doubled)) == [f"area:{both.area.key}"]


def test_a_visit_has_no_grades_and_a_graded_inspection_no_direction() -> None:
    visit = Entry(facts(kind="jtai"), answers=entry().answers[:1])
    assert fields(answer_problems(visit)) == ["area:leaders"]
    assert fields(answer_problems(replace(entry(), direction="improved"))) == ["direction"]


@pytest.mark.parametrize(
    ("kind", "told", "refused"),
    [
        ("focused-visit", {}, []),
        ("focused-visit", {"direction": "mixed", "direction_source_url": URL}, []),
        ("focused-visit", {"direction_read": "letter", "direction_source_url": URL}, []),
        ("focused-visit", {"direction": "mixed"}, ["direction_source_url"]),
        ("focused-visit", {"direction_read": "account"}, ["direction_source_url"]),
        ("focused-visit", {"direction_source_url": URL}, ["direction"]),
        (
            "focused-visit",
            {"direction": "mixed", "direction_read": "letter", "direction_source_url": URL},
            ["direction_read"],
        ),
        ("jtai", {}, []),
        ("jtai", {"direction": "mixed", "direction_source_url": URL}, ["direction"]),
        ("jtai", {"direction_read": "letter", "direction_source_url": URL}, ["direction"]),
    ],
)
def test_what_was_read_of_a_visit_names_its_address_and_is_said_of_kinds_that_are_asked(
    kind: str, told: dict[str, str], refused: list[str]
) -> None:
    assert fields(answer_problems(Entry(facts(kind=kind), **told))) == refused


def test_a_visit_that_states_none_is_saved_with_what_was_read() -> None:
    told = Entry(
        facts(kind="focused-visit"),
        direction_read="account",
        direction_source_url=URL,
        verified="council",
    )
    assert told.finding == "read, no change stated"
    assert not preview(told, TODAY).changes
    visit = save(told, TODAY)
    assert (visit.direction, visit.direction_read) == ("", "account")
    assert visit in Inspection.objects.found("none-stated")


@pytest.mark.parametrize(
    ("keys", "report", "page", "missing"),
    [
        ([], "", "", ["sources"]),
        (["report-pdf"], "", "", ["report_url"]),
        (["report-pdf"], "https://r.example", "", []),
        (["news"], "", "", ["source_url"]),
        (["news"], "", "https://n.example", []),
        (["official-2025"], "", "", []),
    ],
)
def test_what_a_published_inspection_cites(
    keys: list[str], report: str, page: str, missing: list[str]
) -> None:
    sources = list(Source.objects.filter(key__in=keys))
    assert fields(citation_problems(sources, report, page)) == missing


def test_a_draft_is_published_once_it_cites_and_withdrawn_with_a_reason() -> None:
    draft = save(replace(entry(), report_url=""), TODAY)
    assert fields(publishing_problems(draft, TODAY)) == ["report_url"]
    with pytest.raises(Refused):
        publish(draft, TODAY)
    draft.report_url = "https://files.ofsted.gov.uk/v1/file/1"
    publish(draft, TODAY)
    assert draft in Inspection.objects.public()
    with pytest.raises(Refused, match="Say why"):
        withdraw(draft, "")
    withdraw(draft, "the report was withdrawn")
    assert draft not in Inspection.objects.public()
