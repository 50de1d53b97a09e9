"""Corrections that the public may see: old value, new value, when and why.

Its author is shown by role, never by name. A correction is the difference between successive
values as public. What changed while an inspection was unpublished is shown as one difference,
with the reason of publishing it again: work on a draft is nobody's business. Source: domain §6.
"""

from ratings.models.corrections.history_diff import NOTHING, ChangeAuthor, Correction, HistoryCursor
from ratings.models.corrections.inspection import corrections_of

__all__ = ["NOTHING", "ChangeAuthor", "Correction", "HistoryCursor", "corrections_of"]
