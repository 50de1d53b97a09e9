"""One inspection: its page and its data."""

from ratings.views.inspection.data import inspection_csv, inspection_json
from ratings.views.inspection.page import inspection

__all__ = ["inspection", "inspection_csv", "inspection_json"]
