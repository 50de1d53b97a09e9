"""Entering one inspection: what is known, whether it can be so, what it changes, written.

The door for a person at the keeper's desk and for whatever reads a report: both make an
`Entry`, ask the guards, show the `Preview` and save it in one transaction.
"""

from ratings.importing.entry.actions import (
    Refused,
    new_key,
    publish,
    publishing_problems,
    save,
    uncited,
    withdraw,
)
from ratings.importing.entry.preview import Preview, preview, preview_of_draft
from ratings.importing.entry.types import Answer, Entry, Facts, Period
from ratings.importing.entry.validation import (
    Problem,
    answer_problems,
    citation_problems,
    fact_problems,
    framework_for,
    frameworks_in_force,
    similar,
)

__all__ = [
    "Answer",
    "Entry",
    "Facts",
    "Period",
    "Preview",
    "Problem",
    "Refused",
    "answer_problems",
    "citation_problems",
    "fact_problems",
    "framework_for",
    "frameworks_in_force",
    "new_key",
    "preview",
    "preview_of_draft",
    "publish",
    "publishing_problems",
    "save",
    "similar",
    "uncited",
    "withdraw",
]
