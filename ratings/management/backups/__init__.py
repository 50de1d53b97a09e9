"""Keeping the whole database in a file and bringing it back, for both databases.

The whole: the record, its history, drafts, accounts with their hashed passwords. Backups are
therefore readable by their owner alone.
"""

from __future__ import annotations

from ratings.management.backups.entry_points import Restored, back_up, restore
from ratings.management.backups.metadata import CannotRestore, State

__all__ = ["CannotRestore", "Restored", "State", "back_up", "restore"]
