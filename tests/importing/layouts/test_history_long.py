"""The long history: one row an inspection, with codes and both dates."""

from datetime import date

from ratings.importing.types import SourceRow, Where
from tests.importing.layouts.releases import GOOD, LINK, LONG, POOR, found, rows_of, sheet_read

START, PUBLISHED = date(2019, 2, 18), date(2019, 4, 1)
KENT = (LINK, "E10000016", "Kent", "Current", "South East", START, PUBLISHED)
KIND = "ILACS Standard Inspection"


def test_golden() -> None:
    read = sheet_read([["The title"], ["A note"], LONG, (*KENT, KIND, GOOD, POOR, GOOD, GOOD)])
    assert (read.layout, read.tables, read.data_rows) == ("history-long", 1, 1)
    (row,) = read.rows
    assert row == SourceRow(
        where=Where("One", 4),
        authority="Kent",
        codes=("E10000016",),
        programme="ilacs",
        kind="standard",
        is_graded=True,
        start=START,
        published=PUBLISHED,
        findings=row.findings,
    )
    assert found(row)[1] == ("Impact of leaders", "Inadequate", "J4")


def test_trap_4_a_row_without_its_code_is_known_by_its_name() -> None:
    (row,) = rows_of(LONG, (LINK, None, *KENT[2:], KIND, GOOD))
    assert (row.codes, row.problem) == ((), "")


def test_an_authority_that_is_gone_is_a_row_like_others() -> None:
    (row,) = rows_of(LONG, (*KENT[:3], "No longer exists", *KENT[4:], KIND, GOOD))
    assert row.problem == ""


def test_a_date_of_publication_may_be_missing_but_not_be_wrong() -> None:
    missing, wrong = rows_of(
        LONG, (*KENT[:6], None, KIND, GOOD), (*KENT[:6], "in spring", KIND, GOOD)
    )
    assert (missing.published, missing.problem) == (None, "")
    assert "G3 says “in spring”, which is no date" in wrong.problem
