"""Everybody who might knock at the desk, signed in with the rights that they have."""

from __future__ import annotations

from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.test import Client

BACKEND = "django.contrib.auth.backends.ModelBackend"
PASSWORD = "a long word for tests"

ROLES = ("anonymous", "reader", "keeper", "reviewer", "administrator", "inactive")
"""Nobody; an account without the desk; the two roles; a superuser; one who has left."""


def everybody() -> dict[str, Client]:
    """A client for each role; what they are called is what they are."""
    people = {role: _account(role) for role in ROLES[1:]}
    clients = {"anonymous": Client()} | {role: signed_in(user) for role, user in people.items()}
    User.objects.filter(username="inactive").update(is_active=False)
    return clients


def _account(role: str) -> User:
    user = User.objects.create_user(
        role,
        password=PASSWORD,
        is_staff=role != "reader",
        is_superuser=role == "administrator",
    )
    group = {"keeper": "keeper", "reviewer": "reviewer", "inactive": "reviewer"}.get(role)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


def an_attempt() -> AccessAttempt:
    """A sign-in that failed, as an administrator sees it."""
    return AccessAttempt.objects.create(
        username="x", ip_address="192.0.2.1", failures_since_start=1
    )
