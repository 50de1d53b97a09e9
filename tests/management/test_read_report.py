"""`read_report`: one answer a file, whatever the file, and an exit code that says how it went."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.importing.report import paper

Run = Callable[..., tuple[int, str]]

KEYS = {
    "file", "authority", "framework", "kind", "kind_is_estimate", "start_date", "end_date",
    "published", "ratings", "unread", "refused",
}  # fmt: skip


@pytest.fixture
def run(record: None) -> Run:
    def command(*arguments: Any) -> tuple[int, str]:
        out = StringIO()
        try:
            call_command("read_report", *map(str, arguments), stdout=out)
        except SystemExit as done:
            return int(str(done.code)), out.getvalue()
        return 0, out.getvalue()

    return command


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.pdf"
    file.write_bytes(paper.sif(lscb=None, re_inspection=True))
    return file


def test_a_whole_report_as_json(run: Run, report: Path) -> None:
    code, out = run(report, "--json")
    (line,) = out.splitlines()
    assert (code, set(json.loads(line))) == (0, KEYS)
    assert json.loads(line) == {
        "file": str(report),
        "authority": "barnsley",
        "framework": "sif",
        "kind": "re-inspection",
        "kind_is_estimate": False,
        "start_date": "2015-03-03",
        "end_date": "2015-03-25",
        "published": "2015-05-13",
        "ratings": {
            "overall-effectiveness": "requires-improvement",
            "sif-help-and-protection": "good",
            "sif-looked-after-and-permanence": "requires-improvement",
            "sif-adoption": "outstanding",
            "sif-care-leavers": "good",
            "sif-leadership": "inadequate",
        },
        "unread": [],
        "refused": None,
    }


def test_a_whole_report_for_people(run: Run, report: Path) -> None:
    code, out = run(report)
    assert code == 0
    assert "  authority: barnsley (page 1: Barnsley Metropolitan Borough Council)" in out
    assert "  sif-leadership: inadequate (page 1: Leadership, management and governance" in out
    assert "  lscb: no grade, not-part-of-this-inspection" in out


def test_something_unread_is_named_and_ends_with_one(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "undated.pdf"
    file.write_bytes(paper.sif(dates="Inspection date: to be confirmed"))
    code, out = run(file, "--json")
    answer = json.loads(out)
    assert (code, answer["unread"]) == (1, ["start_date", "end_date"])
    assert (answer["start_date"], answer["end_date"]) == (None, None)
    assert "unread start_date: No dates" in run(file)[1]


def test_a_bad_file_is_refused_and_the_next_is_read(run: Run, report: Path) -> None:
    absent = report.parent / "absent.pdf"
    page = report.parent / "page.pdf"
    page.write_bytes(b"<!doctype html><title>404</title>")
    code, out = run(absent, page, report.parent, report, "--json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert [bool(answer["refused"]) for answer in answers] == [True, True, True, False]
    assert answers[0]["refused"] == "There is no such file."
    assert "web page" in answers[1]["refused"]
    assert "folder" in answers[2]["refused"]
    assert answers[3]["authority"] == "barnsley"


def test_a_refusal_for_people(run: Run, tmp_path: Path) -> None:
    code, out = run(tmp_path / "absent.pdf")
    assert (code, "refused: There is no such file." in out) == (2, True)


def test_the_help_tells_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("read_report", "--help")
    told = " ".join(capsys.readouterr().out.split())
    assert "0 when all was read, 1 when something is unread, 2 when a file was refused" in told
