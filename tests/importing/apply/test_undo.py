"""Taking a run back: everything as before, or nothing changed and what stands on it named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ratings.importing.jobs import CannotImport, undo_run
from ratings.models import DataVersion, Discrepancy, ImportRun, Inspection, Rating, Source
from tests.importing.apply import runs
from tests.importing.apply.runs import (
    KEPT_KEY,
    KEY,
    LEADERS,
    VISIT_KEY,
    about,
    load,
    rutland,
    rutland_visit,
    the_inspection,
    the_rating,
)
from tests.importing.official.loads import snapshot

pytestmark = pytest.mark.usefixtures("world")

RULED = rutland(changed={LEADERS: "Inadequate"}, kind="short")


def created() -> ImportRun:
    return load(rutland(), rutland_visit())


def with_a_detail() -> ImportRun:
    load(rutland(published=None))
    return load(rutland())


def with_a_contradiction_taken() -> ImportRun:
    load(rutland())
    return load(RULED, source="official-2025")


def with_a_contradiction_left() -> ImportRun:
    load(rutland())
    return load(RULED, source="official-2023")


def with_a_citation() -> ImportRun:
    load(rutland())
    return load(rutland(), source="report-pdf")


def with_a_grade_filled_in() -> ImportRun:
    load(rutland(findings=rutland().findings[:1]))
    return load(rutland(), source="official-2025")


def of_the_record_as_it_came() -> ImportRun:
    return load(about(the_inspection(KEPT_KEY)), source="council")


@pytest.mark.parametrize(
    "made",
    [created, with_a_detail, with_a_contradiction_taken, with_a_contradiction_left,
     with_a_citation, with_a_grade_filled_in, of_the_record_as_it_came],
)  # fmt: skip
def test_everything_is_as_it_was_before(
    made: Callable[[], ImportRun], monkeypatch: pytest.MonkeyPatch
) -> None:
    before: list[object] = []
    usual = runs.apply_plan

    def watched(*args: object) -> int:
        before.append(snapshot())
        return usual(*args)

    monkeypatch.setattr(runs, "apply_plan", watched)
    run = made()
    assert snapshot() != before[-1]
    version = DataVersion.current()
    undo_run(run, None, "it was the wrong file")
    assert as_values(snapshot()) == as_values(before[-1])
    run.refresh_from_db()
    assert (run.status, run.undone_at is not None) == ("undone", True)
    assert DataVersion.current() != version


def as_values(found: object) -> object:
    """Rows of many-to-many tables without their own numbers: a source that was put back has a
    row of its own again."""
    assert isinstance(found, dict)
    return {
        name: sorted(row[1:] for row in rows) if "sources" in name.lower() else rows
        for name, rows in found.items()
    }


def test_the_history_tells_why_it_is_undone_once_and_it_can_be_loaded_again() -> None:
    run = created()
    pk = the_inspection().pk
    with pytest.raises(CannotImport, match="Say why it is undone"):
        undo_run(run, None, "  ")
    undo_run(run, None, "it was the wrong file")
    last = Inspection.history.filter(id=pk).latest("history_id")
    reason = f"undo of import {run.pk}: it was the wrong file"
    assert (last.history_type, last.history_change_reason) == ("-", reason)
    assert {source.source.key for source in last.sources.all()} == {"official-2024"}
    ratings = Rating.history.filter(inspection_id=pk, history_type="-")
    assert {each.history_change_reason for each in ratings} == {reason}
    with pytest.raises(CannotImport, match="undone: reload the page"):
        undo_run(run, None, "wrong")
    created()
    assert the_inspection().ratings.count() == 5


# --- what stands on a run ---


def changed_by_hand() -> str:
    row = the_inspection()
    row._change_reason = "a slip of the pen"
    row.note = "seen"
    row.save()
    return f"{KEY} has been changed since (a slip of the pen)."


def regraded_by_hand() -> str:
    rating = the_rating()
    rating.label_as_published = "Good, with outstanding features"
    rating.save()
    return f"{KEY} has been changed since (no reason was given)."


def cited_by_hand() -> str:
    the_inspection().sources.add(Source.objects.get(key="news"))
    return f"{KEY} has been changed since (no reason was given)."


def deleted() -> str:
    the_inspection().delete()
    return f"{KEY} has been deleted since."


def disputed() -> str:
    row = the_inspection()
    Discrepancy.objects.create(
        authority=row.authority, inspection=row, field="theme", value_a="a", source_a="x",
        value_b="b", source_b="y",
    )  # fmt: skip
    return f"A discrepancy about {KEY} (theme) has been recorded since."


def loaded_over() -> str:
    run = load(rutland(), source="official-2025")
    return f"{KEY} has been changed since (import {run.pk}: official-2025, sheet As_at, row 5)."


@pytest.mark.parametrize(
    "since", [changed_by_hand, regraded_by_hand, cited_by_hand, deleted, disputed, loaded_over]
)
def test_a_run_on_which_something_stands_is_not_undone(since: Callable[[], str]) -> None:
    run = created()
    said = since()
    before = snapshot()
    with pytest.raises(CannotImport) as refused:
        undo_run(run, None, "wrong")
    assert str(refused.value) == f"It cannot be undone. {said}"
    assert snapshot() == before
    run.refresh_from_db()
    assert (run.status, run.undone_at) == ("applied", None)


def test_a_value_changed_since_is_named() -> None:
    run = with_a_contradiction_taken()
    row = the_inspection()
    row.kind_id = row.framework.kinds.get(key="standard").pk
    row.save()
    with pytest.raises(CannotImport, match=f"kind of {KEY} has been changed since"):
        undo_run(run, None, "wrong")


def test_a_discrepancy_settled_since_is_named() -> None:
    run = with_a_contradiction_left()
    row = Discrepancy.objects.get(inspection__key=KEY, field="kind")
    row.status, row.chosen, row.why = "settled", "standard", "the report says so"
    row.save()
    with pytest.raises(CannotImport, match=f"The discrepancy on {KEY}, kind, has been settled"):
        undo_run(run, None, "wrong")


def test_a_change_that_was_put_back_is_nothing_to_stand_on_and_others_are_left_alone() -> None:
    run = created()
    row, other = the_inspection(), the_inspection(KEPT_KEY)
    for each, note in ((row, "seen"), (row, ""), (other, "seen")):
        each.note = note
        each.save()
    undo_run(run, None, "wrong")
    assert not Inspection.objects.filter(key__in=(KEY, VISIT_KEY)).exists()
    assert the_inspection(KEPT_KEY).note == "seen"


def test_runs_can_be_undone_in_reverse_and_only_so() -> None:
    before = snapshot()
    first = load(rutland())
    second = load(RULED, source="official-2025")
    third = load(rutland(), source="report-pdf")
    for run in (first, second):
        with pytest.raises(CannotImport, match="has been changed since"):
            undo_run(run, None, "too early")
    for run in (third, second, first):
        undo_run(run, None, "in reverse")
    assert snapshot() == before
