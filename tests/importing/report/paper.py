"""Small PDFs with text, written by hand: the layouts of Ofsted's reports, with invented grades."""

from collections.abc import Iterable, Sequence

Cell = tuple[float, float, str]
"""Left, bottom, words."""

TOP, LEFT, STEP = 800, 60, 14


def lines(*texts: str, top: int = TOP, left: int = LEFT) -> list[Cell]:
    """Lines of text below one another."""
    return [(left, top - STEP * number, text) for number, text in enumerate(texts)]


def pdf(*pages: Iterable[Cell], encrypted: bool = False) -> bytes:
    """A valid PDF: one Helvetica, the letters of Windows (curly quotes, dashes)."""
    return _file([_content(page) for page in pages], encrypted=encrypted)


def page_of(*texts: str) -> list[Cell]:
    return lines(*texts)


def scan(pages: int = 2) -> bytes:
    """Pages with a grey picture and no text, as a scanner makes them."""
    return _file([b"0.5 g 50 50 400 600 re f"] * pages)


def _content(cells: Iterable[Cell]) -> bytes:
    shown = [
        b"BT /F1 11 Tf %d %d Td (%s) Tj ET" % (left, bottom, _escaped(words))
        for left, bottom, words in cells
    ]
    return b"\n".join(shown)


def _escaped(words: str) -> bytes:
    raw = words.encode("cp1252")
    for sign in (b"\\", b"(", b")"):
        raw = raw.replace(sign, b"\\" + sign)
    return raw


def _file(contents: Sequence[bytes], encrypted: bool = False) -> bytes:
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(contents):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    return assembled(objects, _lock() if encrypted else b"")


def _lock() -> bytes:
    """The marks of a password nobody knows."""
    return b" /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
        b"ab" * 32,
        b"cd" * 32,
    )


def assembled(objects: Sequence[bytes], extra: bytes = b"") -> bytes:
    """A PDF of these objects, with a table of where they stand."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer\n<< /Size %d /Root 1 0 R%s >>\n" % (size, extra)
        + b"startxref\n%d\n%%%%EOF\n" % len(out)
    )


LSCB = ("and", "Review of the effectiveness of the Local Safeguarding Children", "Board1")
SIF_TITLE = (
    "Inspection of services for children in need of help and",
    "protection, children looked after and care leavers",
)
FOOTNOTE = "1 Ofsted produces this report under its power to combine reports."


def sif(
    council: str = "Barnsley Metropolitan Borough Council",
    *,
    overall: str = "Children’s services in Barnsley require improvement to be good",
    grades: Sequence[str] = ("Good", "Requires improvement", "Outstanding", "Good", "Inadequate"),
    lscb: str | None = "The Local Safeguarding Children Board is good",
    re_inspection: bool = False,
    dates: str = "Inspection date: 3 March 2015 – 25 March 2015",
    published: str = "Report published: 13 May 2015",
    body: Sequence[str] = (),
) -> bytes:
    """A report of the single inspection framework, as printed from 2014 to 2018."""
    title = ("Re-inspection" + SIF_TITLE[0][10:], SIF_TITLE[1]) if re_inspection else SIF_TITLE
    front = [
        "1", council, *title, *(LSCB if lscb else ()), dates, published, overall,
        f"1. Children who need help and protection {grades[0]}",
        "2. Children looked after and achieving", "permanence", grades[1],
        f"2.1 Adoption performance {grades[2]}",
        f"2.2 Experiences and progress of care leavers {grades[3]}",
        f"3. Leadership, management and governance {grades[4]}",
        FOOTNOTE,
    ]  # fmt: skip
    contents = ["2", "Contents", "Executive summary 2", "The Local Safeguarding Children Board 9"]
    last = (
        ["The Local Safeguarding Children Board (LSCB)", lscb, "Executive summary"] if lscb else []
    )
    return pdf(lines(*front), lines(*contents), lines("3", *body), lines("4", *last))


IMPACT = ("The impact of leaders on social work", "practice with children and families")
HELP = ("The experiences and progress of", "children who need help and protection")
IN_CARE = ("The experiences and progress of", "children in care")
LEAVERS = ("The experiences and progress of care", "leavers")
BOTH = ("The experiences and progress of", "children in care and care leavers")
OVERALL = ("Overall effectiveness",)


def ilacs(
    headings: Sequence[Sequence[str]],
    grades: Sequence[str],
    *,
    title: Sequence[str] = ("Inspection of Barnsley local authority", "children’s services"),
    dates: str = "Inspection dates: 15 to 19 May 2023",
    body: Sequence[str] = (),
) -> bytes:
    """A report on local authority children's services: a table of two columns on its front."""
    front = [*title, dates, "Lead inspector: A. Name, His Majesty’s Inspector", "Judgement Grade"]
    cells, bottom = lines(*front), TOP - STEP * (len(front) + 1)
    for heading, grade in zip(headings, grades, strict=True):
        cells += lines(*heading, top=bottom)
        cells.append((320, bottom, grade))
        bottom -= STEP * (len(heading) + 1)
    cells.append(
        (LEFT, bottom, "Children in this area receive a service that has changed since then.")
    )
    return pdf(cells, lines("Inspection of Barnsley local authority children’s services", *body))


def tlac() -> bytes:
    """A targeted report of 2013: a cover, the findings, and the record of them at the end."""
    cover = [
        "Inspection of looked after children", "services", "Barnsley Metropolitan Borough Council",
        "Inspection dates: 15 – 19 July 2013", "Reporting inspector A. Name HMI", "Age group: All",
        "Published: 23 August 2013",
    ]  # fmt: skip
    findings = [
        "Overall effectiveness of services for looked", "after children and young people",
        "Grade 3 (Adequate)",
        "11. The overall effectiveness of services for looked after children and young",
        "people in Barnsley is adequate. The council was judged inadequate in 2010.",
        "Capacity to improve", "Grade 2 (Good)",
    ]  # fmt: skip
    record = [
        "Record of main findings", "Overall effectiveness Adequate", "Capacity to improve Good",
        "Outcomes for looked after children and", "young people", "Inadequate",
        "Quality of provision Adequate", "Leadership and management Good",
    ]  # fmt: skip
    return pdf(lines(*cover), lines("© Crown copyright 2013"), lines(*findings), lines(*record))


def cpi(grade: str = "adequate") -> bytes:
    """A report on the arrangements for the protection of children, 2012 and 2013."""
    cover = [
        "Inspection of local authority arrangements for", "the protection of children",
        "Barnsley Metropolitan Borough Council", "Inspection dates: 28 January – 6 February 2013",
        "Lead inspector A. Name HMI", "Age group: All", "Published: March 2013",
    ]  # fmt: skip
    findings = [
        "Overall effectiveness",
        "9. The overall effectiveness of arrangements to protect children in Barnsley is",
        f"judged to be {grade}. Most children are known to be at risk.",
    ]
    return pdf(lines(*cover), lines(*findings))


def lscb_review(grade: str = "requires improvement") -> bytes:
    """A stand-alone review of a safeguarding board."""
    front = [
        "1", "Surrey Safeguarding Children Board",
        "Review of the effectiveness of the Local Safeguarding Children", "Board",
        "Inspection date: 15 June 2015 – 17 June 2015", "Report published: 3 August 2015",
        f"The Local Safeguarding Children Board {grade}",
    ]  # fmt: skip
    return pdf(lines(*front))
