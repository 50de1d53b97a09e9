"""Plan or apply one import; the admin starts this command in a separate process."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ratings.forms import today
from ratings.importing.jobs import AT_WORK, run_job
from ratings.models import ImportRun


class Command(BaseCommand):
    requires_system_checks = []
    help = "Plan or apply an import that the desk has started; not to be called by hand."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int)
        parser.add_argument("task", choices=list(AT_WORK))

    def handle(self, *args: Any, run: int, task: str, **options: Any) -> None:
        run_job(ImportRun.objects.get(pk=run), task, today())
