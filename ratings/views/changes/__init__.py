"""What is new, corrected, disputed or missing: the changes, the discrepancies, the coverage."""

from ratings.views.changes import coverage, discrepancies, discrepancy
from ratings.views.changes.page import changes, changes_csv, changes_json

__all__ = ["changes", "changes_csv", "changes_json", "coverage", "discrepancies", "discrepancy"]
