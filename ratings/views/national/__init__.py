"""National figures: the page, its data, and the drill-down of each number."""

from ratings.views.national import authorities, durations, recovery, transitions
from ratings.views.national.data import national_csv, national_json, repeats_csv, repeats_json
from ratings.views.national.over_time import groups_csv, groups_json, over_time_csv, over_time_json
from ratings.views.national.page import national

__all__ = [
    "authorities",
    "durations",
    "groups_csv",
    "groups_json",
    "national",
    "national_csv",
    "national_json",
    "over_time_csv",
    "over_time_json",
    "recovery",
    "repeats_csv",
    "repeats_json",
    "transitions",
]
