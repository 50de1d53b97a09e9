"""Columns that the tables of several questions share."""

from __future__ import annotations

from ratings.rules.questions.results import Column, Kind

AUTHORITY = Column("authority", "Authority", Kind.AUTHORITY)
TREND = Column("trend", "Compared", Kind.TEXT)
