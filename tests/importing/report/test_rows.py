"""A reading as the row of a source."""

from datetime import date

from ratings.importing.report import Reading, Vocabulary, as_row, read_report
from ratings.importing.types import Finding
from tests.importing.report import paper


def test_a_report_is_one_row_with_a_finding_for_each_grade(vocabulary: Vocabulary) -> None:
    row = as_row(read_report(paper.sif(lscb=None, re_inspection=True), vocabulary))
    assert (row.authority, row.framework, row.kind) == ("barnsley", "sif", "re-inspection")
    assert (row.start, row.end) == (date(2015, 3, 3), date(2015, 3, 25))
    assert (row.published, row.is_graded) == (date(2015, 5, 13), True)
    assert (row.where.sheet, row.where.row, row.codes, row.problem) == ("", 1, (), "")
    assert row.findings[0] == Finding("overall-effectiveness", "requires-improvement", "page 1")
    assert len(row.findings) == 6
    assert row.missing == (("lscb", "not-part-of-this-inspection"),)


def test_what_is_unread_stays_empty(vocabulary: Vocabulary) -> None:
    data = paper.sif(council="Barsetshire", overall="No sentence", dates="Inspection date: soon")
    row = as_row(read_report(data, vocabulary))
    assert (row.authority, row.start, row.end) == ("", None, None)
    assert "overall-effectiveness" not in {finding.heading for finding in row.findings}


def test_the_length_of_fieldwork_gives_an_estimate(vocabulary: Vocabulary) -> None:
    headings = (paper.IMPACT, paper.HELP, paper.IN_CARE, paper.LEAVERS, paper.OVERALL)
    row = as_row(read_report(paper.ilacs(headings, ["Good"] * 5), vocabulary))
    assert (row.kind, row.kind_is_estimate) == ("short", True)


def test_a_refused_file_is_a_row_with_a_problem() -> None:
    row = as_row(Reading(refused="This is a web page."))
    assert (row.problem, row.is_graded, row.findings) == ("This is a web page.", None, ())
