"""Columns that say where an authority stands on the day."""

from __future__ import annotations

from ratings.exports.dictionary.columns import OURS, REGISTER, RULE
from ratings.exports.dictionary.types import Column, Type

STANDING = (
    Column("as_at", "The day of which the row speaks.", OURS, Type.DATE, required=True),
    Column("known_by", "Only what had been published by this day is in it. Empty: everything"
           " known now.", OURS, Type.DATE),
    Column("line", "The line: one sentence to quote.", RULE, required=True),
    Column("headline", "The overall grade of the latest graded inspection. Empty: it has none, or"
           " there was none.", RULE, values="grades"),
    Column("headline_inspection", "The latest graded inspection that is a node of the line.",
           RULE),
    Column("headline_date", "Its first day.", RULE, Type.PARTIAL),
    Column("last_overall", "The last overall grade, where one is no longer given.", RULE,
           values="grades"),
    Column("last_overall_inspection", "The inspection that gave it.", RULE),
    Column("last_overall_date", "Its first day.", RULE, Type.PARTIAL),
    Column("trend", "The last graded node against the one before.", RULE, values="trends"),
    Column("trend_across_frameworks", "Whether the two were made under different rules.", RULE,
           Type.YES_NO),
    Column("profile", "The grades of the judgement areas in words, where there is no overall"
           " grade.", RULE),
    Column("last_visit", "The latest visit.", RULE),
    Column("last_visit_kind", "What sort of visit it was.", RULE, values="kinds of visits"),
    Column("last_visit_date", "Its first day.", RULE, Type.PARTIAL),
    Column("last_visit_direction", "What it found. Empty: `last_visit_direction_status` says why.",
           RULE, values="directions"),
)  # fmt: skip

MORE = (
    Column("exists", "Whether the authority existed on the day.", RULE, Type.YES_NO,
           required=True),
    Column("latitude", "Where it lies.", REGISTER, Type.DECIMAL, unit="degrees north"),
    Column("longitude", "Where it lies.", REGISTER, Type.DECIMAL, unit="degrees east"),
    Column("aliases", "Other spellings of its name that were seen somewhere.", OURS, Type.LIST),
    Column("former_codes", "Codes and slugs that it had before, each as scheme:value (gss, dfe,"
           " slug); an address with one of them leads to it.", OURS, Type.LIST),
    Column("last_visit_direction_status", "What is known of the direction of the latest visit: as"
           " `direction_status` among the visits. Empty: no visit.", RULE,
           values="direction statuses"),
)  # fmt: skip
