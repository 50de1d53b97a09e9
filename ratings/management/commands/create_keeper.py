"""Create an admin account, interactively (`make admin`) or from a script."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from getpass import getpass
from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

ROLES = ("keeper", "reviewer", "administrator")
VARIABLE = "KEEPER_PASSWORD"


class Command(BaseCommand):
    requires_system_checks = []
    help = (
        "Create an account for the keeper's desk. Asks for what is not given. A script gives"
        f" --username and --role, and the password in {VARIABLE} or, with --password-stdin, on"
        " standard input; never as an argument, where others could read it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username")
        parser.add_argument("--email")
        parser.add_argument("--role", choices=ROLES, help="keepers enter, reviewers publish")
        parser.add_argument("--password-stdin", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        ask = self._asks(options)
        username = self._username(options["username"], ask)
        email = self._email(options["email"], ask)
        role = self._role(options["role"], ask)
        user = User(username=username, email=email, is_staff=True)
        password = self._password(user, options["password_stdin"], ask)
        create(user, password, role)
        self.stdout.write(f"{username} can now sign in at /admin/ as {role}.")

    def _asks(self, options: dict[str, Any]) -> bool:
        """Whether to ask the user interactively; otherwise all options are required."""
        given = options["password_stdin"] or VARIABLE in os.environ
        return not given and sys.stdin.isatty()

    def _username(self, given: str | None, ask: bool) -> str:
        if given is not None:
            return checked_username(given)
        if not ask:
            raise CommandError("Give --username: nobody is there to ask.")
        return self._until_right("Username: ", checked_username)

    def _email(self, given: str | None, ask: bool) -> str:
        if given is not None or not ask:
            return checked_email(given or "")
        return self._until_right("E-mail (may stay empty): ", checked_email)

    def _role(self, given: str | None, ask: bool) -> str:
        if given is not None:
            return given
        if not ask:
            raise CommandError(f"Give --role: {', '.join(ROLES)}.")
        return self._until_right(f"Role ({', '.join(ROLES)}): ", checked_role)

    def _password(self, user: User, from_stdin: bool, ask: bool) -> str:
        if from_stdin:
            return checked_password(sys.stdin.readline().rstrip("\r\n"), user)
        if VARIABLE in os.environ:
            return checked_password(os.environ[VARIABLE], user)
        if not ask:
            raise CommandError(f"Give the password in {VARIABLE} or with --password-stdin.")
        while True:
            try:
                return self._typed_twice(user)
            except CommandError as refusal:
                self.stderr.write(str(refusal))

    def _typed_twice(self, user: User) -> str:
        first = checked_password(getpass("Password: "), user)
        if getpass("The same again: ") != first:
            raise CommandError("The two are not the same: type both again.")
        return first

    def _until_right(self, question: str, check: Callable[[str], str]) -> str:
        while True:
            try:
                return check(input(question))
            except CommandError as refusal:
                self.stderr.write(str(refusal))


@transaction.atomic
def create(user: User, password: str, role: str) -> None:
    """Save the account with its role. Raises CommandError if the role's group does not exist."""
    user.is_superuser = role == "administrator"
    user.set_password(password)
    user.save()
    if user.is_superuser:
        return
    group = Group.objects.filter(name=role).first()
    if group is None:
        raise CommandError(f"There is no group “{role}”: run `manage.py migrate` first.")
    user.groups.add(group)


def checked_username(text: str) -> str:
    name = User.normalize_username(text.strip())
    try:
        User._meta.get_field("username").clean(name, None)
    except ValidationError as refusal:
        raise CommandError(" ".join(refusal.messages)) from None
    if User.objects.filter(username__iexact=name).exists():
        raise CommandError(f"{name} has an account already: choose another name.")
    return str(name)


def checked_email(text: str) -> str:
    text = text.strip()
    try:
        if text:
            validate_email(text)
    except ValidationError:
        raise CommandError(f"{text} is not an e-mail address: correct it or leave it.") from None
    return text


def checked_role(text: str) -> str:
    role = text.strip().lower()
    if role not in ROLES:
        raise CommandError(f"Choose one of {', '.join(ROLES)}.")
    return role


def checked_password(text: str, user: User) -> str:
    try:
        validate_password(text, user)
    except ValidationError as refusal:
        raise CommandError(" ".join(refusal.messages)) from None
    return text
