"""`manage.py create_keeper`: an account with a role, never with a default password."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

GOOD = "quiet-harbour-lamp-7"


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch, record: None) -> None:
    monkeypatch.setenv("KEEPER_PASSWORD", GOOD)


def create(**options: Any) -> str:
    out = io.StringIO()
    call_command("create_keeper", stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("role", ["keeper", "reviewer"])
def test_a_role_makes_a_member_of_its_group(given: None, role: str) -> None:
    assert "can now sign in" in create(username="kit", role=role)
    kit = User.objects.get(username="kit")
    assert kit.is_staff
    assert not kit.is_superuser
    assert [group.name for group in kit.groups.all()] == [role]
    assert kit.check_password(GOOD)


def test_an_administrator_may_do_everything(given: None) -> None:
    create(username="ada", role="administrator")
    assert User.objects.get(username="ada").is_superuser


def test_a_name_that_is_taken_is_refused_in_any_case(given: None) -> None:
    create(username="kit", role="keeper")
    with pytest.raises(CommandError, match="has an account already"):
        create(username="KIT", role="reviewer")


@pytest.mark.parametrize("password", ["short", "password12345", "123456789012345", "", "kit-kit"])
def test_a_weak_password_is_refused_and_nobody_created(
    record: None, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    monkeypatch.setenv("KEEPER_PASSWORD", password)
    with pytest.raises(CommandError):
        create(username="kit", role="keeper")
    assert not User.objects.filter(username="kit").exists()


def test_without_a_password_nobody_is_created(
    record: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KEEPER_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(CommandError, match="KEEPER_PASSWORD"):
        create(username="kit", role="keeper")


def test_the_password_comes_from_standard_input(
    record: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD}\n"))
    create(username="kit", role="keeper", password_stdin=True)
    assert User.objects.get(username="kit").check_password(GOOD)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_person_is_asked_and_types_the_password_twice(
    record: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KEEPER_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", Terminal())
    answers = iter(["kit", "not an address", "", "owner", "reviewer"])
    typed = iter([GOOD, "another", GOOD, GOOD])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    monkeypatch.setattr(
        "ratings.management.commands.create_keeper.getpass", lambda question: next(typed)
    )
    create(stderr=io.StringIO())
    assert User.objects.get(username="kit").groups.get().name == "reviewer"


@pytest.mark.parametrize("email", ["nobody", "a@b"])
def test_a_wrong_address_is_refused(given: None, email: str) -> None:
    with pytest.raises(CommandError, match="not an e-mail address"):
        create(username="kit", role="keeper", email=email)
