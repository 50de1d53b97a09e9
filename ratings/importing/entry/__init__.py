"""Enter one inspection: collect the facts, validate them, preview the effect, save.

The entry point for users of the admin and for readers of reports: both build an `InspectionEntry`,
validate it, show the `Preview` and save it in one transaction.
"""

from ratings.importing.entry.actions import (
    EntryRefusedError,
    citation_errors,
    new_key,
    publish,
    publishing_problems,
    save,
    withdraw,
)
from ratings.importing.entry.preview import Preview, preview, preview_of_draft
from ratings.importing.entry.types import EnteredRating, EntryDates, EntryFacts, InspectionEntry
from ratings.importing.entry.validation import (
    FieldError,
    answer_problems,
    citation_problems,
    fact_problems,
    find_similar,
    framework_for,
    frameworks_in_force,
)

__all__ = [
    "EnteredRating",
    "EntryDates",
    "EntryFacts",
    "EntryRefusedError",
    "FieldError",
    "InspectionEntry",
    "Preview",
    "answer_problems",
    "citation_errors",
    "citation_problems",
    "fact_problems",
    "find_similar",
    "framework_for",
    "frameworks_in_force",
    "new_key",
    "preview",
    "preview_of_draft",
    "publish",
    "publishing_problems",
    "save",
    "withdraw",
]
