"""Details, citations and contradictions: what is written, and what the history keeps."""

from __future__ import annotations

from datetime import date

import pytest

from ratings.models import Discrepancy, Inspection, Rating
from ratings.models.corrections import corrections_of
from ratings.models.history import FIRST_RECORDED
from tests.importing.apply.runs import (
    AREAS,
    KEY,
    LEADERS,
    cited,
    load,
    moves,
    planned,
    rutland,
    the_inspection,
    the_rating,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> Inspection:
    """An inspection that the release of 2024 told of."""
    load(rutland(published=None))
    return the_inspection()


def disputes() -> list[tuple[str, ...]]:
    rows = Discrepancy.objects.filter(inspection__key=KEY).order_by("field", "source_b")
    return list(
        rows.values_list("field", "value_a", "source_a", "value_b", "source_b", "status", "chosen")
    )


def test_a_detail_is_added_with_the_run_as_reason(loaded: Inspection) -> None:
    run = load(rutland(row=7))
    row = the_inspection()
    assert row.published == date(2025, 12, 1)
    versions = list(row.history.order_by("history_id"))
    assert [version.published for version in versions] == [None, date(2025, 12, 1)]
    assert versions[1].history_change_reason == (
        f"import {run.pk}: official-2024, sheet As_at, row 7"
    )
    told = [(each.what, each.old, each.new) for each in corrections_of(row)]
    assert told == [("report published", "nothing", "1 December 2025")]


def test_a_detail_that_is_not_chosen_is_not_written(loaded: Inspection) -> None:
    load(rutland(), choose=lambda _: False)
    assert the_inspection().published is None
    assert disputes() == []


def test_a_contradiction_that_is_taken_keeps_the_old_value_in_the_history(
    loaded: Inspection,
) -> None:
    run = load(rutland(published=None, changed={LEADERS: "Inadequate"}), source="official-2025")
    rating = the_rating()
    assert (rating.grade.key, cited(rating)) == ("inadequate", {"official-2025"})
    versions = rating.history.order_by("history_id")
    assert [version.grade.key for version in versions][:1] == ["good"]
    assert versions.last().grade.key == "inadequate"
    assert versions.last().history_change_reason.startswith(f"import {run.pk}: official-2025")
    told = {(c.what, c.old, c.new) for c in corrections_of(the_inspection())}
    assert ("Leaders: grade", "good", "inadequate") in told
    assert disputes() == [
        ("grade:leaders", "inadequate", "official-2025", "good", "official-2024", "settled",
         "inadequate")
    ]  # fmt: skip
    why = Discrepancy.objects.get(inspection__key=KEY).why
    assert why.startswith(f"import {run.pk}: official-2025, sheet As_at, row 5. ")
    assert "is more trusted than" in why


def test_a_contradiction_that_is_left_is_an_open_discrepancy(loaded: Inspection) -> None:
    load(rutland(published=None, changed={LEADERS: "Inadequate"}), source="official-2023")
    assert the_rating().grade.key == "good"
    assert disputes() == [
        ("grade:leaders", "good", "official-2024", "inadequate", "official-2023", "open", "")
    ]


def test_one_that_would_win_and_is_left_is_open_too(loaded: Inspection) -> None:
    row = rutland(published=None, changed={LEADERS: "Inadequate"})
    load(row, source="official-2025", choose=lambda item: item.outcome != "contradicts")
    assert the_rating().grade.key == "good"
    assert [row[-2:] for row in disputes()] == [("open", "")]


def test_a_contradiction_that_loses_can_be_taken_all_the_same(loaded: Inspection) -> None:
    row = rutland(published=None, changed={LEADERS: "Inadequate"})
    load(row, source="official-2023", choose=lambda _: True)
    assert the_rating().grade.key == "inadequate"
    assert disputes()[0][-2:] == ("settled", "inadequate")


def test_a_second_load_finds_nothing_to_do_either_way(loaded: Inspection) -> None:
    for source in ("official-2023", "official-2025"):
        row = rutland(published=None, changed={LEADERS: "Inadequate"})
        load(row, source=source)
        again = planned(row, source=source)
        assert {str(item.outcome) for item in again.items} <= {"same", "known"}


def test_a_field_of_the_inspection_is_replaced_and_the_source_cited(loaded: Inspection) -> None:
    load(rutland(published=None, kind="short"), source="official-2025")
    row = the_inspection()
    assert row.kind.key == "short"
    assert cited(row) == {"official-2024", "official-2025"}
    assert disputes() == [
        ("kind", "short", "official-2025", "standard", "official-2024", "settled", "short")
    ]


def test_a_value_that_several_sources_gave_is_disputed_with_each() -> None:
    load(rutland(), source="official-2023")
    load(rutland(), source="official-2024")
    load(rutland(changed={LEADERS: "Inadequate"}), source="official-2025")
    assert [row[4] for row in disputes()] == ["official-2023", "official-2024"]
    assert cited(the_rating()) == {"official-2025"}


def test_citing_adds_the_source_and_makes_the_evidence_stronger(loaded: Inspection) -> None:
    run = load(rutland(published=None), source="report-pdf")
    row, rating = the_inspection(), the_rating()
    assert cited(row) == cited(rating) == {"official-2024", "report-pdf"}
    assert row.verified == rating.verified == "official+report"
    assert disputes() == []
    assert set(run.changes.values_list("action", flat=True)) == {"cited"}
    for each in (row, rating):
        reasons = [v.history_change_reason for v in each.history.order_by("history_id")]
        assert len(reasons) == 2
        assert reasons[1].startswith(f"import {run.pk}: report-pdf")
        latest = each.history.order_by("history_id").last()
        assert {s.source.key for s in latest.sources.all()} == {"official-2024", "report-pdf"}


def test_evidence_that_was_set_by_hand_stays(loaded: Inspection) -> None:
    loaded.verified = "weak"
    loaded.save()
    load(rutland(published=None), source="report-pdf")
    assert the_inspection().verified == "weak"
    assert the_rating().verified == "official+report"


def test_what_came_with_the_record_is_kept_as_first_recorded_before_it_changes() -> None:
    key = "rutland-ilacs-2018-2020-03-02"
    assert not Inspection.history.filter(key=key).exists()
    before = the_inspection(key)
    sources = cited(before)
    facts = {"start": before.start_date, "published": before.published, "kind": before.kind.key}
    load(rutland(**facts, findings=()), source="council")
    versions = list(the_inspection(key).history.order_by("history_id"))
    assert versions[0].history_change_reason == FIRST_RECORDED
    assert {each.source.key for each in versions[0].sources.all()} == sources
    assert {each.source.key for each in versions[-1].sources.all()} == sources | {"council"}
    assert len(versions) == 2


def test_two_rows_that_make_one_change_make_it_once(loaded: Inspection) -> None:
    run = load(rutland(row=7), rutland(row=9))
    assert run.changes.filter(field="published").count() == 1
    assert the_inspection().history.count() == 2
    assert Rating.history.filter(inspection_id=loaded.pk).count() == len(AREAS)


def test_the_version_of_the_data_moves_once(
    loaded: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with moves(monkeypatch) as moved:
        load(rutland(changed={LEADERS: "Inadequate"}, kind="short"), source="official-2025")
    assert len(moved) == 1


def test_a_grade_not_recorded_is_filled_in() -> None:
    load(rutland(findings=rutland().findings[:1]))
    run = load(rutland(), source="official-2025")
    rating = the_rating()
    assert (rating.grade.key, rating.missing, cited(rating)) == ("good", "", {"official-2025"})
    assert the_rating("overall-effectiveness").verified == "official"
    assert run.changes.filter(field="grade:leaders").get().old["missing"] == "not-recorded"
    assert disputes() == []
