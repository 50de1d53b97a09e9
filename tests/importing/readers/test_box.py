"""The box: whatever a file does to its reader, the site gets a sentence and is rid of it."""

import json
import resource
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from ratings.importing.readers import LIMITS, Limits, UnreadableFileError, sandbox

HASTY = Limits(seconds=1)
Children = list[subprocess.Popen[bytes]]


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> Children:
    """Children misbehave: every one that a test starts."""
    found: Children = []
    started = sandbox._started

    def remembered(reader: str, limits: Limits) -> subprocess.Popen[bytes]:
        found.append(started(reader, limits))
        return found[-1]

    monkeypatch.setattr(sandbox, "CHILD", "tests.importing.readers.misbehaving")
    monkeypatch.setattr(sandbox, "_started", remembered)
    return found


def refused(does: str, limits: Limits = LIMITS, reader: str = "spreadsheet") -> str:
    with pytest.raises(UnreadableFileError) as caught:
        sandbox.run_sandboxed(reader, does.encode(), limits)
    return str(caught.value)


def test_a_file_with_too_many_bytes_is_refused_before_anything_starts(
    misbehaving: Children,
) -> None:
    said = refused("x" * 2_000_001, Limits(file_bytes=2_000_000))
    assert said.startswith("The file has 2.0 MB; at most 2 MB are read.")
    assert misbehaving == []


@pytest.mark.parametrize("does", ["sleep", "spin"])
def test_a_reader_that_does_not_end_is_ended(misbehaving: Children, does: str) -> None:
    assert refused(does, HASTY) == sandbox.too_slow(HASTY)
    assert misbehaving[0].returncode is not None


def test_too_much_work_ends_a_reader_with_a_signal_that_says_why(misbehaving: Children) -> None:
    with sandbox._started("unalarmed", HASTY) as child:
        child.communicate(b"spin")
    assert child.returncode == -signal.SIGXCPU
    with pytest.raises(UnreadableFileError, match="took longer than 1 seconds"):
        sandbox._understood(bytearray(), child.returncode, HASTY)


@pytest.mark.parametrize("does", ["swell", "signalled SIGABRT"])
def test_a_reader_that_runs_out_of_memory_says_so(misbehaving: Children, does: str) -> None:
    assert refused(does, Limits(memory_bytes=200_000_000)) == sandbox.NEEDS_MEMORY


@pytest.mark.parametrize(
    "does",
    ["signalled SIGSEGV", "leave 3", "answer nonsense", "answer deep", "answer a_list", "leave 0",
     "panic"],
)  # fmt: skip
def test_a_reader_that_breaks_is_a_sentence(misbehaving: Children, does: str) -> None:
    assert refused(does) == sandbox.BROKE_OFF
    assert misbehaving[0].returncode is not None


def test_a_reader_that_never_stops_talking_is_cut_off(
    misbehaving: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "ANSWER_BYTES", 1_000_000)
    assert refused("flood") == sandbox.SAID_TOO_MUCH
    assert misbehaving[0].returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    ("does", "reader", "said"),
    [
        ("x" * 5_000_000, "deaf", sandbox.BROKE_OFF),
        ("", "picture", sandbox.BROKE_OFF),
        ("refuse", "spreadsheet", "Not this one: it is “broken”."),
    ],
    ids=["it leaves before it has the bytes", "it is not known", "its own words"],
)
def test_a_reader_that_does_not_read_is_a_sentence(
    misbehaving: Children, does: str, reader: str, said: str
) -> None:
    assert refused(does, reader=reader) == said


def test_the_child_knows_no_secret(misbehaving: Children, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "s" * 50)
    monkeypatch.setenv("DATABASE_URL", "postgres://someone:secret@here/ratings")
    assert set(sandbox.run_sandboxed("spreadsheet", b"environment")) <= {"PATH", "LANG", "LC_CTYPE"}


def test_the_child_writes_no_file(misbehaving: Children, tmp_path: Path) -> None:
    path = tmp_path / "written-in-the-box"
    assert sandbox.run_sandboxed("spreadsheet", f"write {path}".encode()) == "OSError"
    assert not path.exists() or not path.stat().st_size


def test_the_child_is_under_limits(misbehaving: Children) -> None:
    assert sandbox.run_sandboxed("spreadsheet", b"limits_set") == {
        "RLIMIT_AS": [LIMITS.memory_bytes, LIMITS.memory_bytes],
        "RLIMIT_CPU": [LIMITS.seconds, LIMITS.seconds + 1],
        "RLIMIT_FSIZE": [0, 0],
        "RLIMIT_NOFILE": [64, 64],
        "RLIMIT_CORE": [0, 0],
    }
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0


def test_the_child_does_without_django(misbehaving: Children) -> None:
    tops = {name.split(".")[0] for name in sandbox.run_sandboxed("spreadsheet", b"modules")}
    assert not tops & {"django", "socket", "python_calamine"}


def test_large_bytes_and_answers_go_both_ways_at_once() -> None:
    rows = [["x" * 50, str(number)] for number in range(100_000)]
    data = "\n".join(map(",".join, rows)).encode()
    assert sandbox.run_sandboxed("spreadsheet", data) == [{"name": "", "said": "", "rows": rows}]


def test_a_child_whose_parent_is_gone_ends_by_itself() -> None:
    alarmed = Limits(seconds=2)  # of which its start takes less on the processor
    command = [sys.executable, "-m", sandbox.CHILD, "spreadsheet", json.dumps(asdict(alarmed))]
    with subprocess.Popen(command, cwd=sandbox.ROOT, stdin=subprocess.PIPE) as child:
        assert child.wait() == -signal.SIGALRM
