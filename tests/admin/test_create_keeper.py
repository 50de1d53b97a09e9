"""`manage.py create_keeper`: an account with a role, never with a default password."""

from __future__ import annotations

import io
from typing import Any
from unittest.mock import Mock

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

GOOD = "quiet-harbour-lamp-7"


@pytest.fixture(autouse=True)
def given(monkeypatch: pytest.MonkeyPatch, record: None) -> None:
    monkeypatch.setenv("KEEPER_PASSWORD", GOOD)


def create(username: str = "kit", role: str = "keeper", **options: Any) -> str:
    out = io.StringIO()
    call_command("create_keeper", stdout=out, username=username, role=role, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("role", "groups"),
    [("keeper", ["keeper"]), ("reviewer", ["reviewer"]), ("administrator", [])],
)
def test_a_role_makes_a_member_of_its_group_or_a_superuser(role: str, groups: list[str]) -> None:
    assert "can now sign in" in create(role=role)
    kit = User.objects.get(username="kit")
    assert (kit.is_staff, kit.is_superuser) == (True, not groups)
    assert [group.name for group in kit.groups.all()] == groups
    assert kit.check_password(GOOD)


def test_a_name_that_is_taken_is_refused_in_any_case() -> None:
    create()
    with pytest.raises(CommandError, match="has an account already"):
        create("KIT", "reviewer")


@pytest.mark.parametrize("password", ["short", "password12345", "123456789012345", "", "kit-kit"])
def test_a_weak_password_is_refused(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setenv("KEEPER_PASSWORD", password)
    with pytest.raises(CommandError):
        create()
    assert not User.objects.filter(username="kit").exists()


def test_the_password_comes_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KEEPER_PASSWORD")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(CommandError, match="KEEPER_PASSWORD"):
        create()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD}\n"))
    create(password_stdin=True)
    assert User.objects.get(username="kit").check_password(GOOD)


def test_a_person_is_asked_and_types_the_password_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KEEPER_PASSWORD")
    monkeypatch.setattr("sys.stdin", Mock(isatty=lambda: True))
    answers = iter(["kit", "not an address", "", "owner", "reviewer"])
    typed = iter([GOOD, "another", GOOD, GOOD])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    asked = "ratings.management.commands.create_keeper.getpass"
    monkeypatch.setattr(asked, lambda question: next(typed))
    call_command("create_keeper", stdout=io.StringIO(), stderr=io.StringIO())
    assert User.objects.get(username="kit").groups.get().name == "reviewer"


@pytest.mark.parametrize("email", ["nobody", "a@b"])
def test_a_wrong_address_is_refused(email: str) -> None:
    with pytest.raises(CommandError, match="not an e-mail address"):
        create(email=email)
