"""The words of a PDF with their places, and a sentence for every file that has none."""

from dataclasses import replace

import pytest

from ratings.importing.readers import LIMITS, Limits, UnreadableFileError, pdf, sandbox
from tests.importing.report import paper


def refusal(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(UnreadableFileError) as refused:
        pdf.read(data, limits)
    return str(refused.value)


def test_lines_come_with_their_places_in_the_order_drawn() -> None:
    two = [(60.0, 700.0, "First line"), (300.0, 686.0, "beside it"), (60.0, 672.0, "Second line")]
    (page,) = pdf.read(paper.pdf(two), LIMITS)["pages"]
    assert [line[0] for line in page] == ["First line", "beside it", "Second line"]
    assert [(abs(left - at) < 3, abs(bottom - height) < 3) for (_, left, bottom), (at, height, _)
            in zip(page, two, strict=True)] == [(True, True)] * 3  # fmt: skip


def test_every_page_is_there_even_an_empty_one() -> None:
    data = paper.pdf(paper.page_of("Some words of the first page"), [], paper.page_of("Third"))
    assert [len(page) for page in pdf.read(data, LIMITS)["pages"]] == [1, 0, 1]


def test_the_box_gives_the_same() -> None:
    assert sandbox.run_sandboxed("pdf", paper.sif()) == pdf.read(paper.sif(), LIMITS)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", pdf.EMPTY),
        (b"\0\n \0", pdf.EMPTY),
        (b"<!DOCTYPE html><html><body>404 Not Found</body></html>", pdf.WEB_PAGE),
        (b"\xef\xbb\xbf\n <HTML lang=en><head><title>Error</title>", pdf.WEB_PAGE),
        (b"PK\x03\x04 a workbook", pdf.NO_PDF),
        (bytes(range(256)) * 20, pdf.NO_PDF),
        (b"%PDF-1.7\nno more than a beginning\n%%EOF", pdf.DAMAGED),
        (paper.sif()[:2000], pdf.CUT_OFF),
        (paper.pdf(paper.page_of("Words"), encrypted=True), pdf.LOCKED),
        (paper.scan(), pdf.NO_TEXT),
        (paper.pdf(paper.page_of("1"), paper.page_of("2")), pdf.NO_TEXT),
    ],
    ids=[
        "empty", "blank", "web page", "web page in capitals", "workbook", "random bytes",
        "no objects", "cut off", "locked", "scan", "scan with page numbers",
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(data: bytes, sentence: str) -> None:
    assert refusal(data) == sentence


def test_words_before_the_beginning_do_no_harm_and_curly_quotes_are_kept() -> None:
    words = "Children’s services, 3 – 5 March"
    data = b"X-Header: of a mail program\r\n\r\n" + paper.pdf(paper.page_of(words))
    assert pdf.read(data, LIMITS)["pages"][0][0][0] == words


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ({"pages": 3}, "4 pages; at most 3"),
        ({"file_bytes": 1000}, "at most 0 MB"),
        ({"expanded_bytes": 100}, "unfolds"),
    ],
)
def test_too_much_of_anything(limit: dict[str, int], said: str) -> None:
    words = "A page of words, more than a hundred on the four of them"
    data = paper.pdf(*[paper.page_of(words)] * 4)
    assert len(data) > 1000
    assert said in refusal(data, replace(LIMITS, **limit))
