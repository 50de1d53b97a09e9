"""One inspection entered: keys that stay, guards, the line before and after. A council ends and
others follow, whole or not at all; a code changes and still leads here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from ratings.importing import entry as entering
from ratings.importing.entry import EntryRefusedError, InspectionEntry, new_key, save
from ratings.importing.reorganisation import (
    Reorganisation,
    keep_authority,
    problems,
    reorganise,
)
from ratings.models import (
    Authority,
    DataVersion,
    Event,
    Framework,
    Grade,
    Inspection,
    InspectionKind,
    Rating,
    Source,
    Succession,
)
from ratings.rules.dates import PartialDate
from ratings.rules.validation import Problem

TODAY = date(2026, 9, 1)
URL = "https://example.org/1"
pytestmark = pytest.mark.usefixtures("record")


def facts(kind: str = "standard", start: str = "2026-08-03", **found: Any) -> Inspection:
    day = PartialDate.parse(start)
    return Inspection(
        authority=Authority.objects.get(slug="leeds"),
        framework=Framework.objects.get(code="ilacs-2026"),
        kind=InspectionKind.objects.get(key=kind),
        start_date=day.first_day,
        start_precision=day.precision,
        **{"verified": "report", **found},
    )


def entry(grade: str = "good", **found: Any) -> InspectionEntry:
    row = facts(**{"report_url": "https://files.ofsted.gov.uk/v1/file/1", **found})
    given = Grade.objects.get(key=grade)
    return InspectionEntry(
        row,
        tuple(Rating(area=area, grade=given) for area in row.framework.areas.all()),
        tuple(Source.objects.filter(key="report-pdf")),
    )


def fields(problems: list[Problem]) -> list[str]:
    return [problem.field for problem in problems]


def test_a_key_is_as_precise_as_the_first_day_and_stays_and_the_kind_follows_a_taken_one() -> None:
    for start in ("2026-08-03", "2026-08", "2026"):
        assert new_key(facts(start=start)) == f"leeds-ilacs-2026-{start}"
    first = save(entry(), TODAY)
    visit = facts(kind="focused-visit")
    assert new_key(visit) == f"{first.key}-focused-visit"
    save(InspectionEntry(visit), TODAY)
    assert new_key(facts(kind="focused-visit")) == f"{first.key}-focused-visit-2"
    first.start_date = date(2026, 8, 4)
    first.save()
    first.refresh_from_db()
    assert first.key == "leeds-ilacs-2026-2026-08-03"


def test_the_line_before_and_after_comes_from_the_rules_and_writes_nothing() -> None:
    count = Inspection.objects.count()
    shown = entering.preview(entry(), TODAY)
    assert shown["after"].text == f"{shown['before'].text} → no overall grade (2026)"
    assert Inspection.objects.count() == count
    declined = facts(kind="focused-visit", direction="declined")
    visit = entering.preview(InspectionEntry(declined), TODAY)
    assert visit["after"].text.endswith("→ declined (2026)")
    for read in ({}, {"direction_read": "account", "direction_source_url": URL}):
        silent = InspectionEntry(facts(kind="focused-visit", **read))
        assert not entering.preview(silent, TODAY)["changes"]


def test_a_saved_draft_leaves_the_data_version_alone_until_it_is_published() -> None:
    before = DataVersion.current()
    draft = save(entry(), TODAY)
    assert DataVersion.current() == before
    draft.status = Inspection.Status.PUBLISHED
    draft.save()
    assert DataVersion.current() != before


def test_nothing_is_half_written() -> None:
    good = entry()
    assert fields(entering.answer_problems(entry(direction="improved"))) == ["direction"]
    bad = replace(good, ratings=good.ratings[:-1])
    with pytest.raises(EntryRefusedError, match="Care leavers"), transaction.atomic():
        save(bad, TODAY)
    assert not Inspection.objects.filter(status="draft").exists()


def test_a_draft_is_published_once_it_cites_and_withdrawn_with_a_reason() -> None:
    draft = save(entry(report_url=""), TODAY)
    saved = InspectionEntry.of(draft)
    assert fields(entering.publishing_problems(saved, TODAY)) == ["report_url"]
    with pytest.raises(EntryRefusedError):
        entering.publish(draft, TODAY)
    draft.report_url = "https://files.ofsted.gov.uk/v1/file/1"
    entering.publish(draft, TODAY)
    assert draft in Inspection.objects.public()
    with pytest.raises(EntryRefusedError, match="Say why"):
        entering.withdraw(draft, "")
    entering.withdraw(draft, "the report was withdrawn")
    assert draft not in Inspection.objects.public()


def test_every_inspection_of_the_record_passes_the_guards() -> None:
    found = Inspection.objects.select_related("authority", "framework", "kind")
    for each in found.order_by("?")[:150]:
        assert not entering.fact_problems(each, TODAY), each.key


SOURCE = "https://www.legislation.gov.uk/uksi/2027/1"


def new(name: str = "North Kent", **values: Any) -> Authority:
    return Authority(**{
        "name": name, "slug": name.lower().replace(" ", "-"), "gss_code": "E06000901",
        "la_code": "997", "region": "South East", "authority_type": "unitary authority",
        **values,
    })  # fmt: skip


def follows(authority: Authority, kind: str) -> Succession:
    return Succession(successor=authority, kind=kind)


def plan(*who: Succession, slug: str = "kent", last: date = date(2028, 3, 31)) -> Reorganisation:
    followers = who or (
        follows(new(), "split"),
        follows(new("South Kent", gss_code="E06000902", la_code="998"), "split"),
    )
    return Reorganisation(authority(slug), last, followers, SOURCE, "registry")


def authority(slug: str) -> Authority:
    return Authority.objects.get(slug=slug)


def test_it_says_what_it_will_do_then_ends_one_and_begins_others_the_day_after() -> None:
    steps = plan().steps()
    assert steps[0] == "Kent ends: its last day is 31 March 2028."
    assert any("North Kent is created (E06000901, DfE code 997)" in step for step in steps)
    assert authority("kent").end_date is None
    assert not problems(plan())
    reorganise(plan(), "the order was made")
    kent, last, first = authority("kent"), date(2028, 3, 31), date(2028, 4, 1)
    assert kent.end_date == last
    assert kent.history.latest().history_change_reason == "the order was made"
    for slug in ("north-kent", "south-kent"):
        assert authority(slug).start_date == first
    rows = Succession.objects.filter(predecessor=kent)
    assert {(s.successor.slug, s.kind, s.date) for s in rows} == {
        ("north-kent", "split", first), ("south-kent", "split", first),
    }  # fmt: skip
    found = Event.objects.filter(kind="reorganisation", source_url=SOURCE)
    assert {(event.authority.slug, event.start_date) for event in found} == {
        ("kent", last), ("north-kent", first), ("south-kent", first),
    }  # fmt: skip


def test_a_second_council_may_join_one_that_was_created_for_the_first() -> None:
    reorganise(plan(), "")
    north = authority("north-kent")
    reorganise(plan(follows(north, "merged"), slug="medway"), "")
    assert north.preceded_by.count() == 2
    assert Event.objects.filter(authority=north, kind="reorganisation").count() == 1


WRONG: dict[str, Callable[[], Reorganisation]] = {
    "has already ended, on 31 March 2023": lambda: plan(slug="cumbria"),
    "has inspections after that day": lambda: plan(last=date(2015, 1, 1)),
    "began on 1 April 2023": lambda: plan(slug="cumberland", last=date(2023, 3, 1)),
    "Say who follows": lambda: replace(plan(), successors=()),
    "successor:0:gss_code": lambda: plan(follows(new(gss_code="E08000035"), "split")),
    "was Barnsley's before": lambda: plan(follows(new(gss_code="E08000016"), "split")),
    "383 is Leeds's DfE code": lambda: plan(follows(new(slug="383"), "replaced")),
    "cannot split into one council": lambda: plan(follows(new(), "split")),
    "successor:0:slug": lambda: plan(follows(new("Leeds"), "split")),
    "is given twice": lambda: plan(follows(new(), "split"), follows(new("B"), "split")),
    "a successor begins on 1 April 2028": lambda: plan(follows(authority("leeds"), "merged")),
    "cannot succeed itself": lambda: plan(follows(authority("kent"), "merged")),
}


@pytest.mark.parametrize("message", WRONG)
def test_nonsense_is_refused_and_nothing_is_written(message: str) -> None:
    count, wrong = Authority.objects.count(), WRONG[message]()
    assert message in " ".join(f"{each.field}: {each.message}" for each in problems(wrong))
    with pytest.raises(EntryRefusedError):
        reorganise(wrong, "")
    assert Authority.objects.count() == count
    assert not Authority.objects.filter(slug="kent", end_date__isnull=False).exists()


def test_an_old_code_and_slug_are_kept_and_one_that_comes_back_is_no_longer_a_former_one() -> None:
    kent = authority("kent")
    old = kent.gss_code
    kent.gss_code, kent.slug = "E10000999", "kent-county"
    assert len(keep_authority(kent, "SI 2027/1")) == 2
    former = kent.former_codes.values_list("scheme", "value")
    assert set(former) == {("gss", old), ("slug", "kent")}
    assert kent.history.latest().history_change_reason == "SI 2027/1"
    kent.slug = "kent"
    keep_authority(kent, "and back")
    assert set(former.all()) == {("gss", old), ("slug", "kent-county")}
