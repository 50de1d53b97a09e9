"""Back up the whole database to a file, while the site runs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ratings.management.backups import BackupError, backup, suffix


class Command(BaseCommand):
    requires_system_checks = []
    help = (
        "Write the whole database (record, history, accounts) to a file: by default a new one in"
        " var/backups/, named after the moment. Safe while the site runs. Keep it to yourself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="a new file")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        name = f"ratings-{datetime.now(UTC):%Y%m%dT%H%M%SZ}{suffix()}"
        path = file or settings.VAR_DIR / "backups" / name
        try:
            state = backup(path)
        except BackupError as problem:
            raise CommandError(f"Nothing was backed up. {problem}") from problem
        self.stdout.write(f"{path}: {path.stat().st_size:,} bytes, {state.in_words}.")
