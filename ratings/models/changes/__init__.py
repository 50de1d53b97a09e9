"""What became of the record in public, the newest first: entered, corrected, withdrawn, disputed.

The shipped record was loaded without history, so all of it stands before the first change.
"""

from ratings.models.changes.asked import Asked, What
from ratings.models.changes.pages import ChangePage, change_page
from ratings.models.changes.told import Change, Subject

__all__ = ["Asked", "Change", "ChangePage", "Subject", "What", "change_page"]
