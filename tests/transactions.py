"""Tests run in one transaction, which is one version of the data: here another can begin."""

from django.db import connection


def new_transaction() -> None:
    """What follows is changed in a transaction of its own, as far as versions are counted."""
    connection.run_on_commit.clear()
