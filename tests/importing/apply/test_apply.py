"""Plans applied and taken back: new inspections as if each had been entered; details, citations and
contradictions; what is written, what the history keeps, and one version of everything."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from ratings.importing.jobs import ImportJobError, undo_run
from ratings.importing.plan import PlanItem
from ratings.importing.types import ImportRow
from ratings.models import (
    DataVersion,
    Discrepancy,
    ImportRun,
    Inspection,
    PublicChange,
    Rating,
    Source,
)
from ratings.models.history import FIRST_RECORDED
from tests.importing.apply import runs
from tests.importing.apply.runs import (
    AREAS,
    DAY,
    KEPT_KEY,
    KEY,
    LEADERS,
    SHOWN,
    VISIT_KEY,
    about,
    cited,
    load,
    planned,
    rutland,
    rutland_visit,
    the_inspection,
    the_rating,
)
from tests.importing.official.loads import snapshot
from tests.transactions import new_transaction
from tests.views.histories import corrections_of

pytestmark = pytest.mark.usefixtures("world")

CONTRADICTING = rutland(published=None, changed={LEADERS: "Inadequate"})


def test_what_is_written_of_an_inspection_and_a_visit_and_what_is_needed_to_undo_it() -> None:
    run = load(rutland(changed={LEADERS: "Outstanding"}), rutland_visit(theme="front door"))
    row = the_inspection()
    assert (row.authority.slug, row.framework.code, row.kind.key) == (
        "rutland", "ilacs-2023", "standard",
    )  # fmt: skip
    assert (row.start_date, row.start_precision, row.published) == (DAY, "day", SHOWN)
    assert (row.status, row.verified, cited(row)) == ("published", "official", {"official-2024"})
    grades = {rating.area.key: rating.grade.key for rating in row.ratings.all()}
    assert grades == dict.fromkeys(AREAS, "good") | {LEADERS: "outstanding"}
    assert {rating.verified for rating in row.ratings.all()} == {"official"}
    assert all(cited(rating) == {"official-2024"} for rating in row.ratings.all())
    row.full_clean()
    for rating in row.ratings.all():
        rating.full_clean()
    visit = the_inspection(VISIT_KEY)
    assert (visit.kind.key, visit.theme, visit.ratings.count()) == (
        "focused-visit", "front door", 0,
    )  # fmt: skip
    rows = list(run.changes.values_list("action", "inspection", "field"))
    assert rows == [("created", KEY, ""), ("created", VISIT_KEY, "")]
    assert set(run.history_mark) == {"inspection", "rating"}
    assert run.applied_at <= timezone.now()


def test_drafts_when_they_are_not_to_be_published() -> None:
    before = DataVersion.current()
    load(rutland(), publish=False)
    assert the_inspection().status == "draft"
    assert DataVersion.current() != before


@pytest.mark.parametrize("chosen", [{VISIT_KEY}, set()], ids=["one", "nothing"])
def test_only_what_was_chosen(chosen: set[str]) -> None:
    before = Inspection.objects.count(), Rating.objects.count(), Inspection.history.count()
    run = load(rutland(), rutland_visit(), choose=lambda item: item.inspection in chosen)
    after = Inspection.objects.count(), Rating.objects.count(), Inspection.history.count()
    assert after == (before[0] + len(chosen), before[1], before[2] + len(chosen))
    assert {change.inspection for change in run.changes.all()} == chosen
    new = Inspection.objects.filter(key__in=(KEY, VISIT_KEY))
    assert set(new.values_list("key", flat=True)) == chosen


def test_one_version_each_with_reason_person_and_sources() -> None:
    user = User.objects.create(username="keeper")
    run = load(rutland(), decided_by=user)
    row = the_inspection()
    (version,) = row.history.all()
    assert (version.history_type, version.history_user) == ("+", user)
    assert version.history_change_reason == f"import {run.pk}: official-2024, sheet As_at, row 5"
    assert [each.source.key for each in version.sources.all()] == ["official-2024"]
    versions = Rating.history.filter(inspection_id=row.pk)
    assert versions.count() == len(AREAS)
    for each in versions:
        assert (each.history_type, each.sources.count()) == ("+", 1)
        assert each.history_change_reason == version.history_change_reason
    assert corrections_of(row) == []


def test_the_reason_names_every_row_that_told_of_it() -> None:
    run = load(rutland(row=5), rutland(row=9, kind=""))
    reason = the_inspection().history.get().history_change_reason
    assert reason == f"import {run.pk}: official-2024, sheet As_at, row 5, sheet As_at, row 9"


@pytest.mark.parametrize(
    ("then", "source", "outcomes"),
    [
        ([rutland(), rutland_visit()], "official-2024", {"same"}),
        ([CONTRADICTING], "official-2023", {"known"}),
        ([CONTRADICTING], "official-2025", {"same"}),
    ],
    ids=["the same", "a contradiction that was left", "a contradiction that was taken"],
)
def test_a_second_load_finds_nothing_to_do(
    then: list[ImportRow], source: str, outcomes: set[str]
) -> None:
    load(rutland(), rutland_visit())
    load(*then, source=source)
    assert {str(item.outcome) for item in planned(*then, source=source).items} == outcomes


def test_who_says_it_where_the_rows_name_their_sources() -> None:
    load(rutland(sources=("report-pdf", "listing"), verified="official+report"), source="")
    assert cited(the_inspection()) == {"report-pdf", "listing"}
    assert the_inspection().verified == "official+report"


# --- what the record has ---


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


def test_a_detail_is_added_if_it_is_chosen_with_the_run_as_reason(loaded: Inspection) -> None:
    load(rutland(), choose=lambda _: False)
    assert (the_inspection().published, disputes()) == (None, [])
    run = load(rutland(row=7))
    row = the_inspection()
    assert row.published == SHOWN
    versions = list(row.history.order_by("history_id"))
    assert [version.published for version in versions] == [None, SHOWN]
    reason = f"import {run.pk}: official-2024, sheet As_at, row 7"
    assert versions[1].history_change_reason == reason
    told = [(each.what, each.old, each.new) for each in corrections_of(row)]
    assert told == [("report published", "nothing", "1 December 2025")]


def test_a_release_that_agrees_is_cited_and_corrects_nothing(loaded: Inspection) -> None:
    entry = list(PublicChange.about(Inspection, [loaded.pk]))
    assert [(change.kind, change.what) for change in entry] == [("entered", "")]
    run = load(rutland(published=None, row=7), source="report-pdf")
    told = PublicChange.about(Inspection, [loaded.pk]).exclude(pk=entry[0].pk)
    assert {change.kind for change in told} == {"cited"}
    assert {"sources", "Leaders: sources", "Leaders: strength of evidence"} <= {
        change.what for change in told
    }
    assert {change.why for change in told} == {f"import {run.pk}: report-pdf, sheet As_at, row 7"}
    assert corrections_of(loaded) == []


def test_what_a_run_did_and_its_undoing_are_told(loaded: Inspection) -> None:
    run = load(rutland(), rutland_visit())
    new_transaction()
    undo_run(run, None, "the wrong file")
    told = PublicChange.objects.order_by("id").values_list("kind", "what", "new")
    assert list(told)[-4:] == [
        ("corrected", "report published", "1 December 2025"),
        ("entered", "", ""),
        ("corrected", "report published", "nothing"),
        ("withdrawn", "", ""),
    ]
    assert set(PublicChange.objects.values_list("why", flat=True)[:2]) == {
        f"undo of import {run.pk}: the wrong file"
    }


def test_a_contradiction_that_is_taken_keeps_the_old_value_in_the_history(
    loaded: Inspection,
) -> None:
    run = load(CONTRADICTING, source="official-2025")
    rating = the_rating()
    assert (rating.grade.key, cited(rating)) == ("inadequate", {"official-2025"})
    first, last = rating.history.order_by("history_id")
    assert (first.grade.key, last.grade.key) == ("good", "inadequate")
    assert last.history_change_reason.startswith(f"import {run.pk}: official-2025")
    told = {(c.what, c.old, c.new) for c in corrections_of(the_inspection())}
    assert ("Leaders: grade", "good", "inadequate") in told
    assert disputes() == [
        ("grade:leaders", "inadequate", "official-2025", "good", "official-2024", "settled",
         "inadequate")
    ]  # fmt: skip
    why = Discrepancy.objects.get(inspection__key=KEY).why
    assert why.startswith(f"import {run.pk}: official-2025, sheet As_at, row 5. ")
    assert "is more trusted than" in why


@pytest.mark.parametrize(
    ("source", "choose", "grade", "told"),
    [
        ("official-2023", attrgetter("is_taken"), "good",
         ("good", "official-2024", "inadequate", "official-2023", "open", "")),
        ("official-2025", lambda item: item.outcome != "contradicts", "good",
         ("good", "official-2024", "inadequate", "official-2025", "open", "")),
        ("official-2023", lambda _: True, "inadequate",
         ("inadequate", "official-2023", "good", "official-2024", "settled", "inadequate")),
    ],
    ids=["it loses and is left", "it would win and is left", "it loses and is taken"],
)  # fmt: skip
def test_a_contradiction_that_is_left_is_an_open_discrepancy_and_one_that_is_taken_is_settled(
    loaded: Inspection, source: str, choose: Callable[[PlanItem], bool], grade: str, told: Any
) -> None:
    load(CONTRADICTING, source=source, choose=choose)
    assert the_rating().grade.key == grade
    assert disputes() == [("grade:leaders", *told)]


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
        _, latest = each.history.order_by("history_id")
        assert latest.history_change_reason.startswith(f"import {run.pk}: report-pdf")
        assert {s.source.key for s in latest.sources.all()} == {"official-2024", "report-pdf"}


def test_evidence_that_was_set_by_hand_stays(loaded: Inspection) -> None:
    loaded.verified = "weak"
    loaded.save()
    load(rutland(published=None), source="report-pdf")
    assert the_inspection().verified == "weak"
    assert the_rating().verified == "official+report"


def test_what_came_with_the_record_is_kept_as_first_recorded_before_it_changes() -> None:
    before = the_inspection(KEPT_KEY)
    assert not before.history.exists()
    load(about(before), source="council")
    first, then = before.history.order_by("history_id")
    assert first.history_change_reason == FIRST_RECORDED
    assert {each.source.key for each in first.sources.all()} == cited(before) - {"council"}
    assert {each.source.key for each in then.sources.all()} == cited(before) >= {"council"}


def test_two_rows_that_make_one_change_make_it_once(loaded: Inspection) -> None:
    run = load(rutland(row=7), rutland(row=9))
    assert run.changes.filter(field="published").count() == 1
    assert the_inspection().history.count() == 2
    assert Rating.history.filter(inspection_id=loaded.pk).count() == len(AREAS)


def test_each_load_moves_the_version_of_the_data_once(monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[str] = []
    usual = DataVersion.bump

    def bump() -> None:
        usual()
        moved.append(DataVersion.current())

    monkeypatch.setattr(DataVersion, "bump", staticmethod(bump))
    load(rutland(), rutland_visit())
    assert len(moved) == 1
    load(rutland(changed={LEADERS: "Inadequate"}, kind="short"), source="official-2025")
    assert len(moved) == 2


def test_areas_without_a_grade_say_why_and_a_grade_not_recorded_is_filled_in() -> None:
    load(rutland(findings=rutland().findings[:1]))
    missing = {rating.area.key: rating.missing for rating in the_inspection().ratings.all()}
    assert missing == dict.fromkeys(AREAS, "not-recorded") | {AREAS[0]: ""}
    assert the_rating().verified == ""
    run = load(rutland(), source="official-2025")
    rating = the_rating()
    assert (rating.grade.key, rating.missing, cited(rating)) == ("good", "", {"official-2025"})
    assert the_rating(AREAS[0]).verified == "official"
    assert run.changes.filter(field="grade:leaders").get().old["missing"] == "not-recorded"
    assert disputes() == []


# --- taking a run back: everything as before, or nothing changed and what stands on it named ---

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
    with pytest.raises(ImportJobError, match="Say why it is undone"):
        undo_run(run, None, "  ")
    undo_run(run, None, "it was the wrong file")
    last = Inspection.history.filter(id=pk).latest("history_id")
    reason = f"undo of import {run.pk}: it was the wrong file"
    assert (last.history_type, last.history_change_reason) == ("-", reason)
    assert {source.source.key for source in last.sources.all()} == {"official-2024"}
    ratings = Rating.history.filter(inspection_id=pk, history_type="-")
    assert {each.history_change_reason for each in ratings} == {reason}
    with pytest.raises(ImportJobError, match="undone: reload the page"):
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
    with pytest.raises(ImportJobError) as refused:
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
    with pytest.raises(ImportJobError, match=f"kind of {KEY} has been changed since"):
        undo_run(run, None, "wrong")


def test_a_discrepancy_settled_since_is_named() -> None:
    run = with_a_contradiction_left()
    row = Discrepancy.objects.get(inspection__key=KEY, field="kind")
    row.status, row.chosen, row.why = "settled", "standard", "the report says so"
    row.save()
    with pytest.raises(ImportJobError, match=f"The discrepancy on {KEY}, kind, has been settled"):
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
        with pytest.raises(ImportJobError, match="has been changed since"):
            undo_run(run, None, "too early")
    for run in (third, second, first):
        undo_run(run, None, "in reverse")
    assert snapshot() == before
