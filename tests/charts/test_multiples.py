"""Small multiples: the same axis for all, no label on another, the table says everything."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from ratings.charts.chart import ChartTable
from ratings.charts.picture_address import Picture
from ratings.charts.small_multiples import MultiplesData, MultiplesRow, multiples
from ratings.rules.line import build_line
from ratings.rules.types import Authority, Inspection, on_record
from tests.charts.builders import (
    AS_AT,
    COMPARABILITY,
    FRAMEWORKS,
    GOOD,
    INADEQUATE,
    MIDDLE,
    NEW,
    OLD,
    OUTSTANDING,
    RI,
    SCALE,
    SHIRE,
    SHIRE_INSPECTIONS,
    SVG,
    WEST,
    WEST_INSPECTIONS,
    assert_legible,
    assert_named_and_safe,
    assert_own_ids,
    graded,
    parse,
    reach,
    texts,
    visit,
)

NOBODY = Authority("nobody", "Nobody")
BUSY = Authority("busy", "Kingston and a Name that is Long")
BUSY_INSPECTIONS = (
    graded(OLD, "2014-01-06", "busy", overall=INADEQUATE),
    graded(OLD, "2014-05-05", "busy", overall=RI),
    graded(MIDDLE, "2018-03-01", "busy", overall=OUTSTANDING),
    *(visit(f"2019-{month:02}-04", "improved", "busy") for month in range(1, 10, 2)),
    graded(MIDDLE, "2021-01-04", "busy", overall=GOOD),
    graded(NEW, "2025-02-03", "busy", leaders=GOOD),
)


def subject(
    authority: Authority, inspections: tuple[Inspection, ...], as_at: date = AS_AT, **more: str
) -> MultiplesRow:
    known = on_record(inspections, as_at)
    return MultiplesRow(
        authority, build_line(authority, known, COMPARABILITY, as_at), known, **more
    )


def data(as_at: date = AS_AT) -> MultiplesData:
    return MultiplesData(
        subjects=(
            subject(WEST, WEST_INSPECTIONS, as_at, note="since 1 April 2021",
                    before="before it, until 31 March 2021: Shire"),
            subject(SHIRE, SHIRE_INSPECTIONS, as_at, note="abolished 31 March 2021"),
            subject(BUSY, BUSY_INSPECTIONS, as_at),
            subject(NOBODY, (), as_at),
        ),
        frameworks=FRAMEWORKS,
        scale=SCALE,
        reach=reach(),
        as_at=as_at,
    )  # fmt: skip


Drawn = tuple[Picture, ChartTable]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return multiples(data())


def forms(found: Drawn) -> tuple[str, str]:
    return found[0].svg, found[0].svg_narrow


def test_both_forms_are_named_safe_legible_and_share_no_id(drawn: Drawn) -> None:
    for svg in forms(drawn):
        assert_named_and_safe(svg, drawn[0].title, drawn[0].description)
        assert_legible(svg)
        assert "<Shire>" not in svg
    assert_own_ids(*forms(drawn))


def test_every_grade_has_its_letter_and_its_tone_and_none_is_an_open_step(drawn: Drawn) -> None:
    for svg in forms(drawn):
        assert {"deep-blue", "blue", "amber", "red"} <= set(re.findall(r"tl-fill-([\w-]+)", svg))
        found = {text[:2].strip() for text in texts(svg)}
        assert {"O", "G", "RI", "I"} <= found
        assert svg.count('class="tl-open tl-dashed"') == 3  # two authorities and the key


def test_all_rows_share_one_axis_that_ends_on_the_day(drawn: Drawn) -> None:
    for svg in forms(drawn):
        ends = [
            float(rect.get("x", 0)) + float(rect.get("width", 0))
            for rect in parse(svg).iter(f"{SVG}rect")
            if rect.get("class") == "tl-band"
        ]
        assert len(ends) == 4 * 4
        assert len({round(end, 1) for end in ends}) == 2  # the day, and Shire's last day
        assert "as at 30 June 2025" in texts(svg)


def test_an_authority_without_inspections_or_not_there_yet_says_so(drawn: Drawn) -> None:
    early = multiples(data(date(2016, 1, 1)))
    assert all("not yet inspected" in texts(svg) for svg in forms(drawn))
    assert all("did not yet exist" in texts(svg) for svg in forms(early))
    assert "before it, until 31 March 2021: Shire" in texts(drawn[0].svg)
    nobody = multiples(replace(data(), subjects=()))
    assert all(parse(svg) is not None for svg in forms(nobody))


def hatched(svg: str) -> list[str]:
    """What the rows' hatching says where a mouse rests on it, in the order of the rows."""
    return re.findall(r'class="tl-hatch"[^>]*><title>([^<]*)</title>', svg)


