"""One small report per layout: council, framework, kind, dates and every grade; and as a row."""

from collections.abc import Callable
from datetime import date

import pytest

from ratings.importing.report import ReferenceData, read_report
from ratings.importing.types import JudgementCell, ParsedReport, as_row
from tests.importing.report import paper
from tests.importing.report.paper import BOTH, HELP, IMPACT, IN_CARE, LEAVERS, OVERALL

Reader = Callable[[bytes], ParsedReport]


@pytest.fixture
def reading(vocabulary: ReferenceData) -> Reader:
    return lambda data: read_report(data, vocabulary)


def grades(reading: ParsedReport) -> dict[str, str]:
    return {area: read.value for area, read in reading.ratings}


def facts(reading: ParsedReport) -> dict[str, str | None]:
    return {name: str(read.value) if read else None for name, read in reading.facts()}


SIF_GRADES = {
    "overall-effectiveness": "requires-improvement",
    "sif-help-and-protection": "good",
    "sif-looked-after-and-permanence": "requires-improvement",
    "sif-adoption": "outstanding",
    "sif-care-leavers": "good",
    "sif-leadership": "inadequate",
    "lscb": "good",
}


def test_the_single_inspection_framework(reading: Reader) -> None:
    """Each value with page and words; a plain title may be that of a second inspection."""
    found = reading(paper.sif())
    assert facts(found) == {
        "authority": "barnsley", "framework": "sif", "kind": "full",
        "start_date": "2015-03-03", "end_date": "2015-03-25", "published": "2015-05-13",
    }  # fmt: skip
    assert grades(found) == SIF_GRADES
    assert list(grades(found)) == list(SIF_GRADES)
    assert (found.unread, found.refused, found.pages, found.is_complete) == ((), "", 4, True)
    assert found.kind_is_estimate
    assert found.authority_words == "Barnsley Metropolitan Borough Council"
    assert found.start is not None
    assert (found.start.value, found.start.page) == (date(2015, 3, 3), 1)
    assert found.start.words == "Inspection date: 3 March 2015 - 25 March 2015"
    board = dict(found.ratings)["lscb"]
    assert (board.page, board.words) == (4, "The Local Safeguarding Children Board is good")


@pytest.mark.parametrize(
    ("overall", "grade"),
    [
        ("The overall judgement is inadequate", "inadequate"),
        ("The overall judgement is that children’s services are good", "good"),
        ("Children’s services in Barnsley are outstanding", "outstanding"),
        ("Children's services in the Isles of Barnsley are good.", "good"),
        ("Overall effectiveness: Inadequate", "inadequate"),
    ],
)
def test_the_overall_judgement_in_a_sentence(reading: Reader, overall: str, grade: str) -> None:
    assert grades(reading(paper.sif(overall=overall)))["overall-effectiveness"] == grade


@pytest.mark.parametrize(
    "board",
    [
        "The effectiveness of the Local Safeguarding Children Board (LSCB) is inadequate.",
        "The Local Safeguarding Children Board is inadequate",
        "The effectiveness of the LSCB is inadequate",
        "The Barnsley Safeguarding Children Board (BSCB) is inadequate.",
        "The LSCB is inadequate because:",
        "The Local Safeguarding Children is inadequate",
    ],
)
def test_the_board_in_a_sentence(reading: Reader, board: str) -> None:
    assert grades(reading(paper.sif(lscb=board)))["lscb"] == "inadequate"


def test_a_re_inspection_leaves_the_board_out_and_is_one_row_with_a_finding_a_grade(
    reading: Reader,
) -> None:
    found = reading(paper.sif(lscb=None, re_inspection=True))
    assert (found.kind_is_estimate, found.is_complete) == (False, True)
    assert [each[:2] for each in found.missing] == [("lscb", "not-part-of-this-inspection")]
    row = as_row(found)
    assert (row.authority, row.framework, row.kind) == ("barnsley", "sif", "re-inspection")
    assert (row.start, row.end) == (date(2015, 3, 3), date(2015, 3, 25))
    assert (row.published, row.is_graded) == (date(2015, 5, 13), True)
    assert (row.where.sheet, row.where.row, row.codes, row.problem) == ("", 1, (), "")
    assert row.findings[0] == JudgementCell(
        "overall-effectiveness", "requires-improvement", "page 1"
    )
    assert len(row.findings) == 6
    assert row.missing == (("lscb", "not-part-of-this-inspection"),)


def test_an_area_that_was_not_judged(reading: Reader) -> None:
    found = reading(paper.sif(grades=("Good", "Not Judged", "Not judged", "Good", "Good")))
    assert [each[:2] for each in found.missing] == [
        ("sif-looked-after-and-permanence", "not-graded"),
        ("sif-adoption", "not-graded"),
    ]
    assert found.is_complete


def test_the_grades_of_the_inspection_before_are_not_its_grades(reading: Reader) -> None:
    body = (
        "published in June 2012. The judgements for the local authority were:",
        "• Overall effectiveness: Outstanding.",
        "• Children who need help and protection: Outstanding.",
        "• Leadership, management and governance: Outstanding.",
    )
    assert grades(reading(paper.sif(body=body))) == SIF_GRADES


def test_two_grades_for_one_area_are_none(reading: Reader) -> None:
    body = ("Leadership, management and", "governance", "Good", "Summary")
    found = reading(paper.sif(body=body))
    assert "sif-leadership" not in grades(found)
    (gap,) = found.unread
    assert gap.field == "grade:sif-leadership"
    assert all(page in gap.message for page in ("page 1", "page 3"))


