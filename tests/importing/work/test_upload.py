"""Files that are kept until somebody has decided, and those that are not taken at all."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from ratings.importing.jobs import CannotImport, receive, selection
from ratings.models import ImportFile, ImportRun

pytestmark = pytest.mark.django_db


def test_a_file_waits_with_its_bytes_and_their_hash() -> None:
    user = User.objects.create(username="keeper")
    run = receive("release", "a" * 250, b"bytes", user, only_sheet="One")
    run.refresh_from_db()
    assert (run.status, run.kind, run.uploaded_by, run.only_sheet) == (
        "waiting", "release", user, "One",
    )  # fmt: skip
    assert run.file_name == "a" * 200
    assert (run.file_sha256, run.file_size) == (hashlib.sha256(b"bytes").hexdigest(), 5)
    assert bytes(run.file.content) == b"bytes"


def test_too_large_is_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "LIMITS", replace(selection.LIMITS, file_bytes=1_000_000))
    with pytest.raises(CannotImport, match=r"has 1\.0 MB; at most 1 MB are read"):
        receive("release", "a.xlsx", b"x" * 1_000_001)
    receive("release", "a.xlsx", b"x" * 1_000_000)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(CannotImport, match="The file is empty: choose another"):
        receive("release", "a.xlsx", b"")
    assert not ImportRun.objects.exists()


def test_so_many_wait_for_a_decision_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "MOST_UNDECIDED", 2)
    first = receive("release", "a.xlsx", b"1")
    receive("release", "b.xlsx", b"2")
    with pytest.raises(CannotImport, match="2 imports wait for a decision"):
        receive("release", "c.xlsx", b"3")
    ImportFile.objects.filter(run=first).delete()
    receive("release", "c.xlsx", b"3")
    assert ImportRun.objects.count() == 3
