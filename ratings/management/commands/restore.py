"""Restore a backup: into a separate database, which is checked and then put in place."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ratings.management.backups import BackupError, restore


class Command(BaseCommand):
    requires_system_checks = []
    help = (
        "Put the database of a backup in the place of the present one, which is kept under another"
        " name. Refuses where the present one has newer changes, unless --force."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="what `backup` wrote")
        parser.add_argument("--force", action="store_true", help="also where changes are newer")

    def handle(self, *args: Any, file: Path, force: bool, **options: Any) -> None:
        try:
            done = restore(file, force)
        except BackupError as problem:
            raise CommandError(f"Not restored. {problem}") from problem
        self.stdout.write(f"Restored: {done.now.in_words}.")
        if done.kept:
            was = done.before.in_words if done.before else "could not be read"
            self.stdout.write(f"What was there is kept as {done.kept} ({was}).")