def test_a_grade_is_read_in_the_findings_where_the_front_has_none(reading: Reader) -> None:
    marks = ("Good", "See below", "Good", "Good", "Good")
    body = ("The experiences and progress of", "children looked after and achieving",
            "permanence", "Inadequate")  # fmt: skip
    found = reading(paper.sif(grades=marks, body=body))
    read = dict(found.ratings)["sif-looked-after-and-permanence"]
    assert (read.value, read.page) == ("inadequate", 3)


MARKS = ("Outstanding", "Good", "Requires improvement to be good", "Inadequate", "Good")
BARNET = ("1", "London Borough of Barnet", "Inspection of children’s social care services")
SINCE_2023 = (IMPACT, HELP, IN_CARE, LEAVERS, OVERALL)


@pytest.mark.parametrize(
    ("report", "said", "given"),
    [
        pytest.param(
            paper.ilacs((IMPACT, HELP, BOTH, OVERALL), MARKS[:4], title=BARNET,
                        dates="Inspection dates: 4 March 2019 to 15 March 2019"),
            {"authority": "barnet", "framework": "ilacs-2018", "kind": "standard",
             "start_date": "2019-03-04", "end_date": "2019-03-15"},
            {"overall-effectiveness": "inadequate", "leaders": "outstanding",
             "help-and-protection": "good",
             "children-in-care-and-care-leavers": "requires-improvement"},
            id="2018",
        ),
        pytest.param(
            paper.ilacs(SINCE_2023, MARKS),
            {"framework": "ilacs-2023", "kind": "short"},
            {"overall-effectiveness": "good", "leaders": "outstanding",
             "help-and-protection": "good", "children-in-care": "requires-improvement",
             "care-leavers": "inadequate"},
            id="2023",
        ),
        pytest.param(
            paper.ilacs((*SINCE_2023[:3], ("The experiences and progress of",
                                           "children care leavers")),
                        MARKS[:4], dates="Inspection dates: 11 to 22 May 2026"),
            {"framework": "ilacs-2026", "kind": "standard"},
            {"leaders": "outstanding", "help-and-protection": "good",
             "children-in-care": "requires-improvement", "care-leavers": "inadequate"},
            id="2026, without an overall grade",
        ),
    ],
)  # fmt: skip
def test_reports_on_local_authority_childrens_services(
    reading: Reader, report: bytes, said: dict[str, str], given: dict[str, str]
) -> None:
    found = reading(report)
    row = as_row(found)
    assert facts(found).items() >= said.items()
    assert (row.kind, row.kind_is_estimate) == (said["kind"], True)
    assert grades(found) == given
    assert list(grades(found)) == list(given)
    assert found.is_complete
    assert found.kind_is_estimate


def test_a_grade_of_care_alone_is_not_that_of_care_and_care_leavers(reading: Reader) -> None:
    dates = "Inspection dates: 7 to 18 November 2022"
    found = reading(paper.ilacs(SINCE_2023, MARKS, dates=dates))
    assert facts(found)["framework"] == "ilacs-2018"
    assert [gap.field for gap in found.unread] == ["grade:children-in-care-and-care-leavers"]


def test_the_findings_of_ilacs_must_agree_with_its_front(reading: Reader) -> None:
    body = ("The experiences and progress of children in care: good",)
    found = reading(paper.ilacs(SINCE_2023, MARKS, body=body))
    assert [gap.field for gap in found.unread] == ["grade:children-in-care"]


def test_the_targeted_reports_of_2013(reading: Reader) -> None:
    found = reading(paper.tlac())
    assert facts(found) == {
        "authority": "barnsley", "framework": "tlac", "kind": "full",
        "start_date": "2013-07-15", "end_date": "2013-07-19", "published": "2013-08-23",
    }  # fmt: skip
    assert grades(found) == {
        "tlac-overall": "adequate",
        "tlac-capacity-to-improve": "good",
        "tlac-outcomes": "inadequate",
        "tlac-quality-of-provision": "adequate",
        "tlac-leadership-and-management": "good",
    }


@pytest.mark.parametrize("grade", ["outstanding", "good", "adequate", "inadequate"])
def test_the_protection_reports_of_2012_and_2013(reading: Reader, grade: str) -> None:
    found = reading(paper.cpi(grade))
    assert facts(found)["framework"] == "cpi"
    assert (facts(found)["start_date"], facts(found)["end_date"]) == ("2013-01-28", "2013-02-06")
    assert facts(found)["published"] is None
    assert grades(found) == {"cpi-overall": grade}


def test_the_review_of_a_board_by_itself(reading: Reader) -> None:
    found = reading(paper.lscb_review())
    assert (facts(found)["authority"], facts(found)["framework"]) == ("surrey", "lscb-review")
    assert facts(found)["kind"] == "lscb-review"
    assert grades(found) == {"lscb": "requires-improvement"}
    assert found.is_complete


def test_what_is_unread_stays_empty(vocabulary: ReferenceData) -> None:
    data = paper.sif(council="Barsetshire", overall="No sentence", dates="Inspection date: soon")
    row = as_row(read_report(data, vocabulary))
    assert (row.authority, row.start, row.end) == ("", None, None)
    assert "overall-effectiveness" not in {finding.heading for finding in row.findings}


def test_a_refused_file_is_a_row_with_a_problem() -> None:
    row = as_row(ParsedReport(refused="This is a web page."))
    assert (row.problem, row.is_graded, row.findings) == ("This is a web page.", None, ())
