"""`read_report`: one answer a file, whatever the file, and an exit code that says how it went."""

from pathlib import Path

import pytest
from django.core.management import call_command

from tests.importing.report import paper
from tests.management.running import objects, run

pytestmark = pytest.mark.usefixtures("record")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.pdf"
    file.write_bytes(paper.sif(lscb=None, re_inspection=True))
    return file


def test_a_whole_report_as_json(report: Path) -> None:
    code, out, _ = run("read_report", report, "--json")
    (answer,) = objects(out)
    assert code == 0
    assert answer == {
        "file": str(report), "authority": "barnsley", "framework": "sif", "kind": "re-inspection",
        "kind_is_estimate": False, "start_date": "2015-03-03", "end_date": "2015-03-25",
        "published": "2015-05-13", "unread": [], "refused": None,
        "ratings": {
            "overall-effectiveness": "requires-improvement", "sif-help-and-protection": "good",
            "sif-looked-after-and-permanence": "requires-improvement",
            "sif-adoption": "outstanding", "sif-care-leavers": "good",
            "sif-leadership": "inadequate",
        },
    }  # fmt: skip


def test_a_whole_report_for_people(report: Path) -> None:
    code, out, _ = run("read_report", report)
    assert code == 0
    assert "  authority: barnsley (page 1: Barnsley Metropolitan Borough Council)" in out
    assert "  sif-leadership: inadequate (page 1: Leadership, management and governance" in out
    assert "  lscb: no grade, not-part-of-this-inspection" in out


def test_something_unread_is_named_and_ends_with_one(tmp_path: Path) -> None:
    file = tmp_path / "undated.pdf"
    file.write_bytes(paper.sif(dates="Inspection date: to be confirmed"))
    code, out, _ = run("read_report", file, "--json")
    (answer,) = objects(out)
    assert (code, answer["unread"]) == (1, ["start_date", "end_date"])
    assert (answer["start_date"], answer["end_date"]) == (None, None)
    assert "unread start_date: No dates" in run("read_report", file)[1]


def test_a_bad_file_is_refused_and_the_next_is_read(report: Path) -> None:
    absent, page = report.parent / "absent.pdf", report.parent / "page.pdf"
    page.write_bytes(b"<!doctype html><title>404</title>")
    code, out, _ = run("read_report", absent, page, report.parent, report, "--json")
    none, web, folder, read = objects(out)
    assert code == 2
    assert none["refused"] == "There is no such file."
    assert "web page" in web["refused"]
    assert "folder" in folder["refused"]
    assert (read["refused"], read["authority"]) == (None, "barnsley")
    code, out, _ = run("read_report", absent)
    assert (code, "refused: There is no such file." in out) == (2, True)


def test_the_help_tells_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("read_report", "--help")
    told = " ".join(capsys.readouterr().out.split())
    assert "0 when all was read, 1 when something is unread, 2 when a file was refused" in told
