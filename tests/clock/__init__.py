"""The clock at its edges: summer time, leap days, midnight, year's ends, a clock put back.

Tests set the clock itself (`timezone.now`), not RATINGS_TODAY, which pretends a day only.
"""
