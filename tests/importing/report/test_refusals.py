"""What is no report of a graded inspection of a council: each has an answer of its own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.importing.readers import UnreadableFileError, pdf
from ratings.importing.report import ParsedReport, ReferenceData, read_pages, read_report
from ratings.importing.report.text import PageText
from tests.importing.report import paper


def of(*texts: str) -> bytes:
    return paper.pdf(paper.lines(*texts), paper.lines("A second page of some length."))


LETTER_HEAD = ("23 May 2019", "Ms A. Name, Director of Children’s Services", "Kent County Council")

OTHERS = [
    (("Focused visit to Kent County Council children’s services",
      "This letter summarises the findings of the visit."), "a focused visit"),
    ((*LETTER_HEAD, "Dear Ms Name",
      "Focused visit to Kent County Council children’s services",
      "This letter summarises the findings of a focused visit on 30 April 2019. The last",
      "inspection of children’s services was in 2017."), "a focused visit"),
    (("Monitoring visit to Slough children’s services", "Inspection dates: 3 to 4 May 2022",
      "Dear Director"), "a monitoring visit"),
    ((*LETTER_HEAD, "Dear Ms Name", "Monitoring visit of Kent County Council children’s",
      "services", "This letter summarises the findings of the monitoring visit."),
     "a monitoring visit"),
    (("Joint targeted area inspection of Kent", "Inspection dates: 3 to 7 May 2022"),
     "a joint targeted area inspection"),
    (("Area SEND inspection of Kent Local Area Partnership",
      "Inspection dates: 3 to 7 May 2022"), "special educational needs"),
    (("An inspection of youth offending services in Kent", "HM Inspectorate of Probation"),
     "Probation"),
    (("Kent Police: National child protection inspection", "HMICFRS"), "Constabulary"),
    (("Care Quality Commission", "Review of health services for children looked after"),
     "Care Quality Commission"),
    (("Inspection of a good school: Ash Tree Primary School", "Inspection dates: 3 to 4 May 2022",
      "Outcome"), "a school"),
    (("School report", "Ash Tree Academy", "Inspection dates 3–4 May 2016"), "a school"),
    (("1234567", "Registered provider: A Care Ltd", "Full inspection",
      "Inspected under the social care common inspection framework",
      "Information about this children’s home"), "a children's home"),
    (("SC012345", "Monitoring visit", "Inspected under the social care common inspection",
      "framework", "Information about this service"), "another provider of social care"),
    (("Ash Tree Primary School", "Unique reference number 123456", "Inspection dates 3 May 2016"),
     "a school, college or nursery"),
    (("Inspection of Little Acorns Nursery", "Inspection date: 3 May 2022"), "early years"),
    (("Kent County Council Fostering Service", "Inspection report for LA Fostering Agency"),
     "a fostering or adoption agency"),
    (("Dear Chair of Governors", "Thank you for your message of last week about the budget."),
     "a letter"),
    (("Minutes of the cabinet", "Please tell the clerk the budget for the coming year."),
     "no page at its beginning has the title"),
    (("Inspecting local authority children's services", "The framework and evaluation criteria"),
     "no page at its beginning has the title"),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "answer"), OTHERS, ids=[answer for _, answer in OTHERS])
def test_another_document_says_what_it_is(
    texts: tuple[str, ...], answer: str, vocabulary: ReferenceData
) -> None:
    reading = read_report(of(*texts), vocabulary)
    assert answer in reading.refused
    assert reading == ParsedReport(refused=reading.refused, pages=2)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", pdf.EMPTY),
        (b"<html>Service unavailable</html>", pdf.WEB_PAGE),
        (paper.sif()[:2000], pdf.CUT_OFF),
        (paper.pdf(paper.lines("Words"), encrypted=True), pdf.LOCKED),
        (paper.scan(), pdf.NO_TEXT),
        (b"\x93\x11" * 500, pdf.NO_PDF),
    ],
    ids=["empty", "web page", "cut off", "locked", "scan", "random bytes"],
)
def test_a_bad_file_is_refused_and_nothing_raised(
    data: bytes, sentence: str, vocabulary: ReferenceData
) -> None:
    assert read_report(data, vocabulary) == ParsedReport(refused=sentence)


def test_a_visit_that_is_only_mentioned_is_no_visit(vocabulary: ReferenceData) -> None:
    texts = (
        "Inspection of Kent local authority", "children’s services",
        "focused visit to Kent in 2018 is mentioned above the dates",
        "Inspection dates: 15 to 19 May 2023",
    )  # fmt: skip
    reading = read_report(of(*texts), vocabulary)
    assert not reading.refused
    assert reading.authority is not None
    assert reading.authority.value == "kent"


WHOLE = paper.sif()


def read_here(data: bytes, vocabulary: ReferenceData) -> ParsedReport:
    """As `read_report` does, without a process of its own: PDFium is the same."""
    try:
        content = pdf.read(data, pdf.Limits())
    except UnreadableFileError as unreadable:
        return ParsedReport(refused=str(unreadable))
    pages = [PageText.of(number, lines) for number, lines in enumerate(content["pages"], 1)]
    return read_pages(pages, vocabulary)


@settings(max_examples=150)
@given(at=st.integers(0, len(WHOLE) - 1), instead=st.binary(max_size=40), skip=st.integers(0, 200))
def test_damage_is_refused_or_read_honestly(
    vocabulary: ReferenceData, at: int, instead: bytes, skip: int
) -> None:
    damaged = WHOLE[:at] + instead + WHOLE[at + skip :]
    reading = read_here(damaged, vocabulary)
    given_up = {gap.field for gap in reading.unread}
    given = {f"grade:{area}" for area, _ in reading.ratings}
    assert bool(reading.refused) != bool(reading.framework or given_up)
    assert not given & given_up
    assert all(1 <= read.page <= reading.pages and read.words for _, read in reading.ratings)


@given(text=st.lists(st.text(max_size=60), max_size=12))
def test_any_text_is_refused_or_read_without_an_error(
    vocabulary: ReferenceData, text: list[str]
) -> None:
    front = ["Inspection of Kent local authority children's services", "Inspection dates: ", *text]
    reading = read_pages([PageText.of(1, [(line,) for line in front])], vocabulary)
    assert not reading.refused
    assert reading.unread