def test_what_the_record_does_not_reach_is_hatched_by_kind_in_each_row_that_lasts() -> None:
    late = multiples(replace(data(), as_at=date(2025, 12, 31)))
    graded = "reports after 31 March 2025 not recorded"
    visits = "visits after 31 December 2024 not recorded"
    for svg in forms(late):
        assert hatched(svg) == [graded, visits] * 3, "not of Shire, which ended before"
        assert {graded, visits} <= set(texts(svg))


def test_a_row_is_not_hatched_where_a_later_visit_is_on_record() -> None:
    seen = (*BUSY_INSPECTIONS, visit("2025-05-06", "", "busy"))
    both = replace(data(), subjects=(subject(BUSY, seen), subject(WEST, WEST_INSPECTIONS)))
    late = multiples(replace(both, as_at=date(2025, 12, 31)))
    for svg in forms(late):
        places = [
            float(rect.get("x", 0))
            for rect in parse(svg).iter(f"{SVG}rect")
            if rect.get("class") == "tl-hatch" and "-visits" in rect.get("fill", "")
        ]
        mark = next(
            e for e in parse(svg).iter(f"{SVG}circle") if e.get("class") == "tl-mark-unread"
        )
        assert places[0] > float(mark.get("cx", 0)) + float(mark.get("r", 0))
        assert places[1] < places[0]
        assert "visits after 31 December 2024 recorded only in part" in texts(svg)


def test_how_far_the_record_reaches_is_in_the_table_and_the_description(drawn: Drawn) -> None:
    assert [row[1:4] for row in drawn[1].rows if row[0] == "All of them"] == [
        ("", "31 March 2025", "Record complete for reports of graded inspections"),
        ("1 April 2019", "31 December 2024", "Record complete for visits"),
    ]
    assert ", on reports published to 31 March 2025, visits" in drawn[0].description


def test_each_finding_has_its_mark_and_its_words_in_the_key() -> None:
    looks = (
        visit("2021-02-03", "", "busy", direction_read="letter"),
        visit("2022-02-03", "", "busy"),
        visit("2023-02-03", "", "busy", asks_direction=False),
    )
    for svg in forms(multiples(replace(data(), subjects=(subject(BUSY, looks),)))):
        marks = svg.count('class="tl-mark-open"'), svg.count('class="tl-mark-unread"')
        assert marks == (4, 2), "each once in the row and once in the key"
        said = [text for text in texts(svg) if text.startswith(("visit: ", "joint"))]
        assert said == [
            "visit: read, no change stated", "visit: letter not read yet", "joint inspection",
        ]  # fmt: skip


def test_both_dates_stand_in_the_picture_and_above_the_table() -> None:
    known = multiples(replace(data(), known_by=date(2025, 9, 1)))
    words = "as at 30 June 2025, as published by 1 September 2025"
    assert all(words in texts(svg) for svg in forms(known))
    assert words in known[1].caption
    assert words in known[0].description


def test_table_and_description_have_every_step_visit_and_end(drawn: Drawn) -> None:
    rows = [row[1:] for row in drawn[1].rows if row[0] == "Shire"]
    assert [(row[0], row[4]) for row in rows] == [
        ("4 March 2014", "inadequate"),
        ("11 June 2018", "requires improvement"),
        ("February 2019", "improved"),
        ("3 June 2019", "declined"),
        ("15 January 2020", "mixed"),
        ("31 March 2021", ""),
    ]
    assert (rows[0][1], rows[1][1]) == ("10 June 2018", "still so on 31 March 2021")
    assert rows[-1][2] == "Last day of the authority"
    assert all(len(row) == len(drawn[1].columns) for row in drawn[1].rows)
    for each in data().subjects:
        assert f"{each.authority.name}: {each.line.text}." in drawn[0].description
