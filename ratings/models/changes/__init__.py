"""What became of the record in public, the newest first: entered, corrected, withdrawn, disputed.

The shipped record was loaded without history, so all of it stands before the first change.
"""

from ratings.models.changes.events import Change, Subject
from ratings.models.changes.filters import Asked, What
from ratings.models.changes.pagination import ChangePage, change_page

__all__ = ["Asked", "Change", "ChangePage", "Subject", "What", "change_page"]
