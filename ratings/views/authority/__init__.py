"""One authority: its page and its data."""

from ratings.views.authority.data import authority_csv, authority_json
from ratings.views.authority.page import authority

__all__ = ["authority", "authority_csv", "authority_json"]
