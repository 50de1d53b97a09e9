"""The whole record in the database of the tests."""

from io import StringIO

from django.core.management import call_command

from ratings.models import Authority


def loaded() -> None:
    """Load the record, where a test with real transactions has emptied the database."""
    if not Authority.objects.exists():
        call_command("load_record", stdout=StringIO())
