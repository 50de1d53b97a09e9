"""What is new, corrected, disputed or missing: the changes, discrepancies and coverage pages."""

from ratings.views.changes import coverage, discrepancies, discrepancy
from ratings.views.changes.page import changes, changes_csv, changes_json

__all__ = ["changes", "changes_csv", "changes_json", "coverage", "discrepancies", "discrepancy"]
